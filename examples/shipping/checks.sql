-- What the rules and the consumer keep true. Each SELECT names its rule and the rows that break it: none.

SELECT 'order.item_count = count of item' AS "rule", "order"."id" FROM "order"
LEFT JOIN "item" ON "item"."order_id" = "order"."id"
GROUP BY "order"."id", "order"."item_count"
HAVING "order"."item_count" <> COUNT("item"."id");

SELECT 'order.amount_total, as the sender says, is the sum of item.amount' AS "rule", "order"."id" FROM "order"
LEFT JOIN "item" ON "item"."order_id" = "order"."id"
GROUP BY "order"."id", "order"."amount_total"
HAVING "order"."amount_total" <> ROUND(COALESCE(SUM("item"."amount"), 0), 2);

SELECT 'A processed message has its order, and only that one' AS "rule", "order_message"."id" FROM "order_message"
LEFT JOIN "order" ON "order"."order_message_id" = "order_message"."id"
WHERE "order_message"."is_processed" <> ("order"."id" IS NOT NULL);

SELECT 'A processed message has no error' AS "rule", "id" FROM "order_message"
WHERE "is_processed" AND "error" IS NOT NULL;
