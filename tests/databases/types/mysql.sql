-- Every column type of MySQL and MariaDB, with the values that get lost.
-- In each table: row 1 is NULL, row 2 the least, row 3 the greatest, the rest odd.
-- What stands in a comment opened by `M!` is for MariaDB only.

SET NAMES utf8mb4;
SET SESSION time_zone = '+00:00';
-- As MariaDB has it by default: strict, but with days that do not exist.
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

-- --- numbers ------------------------------------------------------------------------------------------

CREATE TABLE integers (
  id integer NOT NULL PRIMARY KEY,
  a_tinyint tinyint,
  a_smallint smallint,
  a_mediumint mediumint,
  an_integer integer,
  a_bigint bigint,
  a_tinyint_unsigned tinyint unsigned,
  a_smallint_unsigned smallint unsigned,
  a_mediumint_unsigned mediumint unsigned,
  an_integer_unsigned integer unsigned,
  a_bigint_unsigned bigint unsigned,
  -- The first two are booleans to everybody but the database; the next two are not.
  a_boolean boolean,
  a_tinyint_1 tinyint(1),
  a_tinyint_1_unsigned tinyint(1) unsigned,
  a_tinyint_2 tinyint(2),
  a_zerofill int(8) zerofill,
  a_year year,
  a_bit bit,
  a_bit_8 bit(8),
  a_bit_64 bit(64)
);
INSERT INTO integers VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -128, -32768, -8388608, -2147483648, -9223372036854775808, 0, 0, 0, 0, 0, false, 0, 0, -128, 0, 1901, b'0', b'0', b'0'),
  (3, 127, 32767, 8388607, 2147483647, 9223372036854775807, 255, 65535, 16777215, 4294967295, 18446744073709551615, true, 1, 255, 127, 4294967295, 2155,
   b'1', b'11111111', b'1111111111111111111111111111111111111111111111111111111111111111'),
  -- Booleans that are neither true nor false; the year zero.
  (4, 0, 0, 0, 0, 9007199254740993, 0, 0, 0, 0, 9223372036854775808, 2, -128, 2, 0, 42, '0000', b'1', b'101', b'1000000000000000000000000000000000000000000000000000000000000000');

CREATE TABLE decimals (
  id integer NOT NULL PRIMARY KEY,
  a_decimal decimal,
  a_decimal_10_2 decimal(10,2),
  a_decimal_38_10 decimal(38,10),
  a_decimal_65_30 decimal(65,30),
  a_decimal_65 decimal(65),
  a_decimal_unsigned decimal(10,2) unsigned,
  a_decimal_zerofill decimal(10,2) zerofill,
  a_float float,
  a_float_7_3 float(7,3),
  a_double double,
  a_double_unsigned double unsigned
);
INSERT INTO decimals VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -9999999999, -99999999.99, -9999999999999999999999999999.9999999999,
   -99999999999999999999999999999999999.999999999999999999999999999999,
   -99999999999999999999999999999999999999999999999999999999999999999, 0, 0, -3.40282e38, -9999.999, -1.7976931348623157e308, 0),
  (3, 9999999999, 99999999.99, 9999999999999999999999999999.9999999999,
   99999999999999999999999999999999999.999999999999999999999999999999,
   99999999999999999999999999999999999999999999999999999999999999999, 99999999.99, 99999999.99, 3.40282e38, 9999.999, 1.7976931348623157e308, 1.7976931348623157e308),
  (4, 0, 0.10, 0.1000000000, 0.000000000000000000000000000001, 1, 0.01, 1.50, 0.1, 0.001, 0.1, 0.1),
  -- A float that the server prints with fewer digits than it has.
  (5, 1, -0.01, 1, 1, 1, 1, 1, 16777217.5, 1, 2.2250738585072014e-308, 1);

-- --- text ---------------------------------------------------------------------------------------------

