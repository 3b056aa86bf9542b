-- What nobody designed for: found in the wild, or made up by somebody who wished us ill.
-- MySQL and MariaDB.

SET sql_mode = '';

-- --- values that their types should not have --------------------------------------------------------------------

CREATE TABLE zero_dates (
  id int unsigned AUTO_INCREMENT PRIMARY KEY, d date NOT NULL DEFAULT '0000-00-00', dt datetime(6) NOT NULL DEFAULT '0000-00-00 00:00:00',
  ts timestamp NULL, y year, y2 year(4) DEFAULT 0, t time(3), partial date
);
INSERT INTO zero_dates (t, y, partial) VALUES ('-838:59:59.5', 1999, '2020-00-00'), ('00:00:00', 0, '2020-01-01');
CREATE TABLE sets (
  id bigint unsigned PRIMARY KEY, e enum('a', 'b,c', 'd''e', ''), s set('x', 'y z', 'q"r'), b1 bit(1), b8 bit(8), b64 bit(64), t1 tinyint(1), t tinyint,
  tu tinyint unsigned, bo boolean, dz decimal(8,2) unsigned zerofill, fl float(5,2), db double unsigned, dm decimal(65,30), yz int(5) zerofill
);
INSERT INTO sets VALUES
  (18446744073709551615, 'b,c', 'x,q"r', b'1', b'10100101', x'ffffffffffffffff', 1, -128, 255, 2, 12.5, 1.25, 1e308, 12345678901234567890123456789012345.123456789012345678901234567890, 42),
  (1, '', '', b'0', b'0', b'0', 0, 0, 0, 0, 0, 0, 0, 0, 0),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE geo (id int PRIMARY KEY, p point NOT NULL, ls linestring, pg polygon, g geometry, gc geometrycollection, SPATIAL INDEX (p));
INSERT INTO geo VALUES (1, ST_GeomFromText('POINT(1 2)'), ST_GeomFromText('LINESTRING(0 0,1 1)'), NULL, ST_GeomFromText('POINT(3 4)'), NULL);
CREATE TABLE latin (id int PRIMARY KEY, v varchar(10)) CHARACTER SET latin1;
INSERT INTO latin VALUES (1, 'é');

-- --- names, and keys of every type ------------------------------------------------------------------------------

CREATE TABLE `we``ird "t' \ table` (
  `a``b` int PRIMARY KEY, `sel ect` varchar(5), `key` varchar(5), `?` varchar(5), `:x` varchar(5), `@v` int, `%s` int, `$1` int, `ｆｕｌｌ` int
);
INSERT INTO `we``ird "t' \ table` VALUES (1, 'a', 'b', 'c', 'd', 1, 2, 3, 4);
CREATE TABLE ci (k varchar(20) COLLATE utf8mb4_general_ci PRIMARY KEY, v int);
INSERT INTO ci VALUES ('Ä', 1), ('b', 2), ('c ', 3);
CREATE TABLE ci_child (id int PRIMARY KEY, k varchar(20) COLLATE utf8mb4_general_ci, FOREIGN KEY (k) REFERENCES ci (k) ON UPDATE CASCADE);
INSERT INTO ci_child VALUES (1, 'Ä'), (2, 'b');
CREATE TABLE binkey (k binary(3) PRIMARY KEY, v int);
INSERT INTO binkey VALUES (x'00ff', 1), ('abc', 2);
CREATE TABLE deckey (k decimal(10,4), d datetime, t time, e enum('p', 'q'), PRIMARY KEY (k, d, t, e));
INSERT INTO deckey VALUES (1.5, '2020-01-01 10:00:00', '-10:00:00', 'q'), (2, '0000-00-00 00:00:00', '10:00:00', 'p');
CREATE TABLE noinc (a int PRIMARY KEY AUTO_INCREMENT, b int, FOREIGN KEY (b) REFERENCES noinc (a) ON DELETE SET NULL);
INSERT INTO noinc VALUES (1, 1);

