-- What the rules keep true. Each SELECT names its rule and the rows that break it: none.
-- Sums are rounded because SQLite adds DECIMAL columns as floating point.

SELECT 'item.amount = unit_price * quantity' AS "rule", "id" FROM "item"
WHERE "amount" IS NULL OR "amount" <> ROUND("unit_price" * "quantity", 2);

SELECT 'order.amount_total = sum of item.amount' AS "rule", "order"."id" FROM "order"
LEFT JOIN "item" ON "item"."order_id" = "order"."id"
GROUP BY "order"."id", "order"."amount_total"
HAVING "order"."amount_total" <> ROUND(COALESCE(SUM("item"."amount"), 0), 2);

SELECT 'customer.balance = sum of order.amount_total where date_shipped is null' AS "rule", "customer"."id" FROM "customer"
LEFT JOIN "order" ON "order"."customer_id" = "customer"."id" AND "order"."date_shipped" IS NULL
GROUP BY "customer"."id", "customer"."balance"
HAVING "customer"."balance" <> ROUND(COALESCE(SUM("order"."amount_total"), 0), 2);

SELECT 'customer.balance <= credit_limit' AS "rule", "id" FROM "customer"
WHERE "balance" > "credit_limit";
