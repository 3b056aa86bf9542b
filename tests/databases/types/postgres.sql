-- Every column type of PostgreSQL, with the values that get lost.
-- In each table: row 1 is NULL, row 2 the least, row 3 the greatest, the rest odd.

-- --- numbers ------------------------------------------------------------------------------------------

CREATE TABLE numbers (
  id integer NOT NULL PRIMARY KEY,
  a_smallint smallint,
  an_integer integer,
  a_bigint bigint,
  a_real real,
  a_double double precision,
  a_numeric numeric,
  a_numeric_10_2 numeric(10,2),
  a_numeric_38_10 numeric(38,10),
  a_numeric_5 numeric(5),
  a_numeric_rounded numeric(5,-2),
  a_numeric_fraction numeric(3,6),
  a_money money
);
INSERT INTO numbers VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, -32768, -2147483648, -9223372036854775808, '-3.4028235e38', '-1.7976931348623157e308',
   -123456789012345678901234567890123456789012345678901234567890.123456789, -99999999.99,
   -9999999999999999999999999999.9999999999, -99999, -9999900, -0.000999, '-92233720368547758.08'),
  (3, 32767, 2147483647, 9223372036854775807, '3.4028235e38', '1.7976931348623157e308',
   123456789012345678901234567890123456789012345678901234567890, 99999999.99,
   9999999999999999999999999999.9999999999, 99999, 9999900, 0.000999, '92233720368547758.07'),
  (4, 0, 0, 9007199254740993, 'NaN', 'NaN', 'NaN', 'NaN', 'NaN', NULL, NULL, NULL, 0),
  (5, 1, 1, 1, 'Infinity', 'Infinity', 'Infinity', NULL, NULL, NULL, NULL, NULL, 1),
  (6, -1, -1, -1, '-Infinity', '-Infinity', '-Infinity', NULL, NULL, NULL, NULL, NULL, -1),
  -- The shortest text that reads back as the same number; the smallest; zero with a sign; trailing zeros.
  (7, 7, 7, 7, 0.1, 0.1, 0.1, 0.10, 0.1000000000, 0, 100, 0.000100, 0.1),
  (8, 8, 8, 8, '1e-45', '5e-324', 0.000000000000000000000000000000000000000000000000000000000001, 0, 0.0000000001, 0, 0, 0, 0.01),
  (9, 9, 9, 9, '-0', '-0', 1.00000000000000000000, 1, 1, 1, 0, 0, 1234.56);

-- --- text ---------------------------------------------------------------------------------------------

