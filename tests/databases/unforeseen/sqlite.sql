-- What nobody designed for: found in the wild, or made up by somebody who wished us ill.
-- SQLite.

BEGIN;

-- --- quoting, and words that mean something to somebody --------------------------------------------------

CREATE TABLE "select" (
  "from" INTEGER PRIMARY KEY, "where" TEXT NOT NULL DEFAULT 'x''y', "group by" REAL, "Self" INT, "crate" TEXT, "super" TEXT, "dyn" TEXT,
  "gen" TEXT, "_" TEXT, "__" TEXT, "a""b" TEXT, "c`d" TEXT, "e]f" TEXT, 'quoted single' TEXT, [brack et] TEXT, `back tick` TEXT
);
INSERT INTO "select" ("from", "where", "a""b", "c`d", "e]f", "quoted single") VALUES (1, 'w', 'q1', 'q2', 'q3', 'q4'), (2, 'w2', NULL, '', '', 'x');
CREATE TABLE "." (
  "." INT PRIMARY KEY, "/" TEXT, "//" TEXT, "?" TEXT, "#" TEXT, "%" TEXT, "%20" TEXT, "[" TEXT, "]" TEXT, "," TEXT, "+" TEXT, "&" TEXT,
  "=" TEXT, ";" TEXT, "'" TEXT, "\" TEXT, "{" TEXT, "}" TEXT
);
INSERT INTO "." VALUES (1, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'p', 'q');
CREATE TABLE "a b
c" (id INTEGER PRIMARY KEY, "new
line" TEXT, "tab	tab" TEXT, "*/ comment" TEXT, "// x" TEXT, "#{x}" TEXT, "{{ tera }}" TEXT, "{% raw %}" TEXT);
INSERT INTO "a b
c" VALUES (1, 'n', 't', 'c', 's', 'h', 'te', 'raw');
CREATE TABLE "" (id INTEGER PRIMARY KEY, "" TEXT);
INSERT INTO "" VALUES (1, 'nameless');
CREATE TABLE " " (id INTEGER PRIMARY KEY, " " TEXT, "  " TEXT);
-- Four tables whose names become one, and names that generated code uses.
CREATE TABLE customer_order (id INTEGER PRIMARY KEY);
CREATE TABLE "customer-orders" (id INTEGER PRIMARY KEY);
CREATE TABLE "CustomerOrders" (id INTEGER PRIMARY KEY);
CREATE TABLE "customer orders" (id INTEGER PRIMARY KEY);
INSERT INTO customer_order VALUES (1);
INSERT INTO "customer-orders" VALUES (2);
CREATE TABLE "decimal" (id INTEGER PRIMARY KEY, parent_id INT REFERENCES "parent", v NUMERIC);
CREATE TABLE "parent" (id INTEGER PRIMARY KEY, "column" INT REFERENCES "decimal", "to_one" INT);
CREATE TABLE "resource" (id INTEGER PRIMARY KEY, "row_data" TEXT, "kind" TEXT, "const" TEXT, "COLUMNS" TEXT, "vec" TEXT, "string" TEXT);
CREATE TABLE "model" (id INTEGER PRIMARY KEY, "Type" TEXT, "type_" TEXT, "TYPE " TEXT, S_CheckSum TEXT, jsonapi TEXT);
CREATE TABLE "mod" (
  ref INTEGER PRIMARY KEY, links TEXT, relationships TEXT, "data" TEXT, meta TEXT, attributes TEXT, "and" TEXT, "or" TEXT, "not" TEXT,
  "search" TEXT, "exists" TEXT, "ID" TEXT GENERATED ALWAYS AS ('x')
);
INSERT INTO "decimal" VALUES (1, NULL, 12345678901234.5);
INSERT INTO "parent" VALUES (1, 1, 1);
INSERT INTO "resource" (id) VALUES (1);
INSERT INTO "model" (id, "Type") VALUES (1, 'T');
INSERT INTO "mod" (ref, links) VALUES (1, 'l');

-- --- keys that are odd ---------------------------------------------------------------------------------------

