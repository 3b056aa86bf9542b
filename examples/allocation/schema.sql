-- A payment is spread over the orders that a customer has not paid, the oldest first.

CREATE TABLE "Customer" (
    "Id" VARCHAR(5) NOT NULL PRIMARY KEY,
    "CompanyName" VARCHAR(80) NOT NULL,
    -- Derived: sum of the orders' AmountOwed.
    "Balance" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    "CreditLimit" DECIMAL(10, 2) CHECK ("CreditLimit" >= 0)
);

CREATE TABLE "Order" (
    "Id" INTEGER PRIMARY KEY,
    "CustomerId" VARCHAR(5) NOT NULL REFERENCES "Customer" ("Id"),
    "OrderDate" DATE NOT NULL,
    "AmountTotal" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("AmountTotal" >= 0),
    -- Derived: sum of the allocations to this order.
    "AmountPaid" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- Derived: AmountTotal - AmountPaid.
    "AmountOwed" DECIMAL(10, 2) NOT NULL DEFAULT 0
);

CREATE TABLE "Payment" (
    "Id" INTEGER PRIMARY KEY,
    "CustomerId" VARCHAR(5) NOT NULL REFERENCES "Customer" ("Id"),
    "Amount" DECIMAL(10, 2) NOT NULL CHECK ("Amount" > 0),
    -- Derived: sum of the allocations from this payment.
    "AmountAllocated" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- Derived: Amount - AmountAllocated; what is left waits for the next order.
    "AmountUnAllocated" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    "CreatedOn" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Made by the rule, never by hand.
CREATE TABLE "PaymentAllocation" (
    "Id" INTEGER PRIMARY KEY,
    "PaymentId" INTEGER NOT NULL REFERENCES "Payment" ("Id") ON DELETE CASCADE,
    "OrderId" INTEGER NOT NULL REFERENCES "Order" ("Id"),
    "AmountAllocated" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    UNIQUE ("PaymentId", "OrderId")
);

CREATE INDEX "Order_CustomerId" ON "Order" ("CustomerId");
CREATE INDEX "Payment_CustomerId" ON "Payment" ("CustomerId");
CREATE INDEX "PaymentAllocation_OrderId" ON "PaymentAllocation" ("OrderId");
