-- A table of a million rows, and one that refers to it: added to the thousand tables of `scripts/make-wide-schema`.
BEGIN;
CREATE TABLE visitor (id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL, city VARCHAR(40));
CREATE TABLE visit (id INTEGER PRIMARY KEY, visitor_id INTEGER NOT NULL REFERENCES visitor (id), at DATE);
CREATE INDEX visit_visitor_id ON visit (visitor_id);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
INSERT INTO visitor SELECT i, 'Visitor ' || i, CASE i % 3 WHEN 0 THEN 'Bonn' WHEN 1 THEN 'Celle' ELSE NULL END FROM n;
INSERT INTO visit VALUES (1, 999999, '2026-02-28'), (2, 1, NULL);
COMMIT;
