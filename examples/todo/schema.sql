-- The smallest useful databases: one table that is only a text and its time, and a list of tasks.

-- What every first server of this kind has: list, create, read, update, delete.
CREATE TABLE "datas" (
    "id" INTEGER PRIMARY KEY,
    -- SQLite itself would take any length; the API refuses what is longer than declared.
    "data" VARCHAR(100) NOT NULL,
    "date_created" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "users" (
    "id" INTEGER PRIMARY KEY,
    "email" VARCHAR(254) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL,
    "is_active" BOOLEAN NOT NULL DEFAULT TRUE,
    "date_created" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "todos" (
    "id" INTEGER PRIMARY KEY,
    "title" VARCHAR(120) NOT NULL CHECK ("title" <> ''),
    "notes" TEXT,
    "due_on" DATE,
    "done" BOOLEAN NOT NULL DEFAULT FALSE,
    "priority" INTEGER NOT NULL DEFAULT 2 CHECK ("priority" BETWEEN 1 AND 3),
    -- Null: nobody has taken it yet.
    "user_id" INTEGER REFERENCES "users" ("id") ON DELETE SET NULL,
    "date_created" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE INDEX "todos_user_id" ON "todos" ("user_id");
