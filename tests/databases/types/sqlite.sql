-- The spellings of types that SQLite files have, and values that do not fit them.
-- SQLite keeps a value as what it is: the declared type is an inclination, unless the table is STRICT.
-- In each table: row 1 is NULL, row 2 the least, row 3 the greatest, the rest odd.

-- --- numbers ------------------------------------------------------------------------------------------

CREATE TABLE integers (
  id integer PRIMARY KEY,
  an_int INT,
  an_integer INTEGER,
  a_tinyint TINYINT,
  a_smallint SMALLINT,
  a_mediumint MEDIUMINT,
  a_bigint BIGINT,
  a_big_unsigned UNSIGNED BIG INT,
  an_int2 INT2,
  an_int8 INT8,
  an_int_10 int(10),
  a_tinyint_1 TINYINT(1),
  a_boolean BOOLEAN,
  a_bool bool,
  a_bit BIT
);
INSERT INTO integers VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -9223372036854775808, -9223372036854775808, -128, -32768, -8388608, -9223372036854775808, 0, -32768, -9223372036854775808, 0, 0, 0, false, 0),
  (3, 9223372036854775807, 9223372036854775807, 127, 32767, 8388607, 9223372036854775807, 9223372036854775807, 32767, 9223372036854775807, 1234567890, 1, 1, true, 1),
  (4, 9007199254740993, 1.0, 300, 1e3, '42', 0x7fffffffffffffff, -1, 0, 0, 0, 2, 2, -1, 2);

CREATE TABLE decimals (
  id integer PRIMARY KEY,
  a_real REAL,
  a_double DOUBLE,
  a_double_precision DOUBLE PRECISION,
  a_float FLOAT,
  a_numeric NUMERIC,
  a_numeric_38_10 NUMERIC(38,10),
  a_decimal_10_2 DECIMAL(10,2),
  a_decimal_spaced DECIMAL ( 10 , 2 ),
  a_money MONEY,
  -- These two incline to integers, because `INT` is in their names.
  a_floating_point FLOATING POINT,
  a_point POINT
);
INSERT INTO decimals VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -1.7976931348623157e308, -1e308, -1e308, -3.4e38, -1e15, -99999999999999.9, -99999999.99, -99999999.99, -922337203685477.5808, -1.5, -1),
  (3, 1.7976931348623157e308, 1e308, 1e308, 3.4e38, 9223372036854775807, 99999999999999.9, 99999999.99, 99999999.99, 922337203685477.5807, 1.5, 1),
  -- The infinities; the smallest number; decimals that a double rounds; whole ones, which become integers.
  (4, 9e999, -9e999, 5e-324, 0.1, 0.1, 0.1, 0.10, 10, 1.0, 2.0, 3),
  (5, 0.1, 1, 1, -0.0, 12345678901234567890, 1234567890123456789012345678.0123456789, 0.30, 1.005, 2, 0.5, 0.5),
  -- Text that looks like a number becomes one, even if that costs the digits after the fifteenth.
  (6, 1, 1, 1, 1, '12345678901234567890.12345', 'NaN', '1,50', '€ 3', '$4', '5 m', '(1,2)');

-- --- text and bytes -----------------------------------------------------------------------------------

