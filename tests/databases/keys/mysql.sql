-- Keys and relationships of every kind, views, partitions.
-- MySQL and MariaDB.

SET NAMES utf8mb4;

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
  country_code char(2) NOT NULL,
  PRIMARY KEY (country_code, name),
  UNIQUE KEY city_reference (name, country_code),
  FOREIGN KEY (country_code) REFERENCES country (code)
);
INSERT INTO city VALUES ('Berlin', 3700000, 'DE'), ('Amsterdam', 900000, 'NL'), ('a_b', NULL, 'DE');

-- A composite foreign key, its columns in the order of the table, not of the key.
CREATE TABLE office (
  id integer NOT NULL AUTO_INCREMENT PRIMARY KEY,
  city varchar(60),
  country char(2),
  CONSTRAINT office_city FOREIGN KEY (city, country) REFERENCES city (name, country_code)
    ON UPDATE CASCADE ON DELETE SET NULL
);
INSERT INTO office (city, country) VALUES ('Berlin', 'DE'), (NULL, NULL);

-- A composite key, part of which is a foreign key, referenced as a whole by the next level.
CREATE TABLE room (
  office_id integer NOT NULL,
  number integer NOT NULL,
  seats integer,
  PRIMARY KEY (office_id, number),
  FOREIGN KEY (office_id) REFERENCES office (id) ON DELETE CASCADE
);
CREATE TABLE booking (
  office_id integer NOT NULL,
  room_number integer NOT NULL,
  day date NOT NULL,
  slot smallint NOT NULL,
  note text,
  PRIMARY KEY (office_id, room_number, day, slot),
  FOREIGN KEY (office_id, room_number) REFERENCES room (office_id, number) ON DELETE CASCADE,
  -- The same column in two foreign keys.
  FOREIGN KEY (office_id) REFERENCES office (id)
);
INSERT INTO room VALUES (1, 101, 4), (1, 102, NULL);
INSERT INTO booking VALUES (1, 101, '2024-02-29', 1, 'leap day'), (1, 101, '2024-02-29', 2, NULL);

CREATE TABLE no_key (happened_at datetime, message text);
INSERT INTO no_key VALUES ('2024-01-01 00:00:00', 'twice'), ('2024-01-01 00:00:00', 'twice'), (NULL, NULL);

-- No primary key, but as good as one; the catalog even calls it one.
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

CREATE TABLE key_uuid (
  id char(36) CHARACTER SET ascii NOT NULL DEFAULT (uuid()) PRIMARY KEY,
  name text
);
INSERT INTO key_uuid VALUES ('00000000-0000-0000-0000-000000000000', 'least'), ('ffffffff-ffff-ffff-ffff-ffffffffffff', 'greatest');
CREATE TABLE key_uuid_child (
  id integer NOT NULL PRIMARY KEY,
  key_uuid_id char(36) CHARACTER SET ascii,
  FOREIGN KEY (key_uuid_id) REFERENCES key_uuid (id)
);
INSERT INTO key_uuid_child VALUES (1, '00000000-0000-0000-0000-000000000000');
CREATE TABLE key_uuid_bytes (id binary(16) NOT NULL PRIMARY KEY, name text);
INSERT INTO key_uuid_bytes VALUES (x'00000000000000000000000000000000', 'least'), (x'ffffffffffffffffffffffffffffffff', 'greatest');