CREATE TABLE wr (k TEXT, j INTEGER, v BLOB, PRIMARY KEY (k, j)) WITHOUT ROWID;
INSERT INTO wr VALUES ('a/b', 1, x'00ff'), ('a_b', 2, NULL), ('', 3, x''), ('%', 4, x'41');
-- Two references that share a part of the key.
CREATE TABLE two_part (id INTEGER PRIMARY KEY, k TEXT, j INT, k2 TEXT, FOREIGN KEY (k, j) REFERENCES wr (k, j), FOREIGN KEY (k2, j) REFERENCES wr);
INSERT INTO two_part VALUES (1, 'a/b', 1, NULL), (2, 'a_b', 2, 'a_b');
CREATE TABLE egg (id INTEGER PRIMARY KEY, chicken_id INT REFERENCES chicken DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE chicken (
  id INTEGER PRIMARY KEY, egg_id INT NOT NULL REFERENCES egg (id) ON DELETE CASCADE ON UPDATE SET NULL,
  mother INTEGER REFERENCES chicken, father INTEGER REFERENCES "CHICKEN" ("ID")
);
INSERT INTO egg VALUES (1, 2), (2, NULL);
INSERT INTO chicken VALUES (1, 1, NULL, NULL), (2, 2, 1, 1);
-- References to nothing, and to half of a key.
CREATE TABLE dangling (id INTEGER PRIMARY KEY, x INT REFERENCES nowhere (id), y INT REFERENCES wr);
INSERT INTO dangling VALUES (1, NULL, NULL);
CREATE TABLE nullpk (code TEXT PRIMARY KEY, name VARCHAR(10) NOT NULL);
INSERT INTO nullpk VALUES (NULL, 'n1'), (NULL, 'n2'), ('c', 'n3');
CREATE TABLE no_rowid_alias (rowid TEXT, oid TEXT, _rowid_ TEXT);
INSERT INTO no_rowid_alias VALUES ('r', 'o', '_');
CREATE TABLE day (day DATE PRIMARY KEY, note TEXT);
INSERT INTO day VALUES ('2020-01-01', 'as it should be'), ('soon', 'no date'), (18262, 'a number');

-- --- columns without a type, or with one that their values are not of ----------------------------------------

CREATE TABLE untyped (code PRIMARY KEY, held);
INSERT INTO untyped VALUES (1, 7), ('b', 'seven'), (2.5, NULL), ('3', 20);
CREATE TABLE stay (id INTEGER PRIMARY KEY, place REFERENCES untyped);
INSERT INTO stay VALUES (1, 1), (2, 'b'), (3, 2.5);
CREATE TABLE loose (a, b, c);
INSERT INTO loose VALUES (1, 'x', NULL), (1, 'x', NULL), (x'00', 2.5, 'z');
CREATE TABLE st (id INTEGER PRIMARY KEY AUTOINCREMENT, i INT NOT NULL, r REAL, t TEXT COLLATE NOCASE UNIQUE, b BLOB, a ANY) STRICT;
INSERT INTO st (i, r, t, b, a) VALUES (1, 1.5, 'T', x'ff', 'any'), (9223372036854775807, 1e308, 'U', NULL, 3), (-9223372036854775808, -0.0, 'V', zeroblob(3), x'beef');
CREATE TABLE dates (
  id INTEGER PRIMARY KEY, d DATE, t TIME, ts TIMESTAMP DEFAULT CURRENT_TIMESTAMP, tz DATETIME, b BOOLEAN, j JSON, u UUID, m MONEY, c CHAR(3),
  n NVARCHAR(5), i8 BIGINT UNSIGNED, f FLOAT, weird "MY TYPE(1,2,3)", empty_type
);
INSERT INTO dates VALUES
  (1, '2020-01-01', '12:00:00', '2020-01-01 00:00:00', '2020-01-01T00:00:00Z', 1, '{"a":1}', 'not a uuid', 1.10, 'abc', 'abcde', 18446744073709551615, 1.1, 'w', 'e'),
  (2, 18262, 0.5, 1577836800, 1577836800000, 'yes', 'not json', x'00112233445566778899aabbccddeeff', '1.10', 'abcdef', 'abcdefgh', -1, 'NaN', 2.5, x'00');

-- --- what the database computes, guards and does -------------------------------------------------------------

CREATE TABLE gen_cols (
  id INTEGER PRIMARY KEY, price DECIMAL(10,2) CHECK (price >= 0), qty INTEGER DEFAULT (1+1),
  total DECIMAL(12,2) GENERATED ALWAYS AS (price*qty) STORED, lbl TEXT AS ('n' || id || ', (' || qty || ')') VIRTUAL,
  CHECK (qty > 0 AND (price < 1000 OR qty < 3))
);
INSERT INTO gen_cols (price, qty) VALUES (1.25, 3);
CREATE TABLE generated_first (c TEXT GENERATED ALWAYS AS ('k'), id INTEGER PRIMARY KEY);
INSERT INTO generated_first (id) VALUES (1);
CREATE INDEX ix_expr ON dates (lower(c)) WHERE b;
CREATE UNIQUE INDEX ux_part ON dates (c) WHERE n IS NOT NULL;
CREATE TRIGGER trg AFTER INSERT ON dates BEGIN UPDATE dates SET n = 'trg' WHERE id = new.id; END;
CREATE VIRTUAL TABLE docs USING fts5(title, body);
INSERT INTO docs VALUES ('hello', 'world');
CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx, miny, maxy);
INSERT INTO boxes VALUES (1, 0, 1, 0, 1);

-- --- views over views, equal rows, and views that cannot be read -------------------------------------------------

CREATE VIEW tally AS SELECT "from" AS id, "where" AS "type", count(*) AS number FROM "select" GROUP BY 1, 2;
CREATE VIEW tally_of_tally AS SELECT * FROM tally JOIN st ON 1;
CREATE VIEW same (a, "b c", "b-c", "B  C") AS SELECT 1, 2.5, 'x', NULL UNION ALL SELECT 1, 2.5, 'x', NULL;
CREATE VIEW broken AS SELECT * FROM does_not_exist;
CREATE VIEW broken_column AS SELECT nope FROM st;

COMMIT;