CREATE TABLE texts (
  id integer PRIMARY KEY,
  a_text TEXT,
  a_text_40 TEXT(40),
  a_char CHAR,
  a_character_20 CHARACTER(20),
  a_varchar_10 VARCHAR(10),
  a_varying_character VARYING CHARACTER(255),
  an_nchar NCHAR(55),
  a_native_character NATIVE CHARACTER(70),
  an_nvarchar NVARCHAR(30),
  an_nvarchar_max "NVARCHAR(MAX)",
  a_clob CLOB,
  -- `STRING` inclines to numbers: '007' becomes 7.
  a_string STRING,
  a_text_without_case TEXT COLLATE NOCASE,
  a_text_trimmed TEXT COLLATE RTRIM
);
INSERT INTO texts VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '', '', '', '', '', '', '', '', '', '', '', '', '', ''),
  (3, replace(hex(zeroblob(20000)), '00', 'long '), 'x', 'x', '01234567890123456789', '0123456789', 'x', 'x', 'x', 'x', 'x', replace(hex(zeroblob(50000)), '00', 'l'), 'z', 'Z', 'z '),
  (4, 'line' || char(10) || 'line' || char(13, 10, 9) || 'tab \ / " '' ' || char(1, 8, 12, 31, 127), 'NULL', ' ', ' spaces ', 'null', '</script><!--', '=1+1', '%', '_', '\', '"', '007', 'é', ' '),
  -- Four bytes, a combining accent, characters without width, a line separator, a byte order mark.
  (5, 'zürich 日本 🦀 e' || char(769, 32, 8203, 8207, 8232, 65279), '🦀', '🦀', 'ünï', '🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀', 'a', 'a', 'b', 'c', 'd', 'e', 'text', 'É', 'x  '),
  -- With a NUL inside; longer than declared; not UTF-8.
  (6, 'a' || char(0) || 'b', 'x', 'more than one', 'x', 'more than ten characters', 'x', 'x', 'x', 'x', 'x', CAST(x'ff00fe' AS TEXT), 1.50, 'x', 'x');

CREATE TABLE bytes (
  id integer PRIMARY KEY,
  a_blob BLOB,
  a_blob_16 BLOB(16),
  a_binary BINARY(16),
  a_varbinary VARBINARY(16),
  an_image IMAGE
);
INSERT INTO bytes VALUES
  (1, NULL, NULL, NULL, NULL, NULL),
  (2, x'', x'', x'', x'', x''),
  (3, x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff', x'ffffffffffffffffffffffffffffffff', x'ff', x'ff', zeroblob(100000)),
  (4, x'00', 'text', 1, 1.5, x'7465787a');

-- --- dates and times ----------------------------------------------------------------------------------

CREATE TABLE times (
  id integer PRIMARY KEY,
  a_date DATE,
  a_time TIME,
  a_datetime DATETIME,
  a_timestamp TIMESTAMP,
  a_timestamp_zone TIMESTAMP WITH TIME ZONE,
  a_timestamptz timestamptz,
  a_datetime_6 DATETIME(6),
  a_year YEAR
);
INSERT INTO times VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '0001-01-01', '00:00:00', '0001-01-01 00:00:00', '0001-01-01 00:00:00', '0001-01-01 00:00:00+00:00', '0001-01-01 00:00:00Z', '0001-01-01 00:00:00.000000', 0),
  (3, '9999-12-31', '23:59:59.999999', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59+14:00', '9999-12-31T23:59:59Z', '9999-12-31 23:59:59.999999', 9999),
  (4, '2024-02-29', '12:34', '2024-02-29T12:34:56', '2024-02-29 12:34', '2024-02-29 12:34:56.789-03:30', '2024-02-29 12:34:56', '2024-02-29 12:34:56.7', 2024),
  -- Seconds since 1970, milliseconds, days of the Julian calendar.
  (5, 1709208896, 45296, 1709208896, 1709208896789, 2460370.0241, 1709208896.789, 2460370.0241, 24),
  -- A date with a time, a time with a date, either where both belong.
  (6, '2024-02-29 00:00:00', '2024-02-29 12:34:56', '2024-02-29', '12:34:56', '2024-02-29', 'now', '', '24'),
  (7, 'not a date', 'noon', '29.02.2024', '2023-02-29', '2024-13-01 25:61:61', 'yesterday', 'Feb 29 2024', 'MMXXIV');

-- --- what has one type each ---------------------------------------------------------------------------

CREATE TABLE singles (
  id integer PRIMARY KEY,
  without_type,
  a_json JSON,
  a_jsonb JSONB,
  a_uuid UUID,
  a_guid UNIQUEIDENTIFIER,
  an_any ANY,
  an_unheard_of "MY OWN TYPE(1, 'x')"
);
INSERT INTO singles VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  -- The JSON null is not NULL.
  (2, '', 'null', 'null', '00000000-0000-0000-0000-000000000000', '', '', ''),
  (3, x'00ff', '{"big": 123456789012345678901234567890.12345, "nested": [[[], {}]], "text": "🦀 \" \\"}', '[1.0, -0, "", 1e2]', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}', 9223372036854775807, 'x'),
  (4, 1, 1, 1.5, x'00112233445566778899aabbccddeeff', 'not a uuid', '42', 42),
  (5, 1.5, 'not json', '{"a": 1', '01890A5DAC96774BBCCEB302099A8057', 'x', 1.0, 1.0),
  (6, 'text', '"text"', '"text"', 'x', 'x', x'7465787a', NULL);

-- Each storage class in each kind of column.
CREATE TABLE wrong_class (
  id integer PRIMARY KEY,
  an_integer INTEGER,
  a_real REAL,
  a_text TEXT,
  a_blob BLOB,
  a_boolean BOOLEAN,
  a_decimal DECIMAL(10,2),
  a_date DATE
);
INSERT INTO wrong_class VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, 'text', 'text', x'74657874', 'text', 'true', 'text', 'not a date'),
  (3, x'00', x'00', x'00ff', x'00', x'00', x'00', x'00'),
  (4, 1.5, 1, 1, 1, 'yes', 1, 20240229),
  (5, '', '', '', '', '', '', ''),
  (6, 1e300, 9223372036854775807, 1.5, 1.5, 0.5, 1e300, 0.5);

CREATE TABLE strict_types (
  id integer PRIMARY KEY,
  an_int INT,
  an_integer INTEGER,
  a_real REAL,
  a_text TEXT,
  a_blob BLOB,
  -- Keeps the class of a value here, unlike in an ordinary table: '42' stays text.
  an_any ANY
) STRICT;
INSERT INTO strict_types VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -9223372036854775808, -9223372036854775808, -1.7976931348623157e308, '', x'', '42'),
  (3, 9223372036854775807, 9223372036854775807, 1.7976931348623157e308, '🦀', x'00ff', 42),
  (4, 0, 0, 0, '0', x'30', x'30'),
  (5, 1.0, '2', 3, 4, x'35', 6.5);

