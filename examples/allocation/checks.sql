-- What the rules keep true. Each SELECT names its rule and the rows that break it: none.
-- Sums are rounded because SQLite adds DECIMAL columns as floating point.

SELECT 'Order.AmountPaid = sum of PaymentAllocation.AmountAllocated' AS "rule", "Order"."Id" FROM "Order"
LEFT JOIN "PaymentAllocation" ON "PaymentAllocation"."OrderId" = "Order"."Id"
GROUP BY "Order"."Id", "Order"."AmountPaid"
HAVING "Order"."AmountPaid" <> ROUND(COALESCE(SUM("PaymentAllocation"."AmountAllocated"), 0), 2);

SELECT 'Order.AmountOwed = AmountTotal - AmountPaid' AS "rule", "Id" FROM "Order"
WHERE "AmountOwed" <> ROUND("AmountTotal" - "AmountPaid", 2) OR "AmountOwed" < 0;

SELECT 'Customer.Balance = sum of Order.AmountOwed' AS "rule", "Customer"."Id" FROM "Customer"
LEFT JOIN "Order" ON "Order"."CustomerId" = "Customer"."Id"
GROUP BY "Customer"."Id", "Customer"."Balance"
HAVING "Customer"."Balance" <> ROUND(COALESCE(SUM("Order"."AmountOwed"), 0), 2);

SELECT 'Customer.Balance <= CreditLimit' AS "rule", "Id" FROM "Customer"
WHERE "Balance" > "CreditLimit";

SELECT 'Payment.AmountAllocated = sum of PaymentAllocation.AmountAllocated' AS "rule", "Payment"."Id" FROM "Payment"
LEFT JOIN "PaymentAllocation" ON "PaymentAllocation"."PaymentId" = "Payment"."Id"
GROUP BY "Payment"."Id", "Payment"."AmountAllocated"
HAVING "Payment"."AmountAllocated" <> ROUND(COALESCE(SUM("PaymentAllocation"."AmountAllocated"), 0), 2);

SELECT 'Payment.AmountUnAllocated = Amount - AmountAllocated' AS "rule", "Id" FROM "Payment"
WHERE "AmountUnAllocated" <> ROUND("Amount" - "AmountAllocated", 2) OR "AmountUnAllocated" < 0;

SELECT 'A payment pays orders of its own customer' AS "rule", "PaymentAllocation"."Id" FROM "PaymentAllocation"
JOIN "Payment" ON "Payment"."Id" = "PaymentAllocation"."PaymentId"
JOIN "Order" ON "Order"."Id" = "PaymentAllocation"."OrderId"
WHERE "Payment"."CustomerId" <> "Order"."CustomerId" OR "PaymentAllocation"."AmountAllocated" <= 0;

SELECT 'What is left of a payment is owed by nobody' AS "rule", "Payment"."Id" FROM "Payment"
JOIN "Customer" ON "Customer"."Id" = "Payment"."CustomerId"
WHERE "Payment"."AmountUnAllocated" > 0 AND "Customer"."Balance" > 0;

SELECT 'The oldest order is paid first' AS "rule", "Later"."Id" FROM "Order" AS "Later"
JOIN "Order" AS "Earlier" ON "Earlier"."CustomerId" = "Later"."CustomerId" AND "Earlier"."OrderDate" < "Later"."OrderDate"
WHERE "Later"."AmountPaid" > 0 AND "Earlier"."AmountOwed" > 0;
