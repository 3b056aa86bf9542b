-- What holds in the sample. Each SELECT names its rule and the rows that break it: none.

SELECT 'No sample user has a password' AS "rule", "id" FROM "User"
WHERE "password_hash" IS NOT NULL;

SELECT 'Who is disabled has no other role' AS "rule", "Disabled"."user_id" FROM "UserRole" AS "Disabled"
JOIN "UserRole" AS "Other" ON "Other"."user_id" = "Disabled"."user_id" AND "Other"."role_name" <> "Disabled"."role_name"
WHERE "Disabled"."role_name" = 'disabled';