CREATE TABLE key_date (day date NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_timestamp (at datetime(6) NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_numeric (amount numeric(20,4) NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_boolean (flag boolean NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_bytes (digest varbinary(32) NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_bigint (id bigint NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_unsigned (id bigint unsigned NOT NULL PRIMARY KEY, note text);
CREATE TABLE key_prefix (path text NOT NULL, note text, PRIMARY KEY (path(100)));
INSERT INTO key_date VALUES ('2024-02-29', 'leap');
INSERT INTO key_timestamp VALUES ('2024-02-29 12:00:00.123456', 'micro');
INSERT INTO key_numeric VALUES (1.5000, 'trailing zeros'), (-0.0001, 'negative');
INSERT INTO key_boolean VALUES (true, 'yes'), (false, 'no');
INSERT INTO key_bytes VALUES (x'00ff', 'two bytes'), ('', 'none');
INSERT INTO key_bigint VALUES (-9223372036854775808, 'least'), (9223372036854775807, 'greatest'), (9007199254740993, 'beyond a double'), (0, 'zero');
INSERT INTO key_unsigned VALUES (18446744073709551615, 'greatest');
INSERT INTO key_prefix VALUES ('/a', 'slash');

CREATE TABLE key_auto_increment (id bigint unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, note text) AUTO_INCREMENT = 100;
-- The number is not the first part of the key, and not the key at all.
CREATE TABLE key_auto_second (branch integer NOT NULL, number integer NOT NULL AUTO_INCREMENT, note text, PRIMARY KEY (branch, number), KEY (number));
CREATE TABLE key_auto_aside (code varchar(20) NOT NULL PRIMARY KEY, number integer NOT NULL AUTO_INCREMENT UNIQUE);
INSERT INTO key_auto_increment (note) VALUES ('100');
INSERT INTO key_auto_second (branch, note) VALUES (7, '1'), (7, '2');
INSERT INTO key_auto_aside (code) VALUES ('one');

-- Only the key, nothing else.
CREATE TABLE key_alone (id integer NOT NULL PRIMARY KEY);
INSERT INTO key_alone VALUES (1);
-- Every column filled in by the database.
CREATE TABLE defaults_alone (
  id integer NOT NULL AUTO_INCREMENT PRIMARY KEY,
  created_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- --- one table and itself -----------------------------------------------------------------------------

CREATE TABLE department (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  parent_id integer,
  FOREIGN KEY (parent_id) REFERENCES department (id) ON DELETE RESTRICT
);
INSERT INTO department VALUES (1, 'board', NULL), (2, 'sales', 1), (3, 'sales north', 2);

-- Two self references, one of them required, so that the first row refers to itself.
CREATE TABLE person (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  manager_id integer,
  mentor_id integer NOT NULL,
  FOREIGN KEY (manager_id) REFERENCES person (id),
  FOREIGN KEY (mentor_id) REFERENCES person (id)
);
INSERT INTO person VALUES (1, 'Ada', NULL, 1), (2, 'Grace', 1, 1);

-- A composite self reference that shares a column with the key.
CREATE TABLE section (
  document integer NOT NULL,
  number integer NOT NULL,
  parent_number integer,
  title text,
  PRIMARY KEY (document, number),
  FOREIGN KEY (document, parent_number) REFERENCES section (document, number)
);
INSERT INTO section VALUES (1, 1, NULL, 'whole'), (1, 2, 1, 'part');

-- --- two tables, more than one relationship -----------------------------------------------------------

CREATE TABLE employee (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40) NOT NULL,
  works_for_department_id integer NOT NULL,
  on_loan_department_id integer,
  FOREIGN KEY (works_for_department_id) REFERENCES department (id),
  FOREIGN KEY (on_loan_department_id) REFERENCES department (id) ON DELETE SET NULL
);
INSERT INTO employee VALUES (1, 'Buchanan', 2, 3), (2, 'Davolio', 2, NULL);

-- Circular: each flight has a current leg, each leg belongs to a flight.
CREATE TABLE flight (
  id integer NOT NULL PRIMARY KEY,
  current_leg_id integer
);
CREATE TABLE leg (
  id integer NOT NULL PRIMARY KEY,
  flight_id integer NOT NULL,
  FOREIGN KEY (flight_id) REFERENCES flight (id) ON DELETE CASCADE
);
ALTER TABLE flight ADD CONSTRAINT flight_current_leg FOREIGN KEY (current_leg_id) REFERENCES leg (id);
INSERT INTO flight VALUES (1, NULL);
INSERT INTO leg VALUES (1, 1), (2, 1);
UPDATE flight SET current_leg_id = 1;

-- One to one, by a unique foreign key.
CREATE TABLE passport (
  id integer NOT NULL PRIMARY KEY,
  person_id integer NOT NULL UNIQUE,
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
-- One to one, by a key that is the foreign key.
CREATE TABLE person_detail (
  person_id integer NOT NULL PRIMARY KEY,
  biography text,
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE
);
-- Not one to one: only the pair is unique.
CREATE TABLE badge (
  id integer NOT NULL PRIMARY KEY,
  person_id integer NOT NULL,
  is_active boolean NOT NULL DEFAULT true,
  UNIQUE (person_id, is_active),
  FOREIGN KEY (person_id) REFERENCES person (id)
);
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
  sku varchar(20) NOT NULL,
  vendor varchar(20),
  vendor_code varchar(20),
  quantity integer NOT NULL DEFAULT 0,
  FOREIGN KEY (sku) REFERENCES product (sku) ON UPDATE CASCADE,
  FOREIGN KEY (vendor, vendor_code) REFERENCES product (vendor, vendor_code)
);
INSERT INTO product VALUES (1, 'CHAI-1', 'exotic', 'c1'), (2, 'CHANG-1', NULL, NULL);
INSERT INTO stock VALUES (1, 'CHAI-1', 'exotic', 'c1', 39), (2, 'CHANG-1', NULL, NULL, 17);

-- Each way of saying what happens to the children.
CREATE TABLE parent (id integer NOT NULL PRIMARY KEY, name text);
INSERT INTO parent VALUES (1, 'first');
CREATE TABLE child (
  id integer NOT NULL PRIMARY KEY,
  cascades_id integer,
  set_null_id integer,
  restrict_id integer,
  no_action_id integer,
  FOREIGN KEY (cascades_id) REFERENCES parent (id) ON DELETE CASCADE ON UPDATE CASCADE,
  FOREIGN KEY (set_null_id) REFERENCES parent (id) ON DELETE SET NULL,
  FOREIGN KEY (restrict_id) REFERENCES parent (id) ON DELETE RESTRICT,
  FOREIGN KEY (no_action_id) REFERENCES parent (id) ON DELETE NO ACTION
);
INSERT INTO child VALUES (1, 1, 1, NULL, NULL), (2, NULL, NULL, NULL, NULL);

-- --- link tables --------------------------------------------------------------------------------------

-- Nothing but two foreign keys, which are its key.
CREATE TABLE person_product (
  person_id integer NOT NULL,
  product_id integer NOT NULL,
  PRIMARY KEY (person_id, product_id),
  FOREIGN KEY (person_id) REFERENCES person (id) ON DELETE CASCADE,
  FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE
);
-- With a key of its own, and columns.
CREATE TABLE review (
  id integer NOT NULL AUTO_INCREMENT PRIMARY KEY,
  person_id integer NOT NULL,
  product_id integer NOT NULL,
  stars smallint NOT NULL CHECK (stars BETWEEN 1 AND 5),
  UNIQUE (person_id, product_id),
  FOREIGN KEY (person_id) REFERENCES person (id),
  FOREIGN KEY (product_id) REFERENCES product (id)
);
-- Both sides the same table.
CREATE TABLE friendship (
  person_id integer NOT NULL,
  friend_id integer NOT NULL,
  since date,
  PRIMARY KEY (person_id, friend_id),
  FOREIGN KEY (person_id) REFERENCES person (id),
  FOREIGN KEY (friend_id) REFERENCES person (id)
);
-- Three sides.
CREATE TABLE assignment (
  employee_id integer NOT NULL,
  department_id integer NOT NULL,
  product_id integer NOT NULL,
  PRIMARY KEY (employee_id, department_id, product_id),
  FOREIGN KEY (employee_id) REFERENCES employee (id),
  FOREIGN KEY (department_id) REFERENCES department (id),
  FOREIGN KEY (product_id) REFERENCES product (id)
);
-- No key at all.
CREATE TABLE loose_link (
  person_id integer,
  product_id integer,
  FOREIGN KEY (person_id) REFERENCES person (id),
  FOREIGN KEY (product_id) REFERENCES product (id)
);
INSERT INTO person_product VALUES (1, 1), (2, 1);
INSERT INTO review (person_id, product_id, stars) VALUES (1, 1, 5);
INSERT INTO friendship VALUES (1, 2, '2024-01-01');
INSERT INTO assignment VALUES (1, 1, 1);
INSERT INTO loose_link VALUES (1, 1), (1, 1), (NULL, 1);

-- --- indexes that are no keys -------------------------------------------------------------------------

CREATE TABLE indexed (
  id integer NOT NULL PRIMARY KEY,
  email varchar(100) NOT NULL,
  email_lower varchar(100) AS (lower(email)) VIRTUAL,
  first_name varchar(40),
  last_name varchar(40),
  biography text,
  -- Unique on what they hold of a value: no key.
  UNIQUE KEY indexed_biography (biography(20)),
  UNIQUE KEY indexed_email (email_lower),
  KEY indexed_name (last_name DESC, first_name),
  FULLTEXT KEY indexed_text (biography)
) ENGINE = InnoDB;
INSERT INTO indexed (id, email, first_name, last_name, biography) VALUES (1, 'Ada@example.org', 'Ada', 'Lovelace', 'first'), (2, 'grace@example.org', NULL, NULL, NULL);

-- Other engines: no transactions and no foreign keys here, whatever is declared.
CREATE TABLE without_transactions (id integer NOT NULL PRIMARY KEY, note text) ENGINE = MyISAM;
INSERT INTO without_transactions VALUES (1, 'stays');

-- --- views --------------------------------------------------------------------------------------------

-- The database can write through these two,
CREATE VIEW active_badge AS SELECT id, person_id FROM badge WHERE is_active WITH CHECK OPTION;
CREATE VIEW person_with_biography AS
  SELECT p.id, p.name, d.biography FROM person p JOIN person_detail d ON d.person_id = p.id;
-- and through some columns of this one,
CREATE VIEW department_name AS SELECT id, name, upper(name) AS shouted FROM department;
-- but not through these.
CREATE VIEW employee_overview AS
  SELECT e.id, e.name, d.name AS department, count(l.id) AS loans
  FROM employee e
  JOIN department d ON d.id = e.works_for_department_id
  LEFT JOIN department l ON l.id = e.on_loan_department_id
  GROUP BY e.id, e.name, d.name;
CREATE VIEW department_path AS
  WITH RECURSIVE tree (id, path) AS (
    SELECT id, CAST(name AS char(200)) FROM department WHERE parent_id IS NULL
    UNION ALL
    SELECT d.id, concat(t.path, '/', d.name) FROM department d JOIN tree t ON t.id = d.parent_id
  )
  SELECT id, path FROM tree;
-- A view that no longer works, as one finds them in old databases.
CREATE TABLE removed (id integer);
CREATE VIEW broken AS SELECT id FROM removed;
DROP TABLE removed;

-- --- partitions ---------------------------------------------------------------------------------------

CREATE TABLE measurement (
  sensor integer NOT NULL,
  taken_on date NOT NULL,
  value numeric(10,3),
  PRIMARY KEY (sensor, taken_on)
)
PARTITION BY RANGE (year(taken_on)) (
  PARTITION before_2024 VALUES LESS THAN (2024),
  PARTITION since_2024 VALUES LESS THAN MAXVALUE
);
INSERT INTO measurement VALUES (1, '2023-06-01', 1.5), (1, '2024-06-01', 2.5), (2, '2030-01-01', NULL);
