-- Keys and relationships of every kind, views, tables WITHOUT ROWID, STRICT and virtual tables.
-- SQLite.

PRAGMA foreign_keys = ON;
BEGIN;

-- --- primary keys -------------------------------------------------------------------------------------

CREATE TABLE country (
  code char(2) NOT NULL PRIMARY KEY,
  name varchar(60) NOT NULL UNIQUE
);
INSERT INTO country VALUES ('DE', 'Germany'), ('NL', 'Netherlands');

-- The key's columns stand in another order in the key than in the table.
CREATE TABLE city (
  name varchar(60) NOT NULL,
  population integer,
  country_code char(2) NOT NULL REFERENCES country,
  PRIMARY KEY (country_code, name)
);
INSERT INTO city VALUES ('Berlin', 3700000, 'DE'), ('Amsterdam', 900000, 'NL'), ('a_b', NULL, 'DE');

-- A composite foreign key, its columns in the order of the table, not of the key.
CREATE TABLE office (
  id integer PRIMARY KEY AUTOINCREMENT,
  city varchar(60),
  country char(2),
  CONSTRAINT office_city FOREIGN KEY (city, country) REFERENCES city (name, country_code)
    ON UPDATE CASCADE ON DELETE SET NULL
);
-- SQLite wants a unique index in the order of the reference, and accepts it after the table.
CREATE UNIQUE INDEX city_reference ON city (name, country_code);
INSERT INTO office (city, country) VALUES ('Berlin', 'DE'), (NULL, NULL);

-- A composite key, part of which is a foreign key, referenced as a whole by the next level.
CREATE TABLE room (
  office_id integer NOT NULL REFERENCES office (id) ON DELETE CASCADE,
  number integer NOT NULL,
  seats integer,
  PRIMARY KEY (office_id, number)
);
CREATE TABLE booking (
  office_id integer NOT NULL,
  room_number integer NOT NULL,
  day date NOT NULL,
  slot smallint NOT NULL,
  note text,
  PRIMARY KEY (office_id, room_number, day, slot),
  FOREIGN KEY (office_id, room_number) REFERENCES room ON DELETE CASCADE,
  -- The same column in two foreign keys.
  FOREIGN KEY (office_id) REFERENCES office (id)
);
INSERT INTO room VALUES (1, 101, 4), (1, 102, NULL);
INSERT INTO booking VALUES (1, 101, '2024-02-29', 1, 'leap day'), (1, 101, '2024-02-29', 2, NULL);

CREATE TABLE no_key (happened_at timestamp, message text);
INSERT INTO no_key VALUES ('2024-01-01 00:00:00', 'twice'), ('2024-01-01 00:00:00', 'twice'), (NULL, NULL);

-- No primary key, but as good as one.
CREATE TABLE unique_only (
  code varchar(20) NOT NULL UNIQUE,
  label varchar(40)
);
INSERT INTO unique_only VALUES ('one', 'first'), ('two', NULL);

-- No primary key, and no substitute: NULL is not equal to NULL.
CREATE TABLE unique_with_nulls (
  code varchar(20) UNIQUE,
  label varchar(40)
);
INSERT INTO unique_with_nulls VALUES ('one', 'first'), (NULL, 'second'), (NULL, 'third');

-- SQLite lets NULL into a primary key that is no INTEGER PRIMARY KEY, any number of times.
CREATE TABLE key_nullable (code text PRIMARY KEY, note text);
INSERT INTO key_nullable VALUES ('one', 'first'), (NULL, 'second'), (NULL, 'third');

CREATE TABLE key_uuid (
  id uuid NOT NULL PRIMARY KEY,
  name text
);
INSERT INTO key_uuid VALUES ('00000000-0000-0000-0000-000000000000', 'least'), ('ffffffff-ffff-ffff-ffff-ffffffffffff', 'greatest');
CREATE TABLE key_uuid_child (
  id integer NOT NULL PRIMARY KEY,
  key_uuid_id uuid REFERENCES key_uuid
);
INSERT INTO key_uuid_child VALUES (1, '00000000-0000-0000-0000-000000000000');

