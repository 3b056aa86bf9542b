-- The Northwind of examples/northwind/schema.sql for MySQL 8 and MariaDB 10.11;
-- examples/northwind/data.sql fills it, in a session with ANSI_QUOTES.
--
-- Foreign keys stand at the end of a table: MySQL 8 reads `REFERENCES` after a column and ignores it.

SET SESSION sql_mode = CONCAT(@@sql_mode, ',ANSI_QUOTES');
-- MariaDB may start with latin1, which has no place for every name in data.sql.
ALTER DATABASE CHARACTER SET utf8mb4;

CREATE TABLE "SampleDBVersion" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "Notes" VARCHAR(800) NOT NULL
);

CREATE TABLE "Region" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "RegionDescription" VARCHAR(50) NOT NULL UNIQUE
);

CREATE TABLE "Territory" (
    -- The postal code of the territory's main town, with its leading zeros.
    "Id" VARCHAR(20) NOT NULL PRIMARY KEY,
    "TerritoryDescription" VARCHAR(50) NOT NULL,
    "RegionId" INTEGER NOT NULL,
    FOREIGN KEY ("RegionId") REFERENCES "Region" ("Id")
);

-- A tree: `DepartmentId` is the department above, null at the top.
CREATE TABLE "Department" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "DepartmentId" INTEGER,
    "DepartmentName" VARCHAR(100) NOT NULL UNIQUE,
    "SecurityLevel" INTEGER NOT NULL DEFAULT 0 CHECK ("SecurityLevel" >= 0),
    FOREIGN KEY ("DepartmentId") REFERENCES "Department" ("Id")
);

CREATE TABLE "Union" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "Name" VARCHAR(80) NOT NULL UNIQUE
);

CREATE TABLE "Employee" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
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
    "ReportsTo" INTEGER,
    "EmployeeType" VARCHAR(16) NOT NULL DEFAULT 'Salaried'
        CHECK ("EmployeeType" IN ('Salaried', 'Commissioned', 'Hourly')),
    "IsCommissioned" BOOLEAN NOT NULL DEFAULT FALSE,
    "Salary" DECIMAL(10, 2) NOT NULL DEFAULT 0 CHECK ("Salary" >= 0),
    -- Two ways from an employee to a department: where one belongs, and where one helps out.
    "WorksForDepartmentId" INTEGER,
    "OnLoanDepartmentId" INTEGER,
    "UnionId" INTEGER,
    -- What a union member pays per month.
    "Dues" DECIMAL(10, 2),
    FOREIGN KEY ("ReportsTo") REFERENCES "Employee" ("Id"),
    FOREIGN KEY ("WorksForDepartmentId") REFERENCES "Department" ("Id"),
    FOREIGN KEY ("OnLoanDepartmentId") REFERENCES "Department" ("Id"),
    FOREIGN KEY ("UnionId") REFERENCES "Union" ("Id")
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
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "EmployeeId" INTEGER,
    "LastName" VARCHAR(40),
    "FirstName" VARCHAR(40),
    "Title" VARCHAR(60),
    "Salary" DECIMAL(10, 2),
    "CreatedOn" DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY ("EmployeeId") REFERENCES "Employee" ("Id") ON DELETE SET NULL
);

-- Employees and territories are many-to-many, with a key of the link's own.
CREATE TABLE "EmployeeTerritory" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "EmployeeId" INTEGER NOT NULL,
    "TerritoryId" VARCHAR(20) NOT NULL,
    UNIQUE ("EmployeeId", "TerritoryId"),
    FOREIGN KEY ("EmployeeId") REFERENCES "Employee" ("Id") ON DELETE CASCADE,
    FOREIGN KEY ("TerritoryId") REFERENCES "Territory" ("Id")
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
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "CompanyName" VARCHAR(80) NOT NULL,
    "Phone" VARCHAR(30)
);

CREATE TABLE "Supplier" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
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
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "CategoryName" VARCHAR(40) NOT NULL UNIQUE,
    "Description" TEXT,
    "Client_id" INTEGER
);

CREATE TABLE "Product" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "ProductName" VARCHAR(80) NOT NULL UNIQUE,
    "SupplierId" INTEGER NOT NULL,
    "CategoryId" INTEGER NOT NULL,
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
    "Discontinued" BOOLEAN NOT NULL DEFAULT FALSE,
    FOREIGN KEY ("SupplierId") REFERENCES "Supplier" ("Id"),
    FOREIGN KEY ("CategoryId") REFERENCES "Category" ("Id")
);

CREATE INDEX "Supplier_CompanyName" ON "Supplier" ("CompanyName");
CREATE INDEX "Product_SupplierId" ON "Product" ("SupplierId");
CREATE INDEX "Product_CategoryId" ON "Product" ("CategoryId");

CREATE TABLE "Order" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "CustomerId" VARCHAR(5) NOT NULL,
    -- Who took the order; null when it came in by itself.
    "EmployeeId" INTEGER,
    "OrderDate" DATE,
    "RequiredDate" DATE,
    -- Null until the order has left; the balance, the counts and the stock depend on it.
    "ShippedDate" DATE,
    "ShipVia" INTEGER,
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
    "CloneFromOrder" INTEGER,
    FOREIGN KEY ("Country", "City") REFERENCES "Location" ("country", "city"),
    FOREIGN KEY ("CustomerId") REFERENCES "Customer" ("Id"),
    FOREIGN KEY ("EmployeeId") REFERENCES "Employee" ("Id"),
    FOREIGN KEY ("ShipVia") REFERENCES "Shipper" ("Id"),
    FOREIGN KEY ("CloneFromOrder") REFERENCES "Order" ("Id") ON DELETE SET NULL
);

CREATE INDEX "Order_CustomerId" ON "Order" ("CustomerId");
CREATE INDEX "Order_EmployeeId" ON "Order" ("EmployeeId");
CREATE INDEX "Order_OrderDate" ON "Order" ("OrderDate");
CREATE INDEX "Order_ShippedDate" ON "Order" ("ShippedDate");
CREATE INDEX "Order_ShipVia" ON "Order" ("ShipVia");
CREATE INDEX "Order_Country_City" ON "Order" ("Country", "City");
CREATE INDEX "Order_CloneFromOrder" ON "Order" ("CloneFromOrder");

CREATE TABLE "OrderDetail" (
    "Id" INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY,
    "OrderId" INTEGER NOT NULL,
    "ProductId" INTEGER NOT NULL,
    -- Copied from the product when the row is made: later prices leave old orders alone.
    "UnitPrice" DECIMAL(10, 2),
    "Quantity" INTEGER NOT NULL DEFAULT 1 CHECK ("Quantity" > 0),
    -- A fraction, 0.05 for 5 %. Amount does not take it into account: a rule for you to add.
    "Discount" DECIMAL(4, 2) NOT NULL DEFAULT 0 CHECK ("Discount" >= 0 AND "Discount" < 1),
    -- Derived: UnitPrice * Quantity.
    "Amount" DECIMAL(10, 2),
    -- Derived: the order's, so that a product can sum what was shipped.
    "ShippedDate" DATE,
    FOREIGN KEY ("OrderId") REFERENCES "Order" ("Id") ON DELETE CASCADE,
    FOREIGN KEY ("ProductId") REFERENCES "Product" ("Id")
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
