-- What holds in the sample beyond what the schema asks. Each SELECT names its rule and the rows that break it: none.

SELECT 'datas.data has at most 100 characters' AS "rule", "id" FROM "datas"
WHERE LENGTH("data") > 100;

SELECT 'An open task belongs to nobody or to an active user' AS "rule", "todos"."id" FROM "todos"
JOIN "users" ON "users"."id" = "todos"."user_id"
WHERE NOT "todos"."done" AND NOT "users"."is_active";