CREATE TABLE key_date (day date NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_timestamp (at timestamp NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_numeric (amount numeric(20,4) NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_boolean (flag boolean NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_bytes (digest blob NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_bigint (id bigint NOT NULL PRIMARY KEY, note text);
INSERT INTO key_date VALUES ('2024-02-29', 'leap');
INSERT INTO key_timestamp VALUES ('2024-02-29 12:00:00.123456', 'micro');
INSERT INTO key_numeric VALUES (1.5000, 'trailing zeros'), (-0.0001, 'negative');
INSERT INTO key_boolean VALUES (true, 'yes'), (false, 'no');
INSERT INTO key_bytes VALUES (x'00ff', 'two bytes'), (x'', 'none');
INSERT INTO key_bigint VALUES (-9223372036854775808, 'least'), (9223372036854775807, 'greatest'), (9007199254740993, 'beyond a double'), (0, 'zero');

-- The rowid under a name, with and without reuse of numbers; and what looks like it but is not.
CREATE TABLE key_rowid (id integer PRIMARY KEY, note text);
CREATE TABLE key_autoincrement (id integer PRIMARY KEY AUTOINCREMENT, note text);
CREATE TABLE key_int (id int PRIMARY KEY, note text);
CREATE TABLE key_rowid_descending (id integer PRIMARY KEY DESC, note text);
CREATE TABLE key_rowid_later (id integer, note text, PRIMARY KEY (id));
CREATE TABLE key_random (id text NOT NULL DEFAULT (lower(hex(randomblob(8)))) PRIMARY KEY, note text);
INSERT INTO key_rowid (note) VALUES ('1');
INSERT INTO key_autoincrement (note) VALUES ('1');
INSERT INTO key_int VALUES (1, '1'), (NULL, 'no key');
INSERT INTO key_rowid_later (note) VALUES ('1');
INSERT INTO key_random VALUES ('0123456789abcdef', 'given');

CREATE TABLE without_rowid (
  word text COLLATE NOCASE,
  language text,
  frequency integer,
  PRIMARY KEY (language, word)
) WITHOUT ROWID;
CREATE TABLE strict (id integer PRIMARY KEY, note text, anything any) STRICT;
CREATE TABLE strict_without_rowid (id text PRIMARY KEY, note text) STRICT, WITHOUT ROWID;
INSERT INTO without_rowid VALUES ('Haus', 'de', 12), ('house', 'en', 34);
INSERT INTO strict VALUES (1, 'text', x'00'), (2, NULL, 1.5);
INSERT INTO strict_without_rowid VALUES ('one', 'first');

-- Only the key, nothing else.
CREATE TABLE key_alone (id integer NOT NULL PRIMARY KEY);
INSERT INTO key_alone VALUES (1);
-- Every column filled in by the database.
CREATE TABLE defaults_alone (
  id integer PRIMARY KEY AUTOINCREMENT,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- --- one table and itself -----------------------------------------------------------------------------

CREATE TABLE department (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  parent_id integer REFERENCES department (id) ON DELETE RESTRICT
);
INSERT INTO department VALUES (1, 'board', NULL), (2, 'sales', 1), (3, 'sales north', 2);

-- Two self references, one of them required, so that the first row refers to itself.
CREATE TABLE person (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  manager_id integer REFERENCES person,
  mentor_id integer NOT NULL REFERENCES person
);
INSERT INTO person VALUES (1, 'Ada', NULL, 1), (2, 'Grace', 1, 1);

-- A composite self reference that shares a column with the key.
CREATE TABLE section (
  document integer NOT NULL,
  number integer NOT NULL,
  parent_number integer,
  title text,
  PRIMARY KEY (document, number),
  FOREIGN KEY (document, parent_number) REFERENCES section
);
INSERT INTO section VALUES (1, 1, NULL, 'whole'), (1, 2, 1, 'part');

-- --- two tables, more than one relationship -----------------------------------------------------------

CREATE TABLE employee (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  works_for_department_id integer NOT NULL REFERENCES department (id),
  on_loan_department_id integer REFERENCES department (id) ON DELETE SET NULL
);
INSERT INTO employee VALUES (1, 'Buchanan', 2, 3), (2, 'Davolio', 2, NULL);

-- Circular: each flight has a current leg, each leg belongs to a flight.
CREATE TABLE flight (
  id integer NOT NULL PRIMARY KEY,
  current_leg_id integer REFERENCES leg (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE leg (
  id integer NOT NULL PRIMARY KEY,
  flight_id integer NOT NULL REFERENCES flight (id) ON DELETE CASCADE
);
INSERT INTO flight VALUES (1, 1);
INSERT INTO leg VALUES (1, 1), (2, 1);

-- Circular with both sides required: only a deferred constraint lets a row in.
CREATE TABLE chicken (id integer NOT NULL PRIMARY KEY, egg_id integer NOT NULL REFERENCES egg DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE egg (id integer NOT NULL PRIMARY KEY, chicken_id integer NOT NULL REFERENCES chicken DEFERRABLE INITIALLY IMMEDIATE);
INSERT INTO chicken VALUES (1, 1);
INSERT INTO egg VALUES (1, 1);

-- One to one, by a unique foreign key.
CREATE TABLE passport (
  id integer NOT NULL PRIMARY KEY,
  person_id integer NOT NULL UNIQUE REFERENCES person (id) ON DELETE CASCADE
);
-- One to one, by a key that is the foreign key.
CREATE TABLE person_detail (
  person_id integer NOT NULL PRIMARY KEY REFERENCES person (id) ON DELETE CASCADE,
  biography text
);
-- Not one to one: the index holds for some rows only.
CREATE TABLE badge (
  id integer NOT NULL PRIMARY KEY,
  person_id integer NOT NULL REFERENCES person (id),
  is_active boolean NOT NULL DEFAULT true
);
CREATE UNIQUE INDEX badge_active ON badge (person_id) WHERE is_active;
INSERT INTO passport VALUES (1, 1);
INSERT INTO person_detail VALUES (1, 'first');
INSERT INTO badge VALUES (1, 1, false), (2, 1, true);

-- Foreign keys to unique columns that are not the primary key, one of them of two columns.
CREATE TABLE product (
  id integer NOT NULL PRIMARY KEY,
  sku varchar(20) NOT NULL UNIQUE,
  vendor varchar(20),
  vendor_code varchar(20),
  UNIQUE (vendor, vendor_code)
);
CREATE TABLE stock (
  id integer NOT NULL PRIMARY KEY,
  sku varchar(20) NOT NULL REFERENCES product (sku) ON UPDATE CASCADE,
  vendor varchar(20),
  vendor_code varchar(20),
  quantity integer NOT NULL DEFAULT 0,
  FOREIGN KEY (vendor, vendor_code) REFERENCES product (vendor, vendor_code)
);
INSERT INTO product VALUES (1, 'CHAI-1', 'exotic', 'c1'), (2, 'CHANG-1', NULL, NULL);
INSERT INTO stock VALUES (1, 'CHAI-1', 'exotic', 'c1', 39), (2, 'CHANG-1', NULL, NULL, 17);

-- Each way of saying what happens to the children.
CREATE TABLE parent (id integer NOT NULL PRIMARY KEY, name text);
INSERT INTO parent VALUES (0, 'default'), (1, 'first');
CREATE TABLE child (
  id integer NOT NULL PRIMARY KEY,
  cascades_id integer REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE,
  set_null_id integer REFERENCES parent ON DELETE SET NULL,
  set_default_id integer DEFAULT 0 REFERENCES parent ON DELETE SET DEFAULT,
  restrict_id integer REFERENCES parent ON DELETE RESTRICT,
  no_action_id integer REFERENCES parent ON DELETE NO ACTION
);
INSERT INTO child VALUES (1, 1, 1, 1, NULL, NULL), (2, NULL, NULL, NULL, NULL, NULL);

-- A table and a column spelled with other capitals than where they are declared.
CREATE TABLE loose_spelling (id integer PRIMARY KEY, person_id integer REFERENCES PERSON (ID));
INSERT INTO loose_spelling VALUES (1, 1);

-- A table that does not exist: SQLite notices only when a row comes.
CREATE TABLE dangling (id integer PRIMARY KEY, ghost_id integer REFERENCES ghost (id));

-- --- link tables --------------------------------------------------------------------------------------

-- Nothing but two foreign keys, which are its key.
CREATE TABLE person_product (
  person_id integer NOT NULL REFERENCES person ON DELETE CASCADE,
  product_id integer NOT NULL REFERENCES product ON DELETE CASCADE,
  PRIMARY KEY (person_id, product_id)
);
-- With a key of its own, and columns.
CREATE TABLE review (
  id integer PRIMARY KEY,
  person_id integer NOT NULL REFERENCES person,
  product_id integer NOT NULL REFERENCES product,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  UNIQUE (person_id, product_id)
);
-- Both sides the same table.
CREATE TABLE friendship (
  person_id integer NOT NULL REFERENCES person,
  friend_id integer NOT NULL REFERENCES person,
  since date,
  PRIMARY KEY (person_id, friend_id),
  CHECK (person_id <> friend_id)
);
-- Three sides.
CREATE TABLE assignment (
  employee_id integer NOT NULL REFERENCES employee,
  department_id integer NOT NULL REFERENCES department,
  product_id integer NOT NULL REFERENCES product,
  PRIMARY KEY (employee_id, department_id, product_id)
);
-- No key at all.
CREATE TABLE loose_link (
  person_id integer REFERENCES person,
  product_id integer REFERENCES product
);
INSERT INTO person_product VALUES (1, 1), (2, 1);
INSERT INTO review (person_id, product_id, stars) VALUES (1, 1, 5);
INSERT INTO friendship VALUES (1, 2, '2024-01-01');
INSERT INTO assignment VALUES (1, 1, 1);
INSERT INTO loose_link VALUES (1, 1), (1, 1), (NULL, 1);

-- --- indexes that are no keys -------------------------------------------------------------------------

CREATE TABLE indexed (
  id integer NOT NULL PRIMARY KEY,
  email text NOT NULL,
  first_name text COLLATE NOCASE,
  last_name text,
  removed_at timestamp
);
CREATE UNIQUE INDEX indexed_email ON indexed (lower(email));
CREATE UNIQUE INDEX indexed_email_present ON indexed (email) WHERE removed_at IS NULL;
CREATE INDEX indexed_name ON indexed (last_name DESC, first_name COLLATE BINARY);
INSERT INTO indexed VALUES (1, 'Ada@example.org', 'Ada', 'Lovelace', NULL), (2, 'grace@example.org', NULL, NULL, '2024-01-01 00:00:00');

-- --- views --------------------------------------------------------------------------------------------

CREATE VIEW active_badge AS SELECT id, person_id FROM badge WHERE is_active;
CREATE VIEW department_name AS SELECT id, name, upper(name) AS shouted FROM department;
CREATE VIEW employee_overview AS
  SELECT e.id, e.name, d.name AS department, count(l.id) AS loans
  FROM employee e
  JOIN department d ON d.id = e.works_for_department_id
  LEFT JOIN department l ON l.id = e.on_loan_department_id
  GROUP BY e.id, e.name, d.name;
CREATE VIEW department_path (id, path) AS
  WITH RECURSIVE tree (id, path) AS (
    SELECT id, name FROM department WHERE parent_id IS NULL
    UNION ALL
    SELECT d.id, t.path || '/' || d.name FROM department d JOIN tree t ON t.id = d.parent_id
  )
  SELECT id, path FROM tree;
-- The database writes through it because somebody said how.
CREATE VIEW person_with_biography AS
  SELECT p.id, p.name, d.biography FROM person p LEFT JOIN person_detail d ON d.person_id = p.id;
CREATE TRIGGER person_with_biography_update INSTEAD OF UPDATE ON person_with_biography
BEGIN
  UPDATE person SET name = NEW.name WHERE id = OLD.id;
END;
-- A view that no longer works, as one finds them in old files.
CREATE TABLE removed (id integer);
CREATE VIEW broken AS SELECT id FROM removed;
DROP TABLE removed;

-- --- tables that are kept in other tables -------------------------------------------------------------

-- Its shadow tables are no tables of the user's.
CREATE VIRTUAL TABLE document_search USING fts5(title, body);
INSERT INTO document_search VALUES ('Chai', 'a hot drink');
CREATE VIRTUAL TABLE area USING rtree(id, left, right);
INSERT INTO area VALUES (1, 0.0, 1.0);

COMMIT;
