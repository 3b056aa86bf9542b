-- Check credit with four tables and five rules; all names in lower case.

CREATE TABLE "customer" (
    "id" INTEGER PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL UNIQUE,
    -- Derived: what the orders that have not been shipped come to.
    "balance" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- Null: no limit.
    "credit_limit" DECIMAL(10, 2) CHECK ("credit_limit" >= 0),
    "email" VARCHAR(254),
    "email_opt_out" BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE TABLE "product" (
    "id" INTEGER PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL UNIQUE,
    "unit_price" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("unit_price" >= 0)
);

CREATE TABLE "order" (
    "id" INTEGER PRIMARY KEY,
    "notes" VARCHAR(255),
    "customer_id" INTEGER NOT NULL REFERENCES "customer" ("id"),
    "created_on" DATE,
    -- Null until the order has left.
    "date_shipped" DATE,
    -- Derived.
    "amount_total" DECIMAL(10, 2) NOT NULL DEFAULT 0
);

CREATE TABLE "item" (
    "id" INTEGER PRIMARY KEY,
    "order_id" INTEGER NOT NULL REFERENCES "order" ("id") ON DELETE CASCADE,
    "product_id" INTEGER NOT NULL REFERENCES "product" ("id"),
    "quantity" INTEGER NOT NULL DEFAULT 1 CHECK ("quantity" > 0),
    -- Derived: unit_price * quantity.
    "amount" DECIMAL(10, 2),
    -- Copied from the product when the row is made.
    "unit_price" DECIMAL(10, 2)
);

CREATE INDEX "order_customer_id" ON "order" ("customer_id");
CREATE INDEX "item_order_id" ON "item" ("order_id");
CREATE INDEX "item_product_id" ON "item" ("product_id");