-- --- what the database fills in or refuses ------------------------------------------------------------

CREATE TABLE defaults (
  id integer PRIMARY KEY AUTOINCREMENT,
  a_number integer NOT NULL DEFAULT 42,
  a_negative integer DEFAULT -1,
  a_hexadecimal integer DEFAULT 0x10,
  a_decimal decimal(10,2) DEFAULT 9.90,
  a_text text DEFAULT 'it''s "quoted" \ ünï',
  a_bare_word text DEFAULT bare,
  an_empty_text text NOT NULL DEFAULT '',
  a_null_text text DEFAULT NULL,
  a_text_like_code text DEFAULT 'CURRENT_TIMESTAMP',
  a_text_with_lines text DEFAULT 'a
b',
  a_boolean boolean NOT NULL DEFAULT true,
  a_zero_boolean boolean NOT NULL DEFAULT 0,
  a_date date DEFAULT CURRENT_DATE,
  a_time time DEFAULT current_time,
  a_timestamp timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP,
  a_precise_timestamp timestamp DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  a_fixed_date date DEFAULT '2024-02-29',
  a_random integer DEFAULT (random()),
  a_computed text DEFAULT (upper('a' || 'b')),
  some_bytes blob DEFAULT x'00ff'
);
INSERT INTO defaults DEFAULT VALUES;

CREATE TABLE generated_columns (
  id integer PRIMARY KEY,
  price decimal(10,2) NOT NULL,
  quantity integer NOT NULL,
  amount decimal(20,2) GENERATED ALWAYS AS (price * quantity) STORED,
  label text AS ('it''s ' || quantity),
  last_one text
);
INSERT INTO generated_columns (id, price, quantity) VALUES (1, 9.99, 3), (2, -0.01, 0);

CREATE TABLE checked ( -- a comment, with a comma, and a ) parenthesis
  id integer PRIMARY KEY,
  stars smallint CHECK (stars >= 1 AND stars <= 5), /* CHECK (this is none) */
  status varchar(10) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'it''s gone')),
  code text CONSTRAINT "code is upper case" CHECK (code = upper(code) AND code NOT LIKE '%)%'),
  starts_on date,
  ends_on date,
  note text DEFAULT 'CHECK (neither is this)',
  CONSTRAINT in_order CHECK (starts_on <= ends_on),
  CHECK (id > 0 OR note IS NOT NULL)
);
INSERT INTO checked VALUES (1, 1, 'new', 'A', '2024-01-01', '2024-01-01', NULL), (2, NULL, 'it''s gone', NULL, NULL, NULL, 'x');
