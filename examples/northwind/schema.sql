-- Northwind: a trader in fine foods. The familiar tables, with the columns that rules keep:
-- Balance, AmountTotal, the counts, UnitsShipped. `checks.sql` says what holds for them.
--
-- SQLite; the same tables for PostgreSQL and MySQL are in tests/databases/northwind/.
-- `INTEGER PRIMARY KEY` is SQLite's identity column: a row inserted without an Id gets the next one.

CREATE TABLE "SampleDBVersion" (
    "Id" INTEGER PRIMARY KEY,
    "Notes" VARCHAR(800) NOT NULL
);

CREATE TABLE "Region" (
    "Id" INTEGER PRIMARY KEY,
    "RegionDescription" VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE "Territory" (
    -- The postal code of the territory's main town, with its leading zeros.
    "Id" VARCHAR(20) NOT NULL PRIMARY KEY,
    "TerritoryDescription" VARCHAR(50) NOT NULL,
    "RegionId" INTEGER NOT NULL REFERENCES "Region" ("Id")
);

-- A tree: `DepartmentId` is the department above, null at the top.
CREATE TABLE "Department" (
    "Id" INTEGER PRIMARY KEY,
    "DepartmentId" INTEGER REFERENCES "Department" ("Id"),
    "DepartmentName" VARCHAR(100) NOT NULL UNIQUE,
    "SecurityLevel" INTEGER NOT NULL DEFAULT 0 CHECK ("SecurityLevel" >= 0)
);

CREATE TABLE "Union" (
    "Id" INTEGER PRIMARY KEY,
    "Name" VARCHAR(80) NOT NULL UNIQUE
);

CREATE TABLE "Employee" (
    "Id" INTEGER PRIMARY KEY,
    "LastName" VARCHAR(40) NOT NULL,
    "FirstName" VARCHAR(40) NOT NULL,
    "Title" VARCHAR(60),
    "TitleOfCourtesy" VARCHAR(25),
    "BirthDate" DATE,
    "HireDate" DATE,
    "Address" VARCHAR(120),
    "City" VARCHAR(50),
    "Region" VARCHAR(50),
    "PostalCode" VARCHAR(20),
    "Country" VARCHAR(50),
    "HomePhone" VARCHAR(30),
    "Extension" VARCHAR(10),
    "Email" VARCHAR(120) UNIQUE,
    "Notes" TEXT,
    "ReportsTo" INTEGER REFERENCES "Employee" ("Id"),
    "EmployeeType" VARCHAR(16) NOT NULL DEFAULT 'Salaried'
        CHECK ("EmployeeType" IN ('Salaried', 'Commissioned', 'Hourly')),
    "IsCommissioned" BOOLEAN NOT NULL DEFAULT FALSE,
    "Salary" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("Salary" >= 0),
    -- Two ways from an employee to a department: where one belongs, and where one helps out.
    "WorksForDepartmentId" INTEGER REFERENCES "Department" ("Id"),
    "OnLoanDepartmentId" INTEGER REFERENCES "Department" ("Id"),
    "UnionId" INTEGER REFERENCES "Union" ("Id"),
    -- What a union member pays per month.
    "Dues" DECIMAL(10, 2)
);

CREATE INDEX "Territory_RegionId" ON "Territory" ("RegionId");
CREATE INDEX "Department_DepartmentId" ON "Department" ("DepartmentId");
CREATE INDEX "Employee_LastName" ON "Employee" ("LastName");
CREATE INDEX "Employee_ReportsTo" ON "Employee" ("ReportsTo");
CREATE INDEX "Employee_WorksForDepartmentId" ON "Employee" ("WorksForDepartmentId");
CREATE INDEX "Employee_OnLoanDepartmentId" ON "Employee" ("OnLoanDepartmentId");
CREATE INDEX "Employee_UnionId" ON "Employee" ("UnionId");

-- What an employee earns from a change of salary on; a rule writes it.
CREATE TABLE "EmployeeAudit" (
    "Id" INTEGER PRIMARY KEY,
    "EmployeeId" INTEGER REFERENCES "Employee" ("Id") ON DELETE SET NULL,
    "LastName" VARCHAR(40),
    "FirstName" VARCHAR(40),
    "Title" VARCHAR(60),
    "Salary" DECIMAL(10, 2),
    "CreatedOn" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Employees and territories are many-to-many, with a key of the link's own.
CREATE TABLE "EmployeeTerritory" (
    "Id" INTEGER PRIMARY KEY,
    "EmployeeId" INTEGER NOT NULL REFERENCES "Employee" ("Id") ON DELETE CASCADE,
    "TerritoryId" VARCHAR(20) NOT NULL REFERENCES "Territory" ("Id"),
    UNIQUE ("EmployeeId", "TerritoryId")
);

CREATE INDEX "EmployeeAudit_EmployeeId" ON "EmployeeAudit" ("EmployeeId");
CREATE INDEX "EmployeeTerritory_TerritoryId" ON "EmployeeTerritory" ("TerritoryId");

CREATE TABLE "CustomerDemographic" (
    "Id" VARCHAR(20) NOT NULL PRIMARY KEY,
    "CustomerDesc" VARCHAR(800) NOT NULL
);

-- Not generated: the key is five letters that people know a customer by.
CREATE TABLE "Customer" (
    "Id" VARCHAR(5) NOT NULL PRIMARY KEY,
    "CompanyName" VARCHAR(80) NOT NULL,
    "ContactName" VARCHAR(60),
    "ContactTitle" VARCHAR(60),
    "Address" VARCHAR(120),
    "City" VARCHAR(50),
    "Region" VARCHAR(50),
    "PostalCode" VARCHAR(20),
    "Country" VARCHAR(50),
    "Phone" VARCHAR(30),
    "Fax" VARCHAR(30),
    -- Derived: what the orders that have not been shipped come to.
    "Balance" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- Null: no limit.
    "CreditLimit" DECIMAL(10, 2) CHECK ("CreditLimit" >= 0),
    -- Derived.
    "OrderCount" INTEGER NOT NULL DEFAULT 0,
    -- Derived: orders that have not been shipped; an order is paid when it leaves.
    "UnpaidOrderCount" INTEGER NOT NULL DEFAULT 0,
    -- The tenant a row belongs to (1: Europe, 2: the Americas), for filters by who is asking.
    "Client_id" INTEGER
);

CREATE INDEX "Customer_CompanyName" ON "Customer" ("CompanyName");
CREATE INDEX "Customer_City" ON "Customer" ("City");
CREATE INDEX "Customer_PostalCode" ON "Customer" ("PostalCode");

-- Lower-case names, and a key of two columns that `Order` refers to.
CREATE TABLE "Location" (
    "country" VARCHAR(50) NOT NULL,
    "city" VARCHAR(50) NOT NULL,
    "notes" VARCHAR(256),
    PRIMARY KEY ("country", "city")
);

CREATE TABLE "Shipper" (
    "Id" INTEGER PRIMARY KEY,
    "CompanyName" VARCHAR(80) NOT NULL,
    "Phone" VARCHAR(30)
);

CREATE TABLE "Supplier" (
    "Id" INTEGER PRIMARY KEY,
    "CompanyName" VARCHAR(80) NOT NULL,
    "ContactName" VARCHAR(60),
    "ContactTitle" VARCHAR(60),
    "Address" VARCHAR(120),
    "City" VARCHAR(50),
    "Region" VARCHAR(50),
    "PostalCode" VARCHAR(20),
    "Country" VARCHAR(50),
    "Phone" VARCHAR(30),
    "Fax" VARCHAR(30),
    "HomePage" VARCHAR(255)
);

CREATE TABLE "Category" (
    "Id" INTEGER PRIMARY KEY,
    "CategoryName" VARCHAR(40) NOT NULL UNIQUE,
    "Description" TEXT,
    "Client_id" INTEGER
);

CREATE TABLE "Product" (
    "Id" INTEGER PRIMARY KEY,
    "ProductName" VARCHAR(80) NOT NULL UNIQUE,
    "SupplierId" INTEGER NOT NULL REFERENCES "Supplier" ("Id"),
    "CategoryId" INTEGER NOT NULL REFERENCES "Category" ("Id"),
    "QuantityPerUnit" VARCHAR(40),
    "UnitPrice" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("UnitPrice" >= 0),
    -- All that suppliers have ever delivered; a delivery raises it.
    "UnitsReceived" INTEGER NOT NULL DEFAULT 0 CHECK ("UnitsReceived" >= 0),
    -- Derived: quantities of the order details that have been shipped.
    "UnitsShipped" INTEGER NOT NULL DEFAULT 0,
    -- Derived: UnitsReceived - UnitsShipped.
    "UnitsInStock" INTEGER NOT NULL DEFAULT 0,
    "UnitsOnOrder" INTEGER NOT NULL DEFAULT 0 CHECK ("UnitsOnOrder" >= 0),
    "ReorderLevel" INTEGER NOT NULL DEFAULT 0 CHECK ("ReorderLevel" >= 0),
    "Discontinued" BOOLEAN NOT NULL DEFAULT FALSE
);

CREATE INDEX "Supplier_CompanyName" ON "Supplier" ("CompanyName");
CREATE INDEX "Product_SupplierId" ON "Product" ("SupplierId");
CREATE INDEX "Product_CategoryId" ON "Product" ("CategoryId");

CREATE TABLE "Order" (
    "Id" INTEGER PRIMARY KEY,
    "CustomerId" VARCHAR(5) NOT NULL REFERENCES "Customer" ("Id"),
    -- Who took the order; null when it came in by itself.
    "EmployeeId" INTEGER REFERENCES "Employee" ("Id"),
    "OrderDate" DATE,
    "RequiredDate" DATE,
    -- Null until the order has left; the balance, the counts and the stock depend on it.
    "ShippedDate" DATE,
    "ShipVia" INTEGER REFERENCES "Shipper" ("Id"),
    "Freight" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("Freight" >= 0),
    "ShipName" VARCHAR(80),
    "ShipAddress" VARCHAR(120),
    "ShipCity" VARCHAR(50),
    "ShipRegion" VARCHAR(50),
    "ShipPostalCode" VARCHAR(20),
    "ShipCountry" VARCHAR(50),
    -- Derived.
    "AmountTotal" DECIMAL(10, 2) NOT NULL DEFAULT 0,
    -- The place the order was taken for: both are given, or both are null.
    "Country" VARCHAR(50),
    "City" VARCHAR(50),
    -- FALSE while the customer is still putting it together; only a ready order may be shipped.
    "Ready" BOOLEAN NOT NULL DEFAULT TRUE,
    -- Derived.
    "OrderDetailCount" INTEGER NOT NULL DEFAULT 0,
    -- The order that this one is a copy of.
    "CloneFromOrder" INTEGER REFERENCES "Order" ("Id") ON DELETE SET NULL,
    FOREIGN KEY ("Country", "City") REFERENCES "Location" ("country", "city")
);

CREATE INDEX "Order_CustomerId" ON "Order" ("CustomerId");
CREATE INDEX "Order_EmployeeId" ON "Order" ("EmployeeId");
CREATE INDEX "Order_OrderDate" ON "Order" ("OrderDate");
CREATE INDEX "Order_ShippedDate" ON "Order" ("ShippedDate");
CREATE INDEX "Order_ShipVia" ON "Order" ("ShipVia");
CREATE INDEX "Order_Country_City" ON "Order" ("Country", "City");
CREATE INDEX "Order_CloneFromOrder" ON "Order" ("CloneFromOrder");

CREATE TABLE "OrderDetail" (
    "Id" INTEGER PRIMARY KEY,
    "OrderId" INTEGER NOT NULL REFERENCES "Order" ("Id") ON DELETE CASCADE,
    "ProductId" INTEGER NOT NULL REFERENCES "Product" ("Id"),
    -- Copied from the product when the row is made: later prices leave old orders alone.
    "UnitPrice" DECIMAL(10, 2),
    "Quantity" INTEGER NOT NULL DEFAULT 1 CHECK ("Quantity" > 0),
    -- A fraction, 0.05 for 5 %. Amount does not take it into account: a rule for you to add.
    "Discount" DECIMAL(4, 2) NOT NULL DEFAULT 0 CHECK ("Discount" >= 0 AND "Discount" < 1),
    -- Derived: UnitPrice * Quantity.
    "Amount" DECIMAL(10, 2),
    -- Derived: the order's, so that a product can sum what was shipped.
    "ShippedDate" DATE
);

CREATE INDEX "OrderDetail_OrderId" ON "OrderDetail" ("OrderId");
CREATE INDEX "OrderDetail_ProductId" ON "OrderDetail" ("ProductId");

CREATE VIEW "ProductDetails_V" AS
SELECT
    "Product"."Id",
    "Product"."ProductName",
    "Product"."QuantityPerUnit",
    "Product"."UnitPrice",
    "Product"."UnitsInStock",
    "Product"."Discontinued",
    "Category"."CategoryName",
    "Category"."Description" AS "CategoryDescription",
    "Supplier"."CompanyName" AS "SupplierName",
    "Supplier"."Country" AS "SupplierCountry"
FROM "Product"
JOIN "Category" ON "Category"."Id" = "Product"."CategoryId"
JOIN "Supplier" ON "Supplier"."Id" = "Product"."SupplierId";
