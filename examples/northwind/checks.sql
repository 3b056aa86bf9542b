-- What the rules keep true. Each SELECT names its rule and the rows that break it: none.
-- Sums are rounded because SQLite adds DECIMAL columns as floating point.

SELECT 'OrderDetail.Amount = UnitPrice * Quantity' AS "rule", "Id" FROM "OrderDetail"
WHERE "Amount" IS NULL OR "Amount" <> ROUND("UnitPrice" * "Quantity", 2);

SELECT 'OrderDetail.ShippedDate = Order.ShippedDate' AS "rule", "OrderDetail"."Id" FROM "OrderDetail"
JOIN "Order" ON "Order"."Id" = "OrderDetail"."OrderId"
WHERE COALESCE("OrderDetail"."ShippedDate", '1000-01-01') <> COALESCE("Order"."ShippedDate", '1000-01-01');

SELECT 'Order.AmountTotal = sum of OrderDetail.Amount' AS "rule", "Order"."Id" FROM "Order"
LEFT JOIN "OrderDetail" ON "OrderDetail"."OrderId" = "Order"."Id"
GROUP BY "Order"."Id", "Order"."AmountTotal"
HAVING "Order"."AmountTotal" <> ROUND(COALESCE(SUM("OrderDetail"."Amount"), 0), 2);

SELECT 'Order.OrderDetailCount = count of OrderDetail' AS "rule", "Order"."Id" FROM "Order"
LEFT JOIN "OrderDetail" ON "OrderDetail"."OrderId" = "Order"."Id"
GROUP BY "Order"."Id", "Order"."OrderDetailCount"
HAVING "Order"."OrderDetailCount" <> COUNT("OrderDetail"."Id");

SELECT 'Customer.Balance = sum of Order.AmountTotal where ShippedDate is null' AS "rule", "Customer"."Id" FROM "Customer"
LEFT JOIN "Order" ON "Order"."CustomerId" = "Customer"."Id" AND "Order"."ShippedDate" IS NULL
GROUP BY "Customer"."Id", "Customer"."Balance"
HAVING "Customer"."Balance" <> ROUND(COALESCE(SUM("Order"."AmountTotal"), 0), 2);

SELECT 'Customer.OrderCount = count of Order' AS "rule", "Customer"."Id" FROM "Customer"
LEFT JOIN "Order" ON "Order"."CustomerId" = "Customer"."Id"
GROUP BY "Customer"."Id", "Customer"."OrderCount"
HAVING "Customer"."OrderCount" <> COUNT("Order"."Id");

SELECT 'Customer.UnpaidOrderCount = count of Order where ShippedDate is null' AS "rule", "Customer"."Id" FROM "Customer"
LEFT JOIN "Order" ON "Order"."CustomerId" = "Customer"."Id" AND "Order"."ShippedDate" IS NULL
GROUP BY "Customer"."Id", "Customer"."UnpaidOrderCount"
HAVING "Customer"."UnpaidOrderCount" <> COUNT("Order"."Id");

SELECT 'Customer.Balance <= CreditLimit' AS "rule", "Id" FROM "Customer"
WHERE "Balance" > "CreditLimit";

SELECT 'Product.UnitsShipped = sum of OrderDetail.Quantity where ShippedDate is not null' AS "rule", "Product"."Id" FROM "Product"
LEFT JOIN "OrderDetail" ON "OrderDetail"."ProductId" = "Product"."Id" AND "OrderDetail"."ShippedDate" IS NOT NULL
GROUP BY "Product"."Id", "Product"."UnitsShipped"
HAVING "Product"."UnitsShipped" <> COALESCE(SUM("OrderDetail"."Quantity"), 0);

SELECT 'Product.UnitsInStock = UnitsReceived - UnitsShipped' AS "rule", "Id" FROM "Product"
WHERE "UnitsInStock" <> "UnitsReceived" - "UnitsShipped";

SELECT 'Product.UnitsInStock >= 0' AS "rule", "Id" FROM "Product"
WHERE "UnitsInStock" < 0;

SELECT 'Empty Order - Cannot Ship or Make Ready' AS "rule", "Id" FROM "Order"
WHERE ("Ready" OR "ShippedDate" IS NOT NULL) AND "OrderDetailCount" = 0;

SELECT 'Cannot Ship Order that is not Ready' AS "rule", "Id" FROM "Order"
WHERE "ShippedDate" IS NOT NULL AND NOT "Ready";

SELECT 'An order is shipped on or after its day' AS "rule", "Id" FROM "Order"
WHERE "ShippedDate" < "OrderDate" OR "RequiredDate" < "OrderDate";

SELECT 'Order.Country and Order.City are given together' AS "rule", "Id" FROM "Order"
WHERE ("Country" IS NULL) <> ("City" IS NULL);

SELECT 'A cloned order has the customer and the items of its origin' AS "rule", "Clone"."Id" FROM "Order" AS "Clone"
JOIN "Order" AS "Origin" ON "Origin"."Id" = "Clone"."CloneFromOrder"
WHERE "Clone"."CustomerId" <> "Origin"."CustomerId"
    OR "Clone"."AmountTotal" <> "Origin"."AmountTotal"
    OR "Clone"."OrderDetailCount" <> "Origin"."OrderDetailCount";

SELECT 'Employee.IsCommissioned says what EmployeeType says' AS "rule", "Id" FROM "Employee"
WHERE "IsCommissioned" <> ("EmployeeType" = 'Commissioned');

SELECT 'An employee pays dues to a union' AS "rule", "Id" FROM "Employee"
WHERE ("UnionId" IS NULL) <> ("Dues" IS NULL);

SELECT 'The last EmployeeAudit of an employee has the salary of today' AS "rule", "Employee"."Id" FROM "Employee"
JOIN "EmployeeAudit" ON "EmployeeAudit"."EmployeeId" = "Employee"."Id"
WHERE "EmployeeAudit"."Salary" <> "Employee"."Salary" AND NOT EXISTS (
    SELECT 1 FROM "EmployeeAudit" AS "Later"
    WHERE "Later"."EmployeeId" = "Employee"."Id" AND "Later"."CreatedOn" > "EmployeeAudit"."CreatedOn");