-- `LIKE` refuses a column with such a collation before PostgreSQL 18.
CREATE COLLATION without_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE texts (
  id integer NOT NULL PRIMARY KEY,
  a_text text,
  a_varchar varchar,
  a_varchar_10 varchar(10),
  a_char char,
  a_char_10 char(10),
  a_quoted_char "char",
  a_name name,
  a_text_bytewise text COLLATE "C",
  a_text_without_case text COLLATE without_case
);
INSERT INTO texts VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '', '', '', '', '', '', '', '', ''),
  (3, repeat('long ', 20000), repeat('x', 10000), '0123456789', 'x', '0123456789', 'x', repeat('n', 63), 'z', 'Z'),
  (4, E'line\nline\r\n\ttab \\ / " '' \b\f\x01\x1f\x7f', 'null', 'NULL', ' ', 'padded', '\', 'é', 'é', 'É'),
  -- Four bytes, a combining accent, characters without width, a line separator, a byte order mark.
  (5, 'zürich 日本 🦀 e' || U&'\0301 \200B\200F\2028\FEFF', '</script><!--', '🦀🦀🦀🦀🦀🦀🦀🦀🦀🦀', '🦀', 'ünï', '"', '日本', 'a', 'A'),
  (6, '=1+1', '@x', ' lead', 't', 'trail  ', '0', ' ', '%', '_');

CREATE TABLE bytes (
  id integer NOT NULL PRIMARY KEY,
  a_bytea bytea
);
INSERT INTO bytes VALUES (1, NULL), (2, ''), (3, '\x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7c8c9cacbcccdcecfd0d1d2d3d4d5d6d7d8d9dadbdcdddedfe0e1e2e3e4e5e6e7e8e9eaebecedeeeff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff'), (4, '\x00'), (5, '\xff'), (6, convert_to('text', 'UTF8'));

-- --- dates and times ----------------------------------------------------------------------------------

CREATE TABLE times (
  id integer NOT NULL PRIMARY KEY,
  a_date date,
  a_time time,
  a_time_3 time(3),
  a_time_zone time with time zone,
  a_timestamp timestamp,
  a_timestamp_0 timestamp(0),
  a_timestamp_zone timestamp with time zone,
  a_timestamp_zone_3 timestamp(3) with time zone,
  an_interval interval,
  an_interval_months interval year to month,
  an_interval_seconds interval day to second(3)
);
INSERT INTO times VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '4713-01-01 BC', '00:00', '00:00', '00:00+15:59:59', '4713-01-01 00:00:00 BC', '4713-01-01 00:00:00 BC',
   '4713-01-01 00:00:00+00 BC', '4713-01-01 00:00:00+00 BC', '-178000000 years', '-178000000 years', '-106751991 days'),
  (3, '5874897-12-31', '24:00:00', '24:00:00', '24:00:00-15:59:59', '294276-12-31 23:59:59.999999', '294276-12-31 23:59:59',
   '294276-12-31 23:59:59.999999+00', '294276-12-31 23:59:59.999+00', '178000000 years', '178000000 years', '106751991 days'),
  (4, '0001-01-01', '00:00:00.000001', '00:00:00.001', '00:00:00.000001+00', '0001-01-01 00:00:00', '0001-01-01 00:00:00',
   '0001-01-01 00:00:00+00', '0001-01-01 00:00:00+00', '00:00:00', '0 months', '00:00:00.001'),
  (5, '9999-12-31', '23:59:59.999999', '23:59:59.999', '23:59:59.999999-03:30', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59',
   '9999-12-31 23:59:59.999999+00', '9999-12-31 23:59:59.999+00', '1 year 2 mons -3 days +04:05:06.789', '14 months', '-3 days -04:05:06.789'),
  (6, 'infinity', '12:00', '12:00', '12:00+02', 'infinity', 'infinity', 'infinity', 'infinity', '1 mon', '1 mon', '1 day'),
  (7, '-infinity', '12:00', '12:00', '12:00-02', '-infinity', '-infinity', '-infinity', '-infinity', '30 days', '1 year', '24:00:00'),
  -- A leap day; zones of half an hour; before 1970; a zone with seconds, as there once were.
  (8, '2024-02-29', '12:34:56.789012', '12:34:56.789', '12:34:56.789012+05:30', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:57',
   '2024-02-29 12:34:56.789012+05:30', '2024-02-29 12:34:56.789-08', '-00:00:00.000001', '-1 mon', '00:00:00.001'),
  (9, '0044-03-15 BC', '23:59:60', '00:00:00', '00:00:00+00:00:01', '1969-12-31 23:59:59.999999', '1970-01-01 00:00:00',
   '1969-12-31 23:59:59.999999+00', '1883-11-18 12:03:58+00', '1 day -24:00:00', '11 months', '1 day -24:00:00');

-- --- what has one type each ---------------------------------------------------------------------------