CREATE TABLE setkey (k set('x', 'y'), e enum('', 'b/c'), PRIMARY KEY (k, e));
INSERT INTO setkey VALUES ('x,y', 'b/c'), ('', ''), ('y', '');
CREATE TABLE tinykey (k tinyint(1) PRIMARY KEY, up tinyint(1), FOREIGN KEY (up) REFERENCES tinykey (k));
INSERT INTO tinykey VALUES (-7, NULL), (0, -7), (1, 1);
-- The other end of a foreign key may be any index here; MySQL from 8.4 on wants a unique one.
CREATE TABLE shared_code (id int PRIMARY KEY, code int, KEY (code));
INSERT INTO shared_code VALUES (1, 5), (2, 5);
CREATE TABLE by_shared_code (id int PRIMARY KEY, code int /*M!100000 , FOREIGN KEY (code) REFERENCES shared_code (code) */);
INSERT INTO by_shared_code VALUES (1, 5), (2, NULL);
CREATE TABLE manydigits (id int PRIMARY KEY, whole decimal(65,0), fine decimal(65,30));
INSERT INTO manydigits VALUES (1, 99999999999999999999999999999999999999999999999999999999999999999, 99999999999999999999999999999999999.999999999999999999999999999999);

-- --- partitions, engines, triggers, what the database computes ------------------------------------------------------

CREATE TABLE parts (id int, y int, v varchar(10), PRIMARY KEY (id, y)) PARTITION BY RANGE (y) (PARTITION p0 VALUES LESS THAN (2000), PARTITION p1 VALUES LESS THAN MAXVALUE);
INSERT INTO parts VALUES (1, 1999, 'a'), (1, 2001, 'b');
CREATE TABLE myisam (id int, v text, FULLTEXT (v), KEY (v(10))) ENGINE = MyISAM;
INSERT INTO myisam VALUES (1, 'm'), (1, 'm');
CREATE TABLE mem (id int PRIMARY KEY, v varbinary(3)) ENGINE = MEMORY;
INSERT INTO mem VALUES (1, 'x');
CREATE TABLE loud (id int AUTO_INCREMENT PRIMARY KEY, v varchar(10), n int CHECK (n > 0), CONSTRAINT both_ok CHECK (n < 100 AND v <> 'z'));
CREATE TRIGGER shout BEFORE INSERT ON loud FOR EACH ROW SET NEW.v = upper(NEW.v);
INSERT INTO loud (v, n) VALUES ('a', 1);
CREATE TABLE computed (
  id char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY, j json, lt longtext, mb mediumblob, bn binary(4), vb varbinary(10), tt tinytext,
  n int AS (char_length(lt)) STORED, u varchar(5) AS (upper(tt)) VIRTUAL
);
INSERT INTO computed (id, j, lt, mb, bn, vb, tt) VALUES ('x', '{"a": 1, "b": [1,2]}', 'lt', x'00ff', x'01', x'', 'tt');
-- MySQL takes these for comments. The history of rows, and columns that `*` does not show.
/*M!100303 CREATE TABLE ver (id int PRIMARY KEY, v int) WITH SYSTEM VERSIONING */;
/*M!100303 INSERT INTO ver VALUES (1, 1) */;
/*M!100303 CREATE TABLE ver2 (
  id int PRIMARY KEY, v int, rs timestamp(6) GENERATED ALWAYS AS ROW START, re timestamp(6) GENERATED ALWAYS AS ROW END INVISIBLE,
  PERIOD FOR SYSTEM_TIME (rs, re)) WITH SYSTEM VERSIONING */;
/*M!100303 INSERT INTO ver2 (id, v) VALUES (1, 1) */;
/*M!100303 CREATE TABLE inv (id int PRIMARY KEY, secret int INVISIBLE DEFAULT 5, v int) */;
/*M!100303 INSERT INTO inv (id, v) VALUES (1, 2) */;

-- --- views ------------------------------------------------------------------------------------------------------

CREATE VIEW vagg AS SELECT y, count(*) c, sum(id) s, avg(id) a, group_concat(v) g, max(v) m FROM parts GROUP BY y;
CREATE VIEW vv AS SELECT *, NULL AS nul, 1 = 1 AS tr, 1.50 d, 'x' x, x'00' b FROM vagg;
CREATE TABLE gone (id int PRIMARY KEY);
CREATE VIEW vbroken AS SELECT id FROM gone;
DROP TABLE gone;
