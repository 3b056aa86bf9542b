-- The second system: a carrier that learns of orders from the Kafka topic `order_shipping`, and
-- stores them its own way. Names differ from Northwind's on purpose; the mapping bridges them.

-- What arrived, as it arrived, before anybody tried to understand it: a message that cannot be
-- read is kept and can be tried again.
CREATE TABLE "order_message" (
    "id" INTEGER PRIMARY KEY,
    "topic" VARCHAR(80) NOT NULL DEFAULT 'order_shipping',
    "message_key" VARCHAR(80),
    "payload" TEXT NOT NULL,
    "is_processed" BOOLEAN NOT NULL DEFAULT FALSE,
    -- Why it could not be processed; null when it was, or while nobody has tried.
    "error" VARCHAR(500),
    "received_at" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "customer" (
    "id" INTEGER PRIMARY KEY,
    -- The sender's key of the customer.
    "account" VARCHAR(20) NOT NULL UNIQUE,
    "name" VARCHAR(80) NOT NULL
);

CREATE TABLE "order" (
    "id" INTEGER PRIMARY KEY,
    -- The sender's number. Unique, so that a message that comes twice makes one order.
    "order_number" INTEGER NOT NULL UNIQUE,
    "customer_id" INTEGER NOT NULL REFERENCES "customer" ("id"),
    "order_message_id" INTEGER UNIQUE REFERENCES "order_message" ("id"),
    "ordered_on" DATE,
    "ship_by" DATE,
    "picked_up_on" DATE,
    "destination" VARCHAR(160),
    "amount_total" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- Derived.
    "item_count" INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE "item" (
    "id" INTEGER PRIMARY KEY,
    "order_id" INTEGER NOT NULL REFERENCES "order" ("id") ON DELETE CASCADE,
    -- By name: a carrier has no products of its own.
    "product_name" VARCHAR(80) NOT NULL,
    "quantity" INTEGER NOT NULL CHECK ("quantity" > 0),
    "amount" DECIMAL(10, 2)
);

CREATE INDEX "order_message_is_processed" ON "order_message" ("is_processed");
CREATE INDEX "order_customer_id" ON "order" ("customer_id");
CREATE INDEX "item_order_id" ON "item" ("order_id");
