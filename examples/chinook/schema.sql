-- A shop for music: the familiar Chinook tables, with a link table of two columns
-- (PlaylistTrack) and a tree of employees.

CREATE TABLE "Artist" (
    "ArtistId" INTEGER PRIMARY KEY,
    "Name" VARCHAR(120) NOT NULL
);

CREATE TABLE "Album" (
    "AlbumId" INTEGER PRIMARY KEY,
    "Title" VARCHAR(160) NOT NULL,
    "ArtistId" INTEGER NOT NULL REFERENCES "Artist" ("ArtistId")
);

CREATE TABLE "Genre" (
    "GenreId" INTEGER PRIMARY KEY,
    "Name" VARCHAR(120) NOT NULL
);

CREATE TABLE "MediaType" (
    "MediaTypeId" INTEGER PRIMARY KEY,
    "Name" VARCHAR(120) NOT NULL
);

CREATE TABLE "Track" (
    "TrackId" INTEGER PRIMARY KEY,
    "Name" VARCHAR(200) NOT NULL,
    "AlbumId" INTEGER REFERENCES "Album" ("AlbumId"),
    "MediaTypeId" INTEGER NOT NULL REFERENCES "MediaType" ("MediaTypeId"),
    "GenreId" INTEGER REFERENCES "Genre" ("GenreId"),
    "Composer" VARCHAR(220),
    "Milliseconds" INTEGER NOT NULL CHECK ("Milliseconds" > 0),
    "Bytes" INTEGER,
    "UnitPrice" DECIMAL(10, 2) NOT NULL CHECK ("UnitPrice" >= 0)
);

CREATE TABLE "Playlist" (
    "PlaylistId" INTEGER PRIMARY KEY,
    "Name" VARCHAR(120) NOT NULL
);

-- Nothing but the link: its two foreign keys are its key.
CREATE TABLE "PlaylistTrack" (
    "PlaylistId" INTEGER NOT NULL REFERENCES "Playlist" ("PlaylistId") ON DELETE CASCADE,
    "TrackId" INTEGER NOT NULL REFERENCES "Track" ("TrackId"),
    PRIMARY KEY ("PlaylistId", "TrackId")
);

CREATE TABLE "Employee" (
    "EmployeeId" INTEGER PRIMARY KEY,
    "LastName" VARCHAR(20) NOT NULL,
    "FirstName" VARCHAR(20) NOT NULL,
    "Title" VARCHAR(30),
    "ReportsTo" INTEGER REFERENCES "Employee" ("EmployeeId"),
    "BirthDate" DATE,
    "HireDate" DATE,
    "City" VARCHAR(40),
    "State" VARCHAR(40),
    "Country" VARCHAR(40),
    "Email" VARCHAR(60) UNIQUE
);

CREATE TABLE "Customer" (
    "CustomerId" INTEGER PRIMARY KEY,
    "FirstName" VARCHAR(40) NOT NULL,
    "LastName" VARCHAR(20) NOT NULL,
    "Company" VARCHAR(80),
    "City" VARCHAR(40),
    "State" VARCHAR(40),
    "Country" VARCHAR(40),
    "PostalCode" VARCHAR(10),
    "Email" VARCHAR(60) NOT NULL UNIQUE,
    "SupportRepId" INTEGER REFERENCES "Employee" ("EmployeeId")
);

CREATE TABLE "Invoice" (
    "InvoiceId" INTEGER PRIMARY KEY,
    "CustomerId" INTEGER NOT NULL REFERENCES "Customer" ("CustomerId"),
    "InvoiceDate" DATETIME NOT NULL,
    "BillingCity" VARCHAR(40),
    "BillingState" VARCHAR(40),
    "BillingCountry" VARCHAR(40),
    "BillingPostalCode" VARCHAR(10),
    -- Derived: sum of UnitPrice * Quantity of the lines.
    "Total" DECIMAL(10, 2) NOT NULL DEFAULT 0
);

CREATE TABLE "InvoiceLine" (
    "InvoiceLineId" INTEGER PRIMARY KEY,
    "InvoiceId" INTEGER NOT NULL REFERENCES "Invoice" ("InvoiceId") ON DELETE CASCADE,
    "TrackId" INTEGER NOT NULL REFERENCES "Track" ("TrackId"),
    -- Copied from the track when the row is made.
    "UnitPrice" DECIMAL(10, 2) NOT NULL,
    "Quantity" INTEGER NOT NULL DEFAULT 1 CHECK ("Quantity" > 0)
);

CREATE INDEX "Album_ArtistId" ON "Album" ("ArtistId");
CREATE INDEX "Track_AlbumId" ON "Track" ("AlbumId");
CREATE INDEX "Track_GenreId" ON "Track" ("GenreId");
CREATE INDEX "Track_MediaTypeId" ON "Track" ("MediaTypeId");
CREATE INDEX "PlaylistTrack_TrackId" ON "PlaylistTrack" ("TrackId");
CREATE INDEX "Employee_ReportsTo" ON "Employee" ("ReportsTo");
CREATE INDEX "Customer_SupportRepId" ON "Customer" ("SupportRepId");
CREATE INDEX "Invoice_CustomerId" ON "Invoice" ("CustomerId");
CREATE INDEX "InvoiceLine_InvoiceId" ON "InvoiceLine" ("InvoiceId");
CREATE INDEX "InvoiceLine_TrackId" ON "InvoiceLine" ("TrackId");