CREATE TABLE singles (
  id integer NOT NULL PRIMARY KEY,
  a_boolean boolean,
  a_uuid uuid,
  a_json json,
  a_jsonb jsonb,
  a_jsonpath jsonpath,
  an_xml xml,
  a_tsvector tsvector,
  a_tsquery tsquery
);
INSERT INTO singles VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  -- The JSON null is not NULL.
  (2, false, '00000000-0000-0000-0000-000000000000', 'null', 'null', '$', '', '', ''),
  (3, true, 'ffffffff-ffff-ffff-ffff-ffffffffffff',
   '{"big": 123456789012345678901234567890.123456789012345678901234567890, "same": 1, "same": 2, "text": "\u0000 \ud83e\udd80 \" \\"}',
   '{"big": 123456789012345678901234567890.123456789012345678901234567890, "nested": [[[], {}]], "text": "🦀 \" \\"}',
   '$.a[*] ? (@ > 1)', '<a b="c">&lt;🦀<!-- d --><![CDATA[<e/>]]></a>', 'a:1A cat:2,3B ''it''''s'':4', '(fat & !rat) <-> cat:*'),
  (4, true, '01890a5d-ac96-774b-bcce-b302099a8057', ' [ 1.0 , 1e400, -0, "" ] ', '[1.0, -0, "", 1E+2]', 'lax $."a b"', 'two <b>nodes</b>', '''quote''''d''', 'a | b'),
  (5, false, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '"text"', '"text"', 'strict $', '<ünï>日本</ünï>', 'x', '!x'),
  (6, true, '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '1', '9007199254740993', '$.x', 'text', 'y', 'y'),
  (7, false, '6ba7b811-9dad-11d1-80b4-00c04fd430c8', 'true', 'true', '$.x', '<a/>', 'y', 'y');

CREATE TABLE bits (
  id integer NOT NULL PRIMARY KEY,
  a_bit bit,
  a_bit_8 bit(8),
  a_varbit bit varying,
  a_varbit_5 bit varying(5)
);
INSERT INTO bits VALUES
  (1, NULL, NULL, NULL, NULL),
  (2, B'0', B'00000000', B'', B''),
  (3, B'1', B'11111111', repeat('10', 100)::bit varying, B'11111'),
  (4, B'1', B'00000001', B'0', B'001');

CREATE TABLE networks (
  id integer NOT NULL PRIMARY KEY,
  an_inet inet,
  a_cidr cidr,
  a_macaddr macaddr,
  a_macaddr8 macaddr8
);
INSERT INTO networks VALUES
  (1, NULL, NULL, NULL, NULL),
  (2, '0.0.0.0', '0.0.0.0/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00'),
  (3, '255.255.255.255', '255.255.255.255/32', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff'),
  (4, '192.168.1.7/24', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05'),
  (5, '::1', '2001:db8::/32', '08-00-2b-01-02-03', '08-00-2b-01-02-03-04-05'),
  (6, '::ffff:1.2.3.4/100', '::/0', NULL, NULL);

CREATE TABLE shapes (
  id integer NOT NULL PRIMARY KEY,
  a_point point,
  a_line line,
  a_segment lseg,
  a_box box,
  a_path path,
  a_polygon polygon,
  a_circle circle
);
INSERT INTO shapes VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '(0,0)', '{1,0,0}', '[(0,0),(0,0)]', '(0,0),(0,0)', '[(0,0)]', '((0,0))', '<(0,0),0>'),
  (3, '(1e308,-1e308)', '{1,-1,0.5}', '[(-1,2),(3,-4)]', '(4,3),(2,1)', '((0,0),(1,0),(1,1))', '((0,0),(1,0),(1,1))', '<(1.5,-2.5),3>'),
  (4, '(NaN,Infinity)', '{0,1,0}', '[(0.1,0.2),(0.3,0.4)]', '(1,1),(0,0)', '[(0,0),(1,1)]', '((0,0),(0,1))', '<(0,0),0.1>');

CREATE TYPE float_range AS RANGE (subtype = double precision, subtype_diff = float8mi);
CREATE TABLE ranges (
  id integer NOT NULL PRIMARY KEY,
  an_int4range int4range,
  an_int8range int8range,
  a_numrange numrange,
  a_tsrange tsrange,
  a_tstzrange tstzrange,
  a_daterange daterange,
  a_float_range float_range,
  an_int4multirange int4multirange,
  a_datemultirange datemultirange
);
INSERT INTO ranges VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', 'empty', '{}', '{}'),
  (3, '(,)', '(,)', '(,)', '(,)', '(,)', '(,)', '(,)', '{(,)}', '{(,)}'),
  (4, '[1,5)', '[-9223372036854775808,9223372036854775807)', '(1.50,2.500]', '[2024-01-01 00:00:00.000001,)', '(,2024-01-01 00:00:00+02]',
   '[2024-02-28,2024-03-01)', '[0.1,NaN)', '{[1,3),[5,7)}', '{[2024-01-01,2024-02-01)}'),
  (5, '[5,5]', '(1,3]', '[1,1]', '["2024-01-01 10:00:00","2024-01-01 11:00:00"]', '[-infinity,infinity]', '[-infinity,infinity]', '(,0)', '{[1,2)}', '{}');

-- --- arrays -------------------------------------------------------------------------------------------

CREATE TYPE mood AS ENUM ('happy', 'very happy', 'it''s fine', 'say "no"', 'a,b', '{}', '', 'NULL', 'ünï', 'back\slash');
CREATE TABLE arrays (
  id integer NOT NULL PRIMARY KEY,
  integers integer[],
  bigints bigint[],
  numerics numeric(10,2)[],
  doubles double precision[],
  booleans boolean[],
  texts text[],
  varchars varchar(10)[],
  uuids uuid[],
  dates date[],
  timestamps timestamp with time zone[],
  bytes bytea[],
  jsons jsonb[],
  moods mood[],
  matrix integer[][],
  fixed integer[3]
);
INSERT INTO arrays VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  (3, '{-2147483648,NULL,2147483647}', '{-9223372036854775808,9223372036854775807}', '{99999999.99,NULL,NaN}', '{NaN,Infinity,-0,0.1}', '{t,f,NULL}',
   ARRAY['', 'NULL', NULL, 'a,b', '{x}', 'say "hi"', 'back\slash', E'new\nline', ' spaces ', '🦀'],
   '{0123456789,NULL}', '{ffffffff-ffff-ffff-ffff-ffffffffffff}', '{0001-01-01,infinity,NULL}', '{"2024-02-29 12:34:56.789012+05:30",-infinity}',
   ARRAY['\x00ff'::bytea, '', NULL], ARRAY['null'::jsonb, '{"a": [1]}', NULL, '"text"'],
   ARRAY['very happy', 'it''s fine', 'say "no"', 'a,b', '{}', '', 'NULL', NULL, 'back\slash']::mood[],
   '{{1,2,3},{4,NULL,6}}', '{1,2,3}'),
  -- Bounds that do not start at 1; more dimensions and more elements than the type says, which the database allows.
  (4, '[2:3]={20,30}', '[0:0]={0}', '{1}', '{1}', '{t}', '{{a,b},{c,d}}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{{{1,2}},{{3,4}}}', '{1,2,3,4,5}');

-- --- types of one's own -------------------------------------------------------------------------------

CREATE DOMAIN email AS text CONSTRAINT looks_like_email CHECK (VALUE ~ '^[^@]+@[^@]+$');
CREATE DOMAIN work_email AS email CHECK (length(VALUE) <= 60);
CREATE DOMAIN percentage AS numeric(5,2) DEFAULT 0 CHECK (VALUE BETWEEN 0 AND 100);
CREATE DOMAIN required_code AS varchar(8) NOT NULL;
CREATE DOMAIN scores AS smallint[] CHECK (array_length(VALUE, 1) <= 3);
CREATE DOMAIN good_mood AS mood CHECK (VALUE <> 'it''s fine');
CREATE TYPE address AS (street text, number integer, "zip code" varchar(10));
COMMENT ON DOMAIN email IS 'an address with one @';
CREATE TABLE own_types (
  id integer NOT NULL PRIMARY KEY,
  a_mood mood,
  an_email email,
  a_work_email work_email,
  a_percentage percentage,
  a_required_code required_code,
  some_scores scores,
  a_good_mood good_mood,
  an_address address,
  addresses address[]
);
INSERT INTO own_types VALUES
  (1, NULL, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL),
  (2, 'happy', 'a@b', 'a@b', 0, 'least', '{}', 'happy', ROW(NULL, NULL, NULL), '{}'),
  (3, 'back\slash', 'someone@example.org', 'someone@example.org', 100, '12345678', '{1,NULL,3}', 'very happy',
   ROW('Say "Main", Street', -1, '(x)'), ARRAY[ROW('a', 1, 'b')::address, NULL]),
  (4, '', 'ünï@例え.jp', NULL, 0.01, 'code', NULL, '', ROW('', 0, ''), NULL),
  (5, 'say "no"', NULL, NULL, 33.33, 'code', NULL, NULL, NULL, NULL),
  (6, 'NULL', NULL, NULL, NULL, 'code', NULL, NULL, NULL, NULL);

-- --- what only PostgreSQL's own tables should have ----------------------------------------------------

CREATE TABLE internals (
  id integer NOT NULL PRIMARY KEY,
  an_oid oid,
  a_regclass regclass,
  a_regtype regtype,
  an_lsn pg_lsn,
  an_xid8 xid8,
  a_tid tid,
  a_snapshot pg_snapshot
);
INSERT INTO internals VALUES
  (1, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (2, 0, 0, 0, '0/0', '0', '(0,0)', '1:1:'),
  (3, 4294967295, 'numbers', 'integer', 'FFFFFFFF/FFFFFFFF', '18446744073709551615', '(4294967295,65535)', '10:20:10,14,15');

-- An extension's type, where the extension can be had.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'citext') THEN
    CREATE EXTENSION citext;
    CREATE TABLE extension_types (id integer NOT NULL PRIMARY KEY, a_citext citext UNIQUE);
    INSERT INTO extension_types VALUES (1, NULL), (2, ''), (3, 'Mixed Case');
  END IF;
END $$;

-- --- what the database fills in or refuses ------------------------------------------------------------

CREATE SEQUENCE ticket START 1000;
CREATE TABLE defaults (
  id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
  a_number integer NOT NULL DEFAULT 42,
  a_negative integer DEFAULT -1,
  a_decimal numeric(10,2) DEFAULT 9.90,
  a_text text DEFAULT 'it''s "quoted" \ ünï',
  an_empty_text text NOT NULL DEFAULT '',
  a_null_text text DEFAULT NULL,
  a_text_like_code text DEFAULT 'now()',
  a_text_with_lines text DEFAULT E'a\nb',
  a_boolean boolean NOT NULL DEFAULT true,
  a_date date DEFAULT CURRENT_DATE,
  a_fixed_date date DEFAULT '2024-02-29',
  a_timestamp timestamptz NOT NULL DEFAULT now(),
  a_later_timestamp timestamptz DEFAULT (now() + interval '7 days'),
  a_uuid uuid DEFAULT gen_random_uuid(),
  a_json jsonb NOT NULL DEFAULT '{"a": []}',
  an_array text[] NOT NULL DEFAULT '{}',
  a_filled_array integer[] DEFAULT ARRAY[1, 2],
  a_mood mood DEFAULT 'very happy',
  an_interval interval DEFAULT '1 day',
  some_bytes bytea DEFAULT '\x00',
  a_ticket bigint DEFAULT nextval('ticket'),
  a_user text DEFAULT CURRENT_USER,
  a_computed text DEFAULT upper('a' || 'b'),
  a_percentage percentage
);
INSERT INTO defaults DEFAULT VALUES;

CREATE TABLE generated_columns (
  id integer NOT NULL PRIMARY KEY,
  price numeric(10,2) NOT NULL,
  quantity integer NOT NULL,
  amount numeric GENERATED ALWAYS AS (price * quantity) STORED,
  label text GENERATED ALWAYS AS ('it''s ' || quantity::text) STORED,
  -- Columns can be dropped; the catalog keeps the gap.
  dropped_one text,
  last_one text
);
ALTER TABLE generated_columns DROP COLUMN dropped_one;
INSERT INTO generated_columns (id, price, quantity) VALUES (1, 9.99, 3), (2, -0.01, 0);

CREATE TABLE checked (
  id integer NOT NULL PRIMARY KEY,
  stars smallint CHECK (stars >= 1 AND stars <= 5),
  status varchar(10) NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'paid', 'it''s gone')),
  code text CONSTRAINT "code is upper case" CHECK (code = upper(code) AND code !~ '[''"\\]'),
  starts_on date,
  ends_on date,
  note text,
  CONSTRAINT in_order CHECK (starts_on <= ends_on),
  CHECK (id > 0 OR note IS NOT NULL)
);
ALTER TABLE checked ADD CONSTRAINT not_checked_yet CHECK (length(note) < 100) NOT VALID;
INSERT INTO checked VALUES (1, 1, 'new', 'A', '2024-01-01', '2024-01-01', NULL), (2, NULL, 'it''s gone', NULL, NULL, NULL, 'x');

COMMENT ON TABLE checked IS 'Said about the table';
COMMENT ON COLUMN checked.stars IS E'From one to five.\n\nA second paragraph, with "quotes", \\ and `ticks`.';
COMMENT ON COLUMN checked.status IS '';
COMMENT ON CONSTRAINT in_order ON checked IS 'ends after it starts';
COMMENT ON TYPE mood IS 'how one feels';

-- PostgreSQL allows a table without any column.
CREATE TABLE nothing ();
INSERT INTO nothing DEFAULT VALUES;