CREATE TABLE texts (
  id integer NOT NULL PRIMARY KEY,
  a_char char,
  a_char_10 char(10),
  a_varchar_10 varchar(10),
  a_varchar_1000 varchar(1000),
  a_tinytext tinytext,
  a_text text,
  a_mediumtext mediumtext,
  a_longtext longtext,
  a_varchar_bytewise varchar(40) COLLATE utf8mb4_bin,
  a_varchar_latin1 varchar(40) CHARACTER SET latin1,
  a_varchar_ascii varchar(40) CHARACTER SET ascii,
  a_varchar_utf16 varchar(40) CHARACTER SET utf16,
  a_national_varchar national varchar(40)
) CHARACTER SET utf8mb4;
INSERT INTO texts VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '', '', '', '', '', '', '', '', '', '', '', '', ''),
  (3, 'x', '0123456789', '0123456789', repeat('x', 1000), repeat('t', 255), repeat('t', 65535), repeat('m', 100000), repeat('l', 100000), 'Z', 'ÿ', '~', '🦀', 'z'),
  (4, ' ', 'padded', ' spaces ', 'line\nline\r\n\ttab \\ / " '' \b\Z', 'NULL', 'null', '</script><!--', '=1+1', 'a', 'é', 'a', '日本', 'é'),
  (5, '🦀', 'trail  ', '🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀', 'zürich 日本 🦀 é', '%', '_', '\\', '''', 'A', 'Ü', '"', 'e', 'ü');

CREATE TABLE bytes (
  id integer NOT NULL PRIMARY KEY,
  a_binary binary,
  a_binary_5 binary(5),
  a_varbinary_256 varbinary(256),
  a_tinyblob tinyblob,
  a_blob blob,
  a_mediumblob mediumblob,
  a_longblob longblob
);
INSERT INTO bytes VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '', '', '', '', '', '', ''),
  (3, x'ff', x'ffffffffff', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', x'ff', x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', x'00', x'ff'),
  -- A binary column pads with NUL bytes.
  (4, x'00', x'01', x'00', x'00', 'text', x'0a', x'0d');

-- --- dates and times ----------------------------------------------------------------------------------

CREATE TABLE times (
  id integer NOT NULL PRIMARY KEY,
  a_date date,
  a_time time,
  a_time_6 time(6),
  a_datetime datetime,
  a_datetime_3 datetime(3),
  a_datetime_6 datetime(6),
  a_timestamp timestamp NULL,
  a_timestamp_3 timestamp(3) NULL,
  a_timestamp_6 timestamp(6) NULL
);
INSERT INTO times VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '0001-01-01', '-838:59:59', '-838:59:59', '0001-01-01 00:00:00', '0001-01-01 00:00:00', '0001-01-01 00:00:00', '1970-01-01 00:00:01', '1970-01-01 00:00:01', '1970-01-01 00:00:01'),
  (3, '9999-12-31', '838:59:59', '838:59:59', '9999-12-31 23:59:59', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999999', '2038-01-19 03:14:07', '2038-01-19 03:14:07', '2038-01-19 03:14:07'),
  (4, '2024-02-29', '12:34:56', '12:34:56.789012', '2024-02-29 12:34:56', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:56', '2024-02-29 12:34:56.789', '2024-02-29 12:34:56.789012'),
  (5, '1969-12-31', '-00:00:01', '-00:00:00.000001', '1969-12-31 23:59:59', '1969-12-31 23:59:59.001', '1969-12-31 23:59:59.000001', '2024-03-31 02:30:00', '2024-03-31 02:30:00.100', '2024-03-31 02:30:00.100000'),
  (6, '2000-01-01', '24:00:00', '100:00:00.5', '2000-01-01 00:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00', '2000-01-01 00:00:00');

-- Days that do not exist, as old applications leave them behind, also where NULL is not allowed.
CREATE TABLE zero_dates (
  id integer NOT NULL PRIMARY KEY,
  a_date date NOT NULL,
  a_datetime datetime NOT NULL,
  a_timestamp timestamp NOT NULL DEFAULT '0000-00-00 00:00:00'
);
INSERT INTO zero_dates VALUES
  (1, '0000-00-00', '0000-00-00 00:00:00', '0000-00-00 00:00:00'),
  (2, '2024-00-00', '2024-02-00 00:00:00', '2024-01-01 00:00:00');

-- --- what has one type each ---------------------------------------------------------------------------

CREATE TABLE choices (
  id integer NOT NULL PRIMARY KEY,
  an_enum enum('happy', 'very happy', 'it''s fine', 'say "no"', 'a,b', '(x)', 'NULL', 'ünï', 'back\\slash'),
  an_enum_required enum('Y', 'N') NOT NULL DEFAULT 'N',
  a_set set('read', 'write', 'it''s all', 'two words', '"', 'ünï'),
  an_enum_of_numbers enum('0', '1', '2')
) CHARACTER SET utf8mb4;
INSERT INTO choices VALUES
  (1, NULL, 'N', NULL, NULL),
  (2, 'happy', 'Y', '', '0'),
  (3, 'back\\slash', 'N', 'read,write,it''s all,two words,",ünï', '2'),
  (4, 'a,b', 'Y', 'it''s all', '1'),
  (5, 'say "no"', 'N', 'two words,"', '1');
-- Without the strict mode a wrong value becomes the empty one, number 0, which is in no list.
SET SESSION sql_mode = 'NO_ENGINE_SUBSTITUTION';
INSERT INTO choices VALUES (6, 'wrong', 'X', 'read,wrong', '9');
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION';

CREATE TABLE singles (
  id integer NOT NULL PRIMARY KEY,
  a_json json
  /*M!100700 , a_uuid uuid */
  /*M!100500 , an_inet6 inet6 */
  /*M!101000 , an_inet4 inet4 */
) CHARACTER SET utf8mb4;
INSERT INTO singles (id, a_json) VALUES
  (1, NULL),
  -- The JSON null is not NULL.
  (2, 'null'),
  (3, '{"big": 123456789012345678901234567890.12345, "nested": [[[], {}]], "text": "🦀 \\" \\\\"}'),
  (4, '[1.0, -0, "", 1e2]'),
  (5, '"text"'),
  (6, '9007199254740993'),
  (7, 'true');
UPDATE singles SET id = 2 /*M!101000 , a_uuid = '00000000-0000-0000-0000-000000000000', an_inet6 = '::', an_inet4 = '0.0.0.0' */ WHERE id = 2;
UPDATE singles SET id = 3 /*M!101000 , a_uuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff', an_inet6 = 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', an_inet4 = '255.255.255.255' */ WHERE id = 3;

CREATE TABLE shapes (
  id integer NOT NULL PRIMARY KEY,
  a_geometry geometry,
  a_point point,
  a_line linestring,
  a_polygon polygon,
  points multipoint,
  a_collection geometrycollection
);
INSERT INTO shapes VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, ST_GeomFromText('POINT(0 0)'), ST_GeomFromText('POINT(0 0)'), ST_GeomFromText('LINESTRING(0 0,0 1)'),
   ST_GeomFromText('POLYGON((0 0,1 0,1 1,0 0))'), ST_GeomFromText('MULTIPOINT(0 0)'), ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0))')),
  (3, ST_GeomFromText('LINESTRING(0 0,1 1)', 4326), ST_GeomFromText('POINT(1e100 -1e100)'), ST_GeomFromText('LINESTRING(-1 2,3 -4,0.1 0.2)'),
   ST_GeomFromText('POLYGON((0 0,9 0,9 9,0 0),(2 1,3 1,3 2,2 1))'), ST_GeomFromText('MULTIPOINT(0 0,1 1)'), ST_GeomFromText('GEOMETRYCOLLECTION(POINT(0 0),LINESTRING(0 0,1 1))'));

-- --- what the database fills in or refuses ------------------------------------------------------------

CREATE TABLE defaults (
  id integer NOT NULL AUTO_INCREMENT PRIMARY KEY,
  a_number integer NOT NULL DEFAULT 42,
  a_negative integer DEFAULT -1,
  a_decimal decimal(10,2) DEFAULT 9.90,
  a_text varchar(40) DEFAULT 'it''s "quoted" \\ ünï',
  an_empty_text varchar(40) NOT NULL DEFAULT '',
  a_null_text varchar(40) DEFAULT NULL,
  a_text_like_null varchar(40) DEFAULT 'NULL',
  a_text_like_code varchar(40) DEFAULT 'now()',
  a_text_with_lines varchar(40) DEFAULT 'a\nb',
  a_boolean boolean NOT NULL DEFAULT true,
  a_fixed_date date DEFAULT '2024-02-29',
  a_datetime datetime(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  a_timestamp timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  an_update_time timestamp NULL ON UPDATE CURRENT_TIMESTAMP,
  a_computed varchar(40) DEFAULT (concat('a', 'b')),
  a_uuid char(36) DEFAULT (uuid()),
  a_json json DEFAULT ('{"a": []}'),
  a_bit bit(8) DEFAULT b'101',
  some_bytes varbinary(10) DEFAULT x'ff',
  an_enum enum('a', 'it''s') DEFAULT 'it''s',
  a_set set('a', 'b') DEFAULT 'a,b',
  a_year year DEFAULT '2024',
  a_time time DEFAULT '12:00:00'
) CHARACTER SET utf8mb4;
INSERT INTO defaults () VALUES ();

CREATE TABLE generated_columns (
  id integer NOT NULL PRIMARY KEY,
  price decimal(10,2) NOT NULL,
  quantity integer NOT NULL,
  amount decimal(20,2) GENERATED ALWAYS AS (price * quantity) STORED,
  label varchar(40) GENERATED ALWAYS AS (concat('it''s ', quantity)) VIRTUAL,
  -- Not in `SELECT *`, nor in an INSERT without a list of columns.
  hidden varchar(40) INVISIBLE DEFAULT 'unseen',
  last_one varchar(40)
);
INSERT INTO generated_columns (id, price, quantity) VALUES (1, 9.99, 3), (2, -0.01, 0);

CREATE TABLE checked (
  id integer NOT NULL PRIMARY KEY,
  stars smallint COMMENT 'From one to five.\n\nA second paragraph, with "quotes", \\ and `ticks`.' CHECK (stars >= 1 AND stars <= 5),
  status varchar(10) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'it''s gone')),
  code varchar(40),
  starts_on date,
  ends_on date,
  CONSTRAINT `code is upper case` CHECK (code = upper(code)),
  CONSTRAINT in_order CHECK (starts_on <= ends_on)
) COMMENT = 'Said about the table';
INSERT INTO checked VALUES (1, 1, 'new', 'A', '2024-01-01', '2024-01-01'), (2, NULL, 'it''s gone', NULL, NULL, NULL);

-- MariaDB lists neither of these two as a `BASE TABLE`. The second is no table of the user's.
CREATE TABLE versioned (
  id integer NOT NULL PRIMARY KEY,
  name varchar(40)
) /*M!100300 WITH SYSTEM VERSIONING */;
INSERT INTO versioned VALUES (1, 'first');
CREATE /*M!100300 SEQUENCE a_sequence */ /*!80000 TABLE a_sequence (id integer NOT NULL PRIMARY KEY) */;
