-- Who may log in, and as what. A project keeps these tables in a database of their own or beside
-- its data; its API never shows them.

CREATE TABLE "User" (
    -- The user's name at login is also the key, as the grants and the log know it.
    "id" VARCHAR(64) NOT NULL PRIMARY KEY,
    "name" VARCHAR(128),
    "email" VARCHAR(254) UNIQUE,
    -- Argon2id in the PHC format, never a password. Null: nobody can log in as this user.
    "password_hash" VARCHAR(255) CHECK ("password_hash" LIKE '$argon2id$%'),
    -- Attributes of the caller that row filters may use.
    "client_id" INTEGER,
    "region" VARCHAR(50),
    "notes" TEXT,
    "created_on" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "Role" (
    "name" VARCHAR(64) NOT NULL PRIMARY KEY,
    "description" VARCHAR(255)
);

CREATE TABLE "UserRole" (
    "user_id" VARCHAR(64) NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE,
    "role_name" VARCHAR(64) NOT NULL REFERENCES "Role" ("name"),
    "notes" TEXT,
    PRIMARY KEY ("user_id", "role_name")
);

CREATE INDEX "UserRole_role_name" ON "UserRole" ("role_name");
