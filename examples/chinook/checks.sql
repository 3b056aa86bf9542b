-- What the rules keep true. Each SELECT names its rule and the rows that break it: none.
-- Sums are rounded because SQLite adds DECIMAL columns as floating point.

SELECT 'Invoice.Total = sum of InvoiceLine.UnitPrice * Quantity' AS "rule", "Invoice"."InvoiceId" FROM "Invoice"
LEFT JOIN "InvoiceLine" ON "InvoiceLine"."InvoiceId" = "Invoice"."InvoiceId"
GROUP BY "Invoice"."InvoiceId", "Invoice"."Total"
HAVING "Invoice"."Total" <> ROUND(COALESCE(SUM("InvoiceLine"."UnitPrice" * "InvoiceLine"."Quantity"), 0), 2);

SELECT 'An invoice has lines' AS "rule", "Invoice"."InvoiceId" FROM "Invoice"
LEFT JOIN "InvoiceLine" ON "InvoiceLine"."InvoiceId" = "Invoice"."InvoiceId"
WHERE "InvoiceLine"."InvoiceLineId" IS NULL;

SELECT 'InvoiceLine.UnitPrice is that of its track, which has never changed' AS "rule", "InvoiceLine"."InvoiceLineId" FROM "InvoiceLine"
JOIN "Track" ON "Track"."TrackId" = "InvoiceLine"."TrackId"
WHERE "InvoiceLine"."UnitPrice" <> "Track"."UnitPrice";
