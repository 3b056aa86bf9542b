-- What an app must look right with: 120 columns, rows that refer to their own kind, two relations to one parent, keys of two parts, no
-- key at all, a view, an empty table, and values that are null, empty, zero, negative, huge, or very long.
CREATE TABLE person (id INTEGER PRIMARY KEY, name VARCHAR(60) NOT NULL, boss_id INTEGER REFERENCES person (id), notes TEXT);
CREATE TABLE transfer (
    id INTEGER PRIMARY KEY,
    from_person_id INTEGER NOT NULL REFERENCES person (id),
    to_person_id INTEGER REFERENCES person (id),
    amount DECIMAL(12,2), description VARCHAR(200), at TIMESTAMP, done BOOLEAN, ratio REAL, huge BIGINT
);
CREATE TABLE stock (warehouse VARCHAR(10) NOT NULL, item VARCHAR(20) NOT NULL, quantity INTEGER, PRIMARY KEY (warehouse, item));
CREATE TABLE stock_move (
    id INTEGER PRIMARY KEY, warehouse VARCHAR(10), item VARCHAR(20), delta INTEGER,
    FOREIGN KEY (warehouse, item) REFERENCES stock (warehouse, item)
);
CREATE TABLE shelf (warehouse VARCHAR(10) NOT NULL, code VARCHAR(10) NOT NULL, PRIMARY KEY (warehouse, code));
CREATE TABLE picking (
    id INTEGER PRIMARY KEY, warehouse VARCHAR(10), item VARCHAR(20), shelf VARCHAR(10),
    FOREIGN KEY (warehouse, item) REFERENCES stock (warehouse, item), FOREIGN KEY (warehouse, shelf) REFERENCES shelf (warehouse, code)
);
CREATE TABLE loose (a TEXT, b INTEGER);
CREATE TABLE vacancy (id INTEGER PRIMARY KEY, name TEXT);
CREATE VIEW person_total AS
    SELECT p.id, p.name, SUM(t.amount) AS total FROM person p LEFT JOIN transfer t ON t.from_person_id = p.id GROUP BY p.id, p.name;
CREATE TABLE wide (
    id INTEGER PRIMARY KEY,
    column_1 VARCHAR(30), column_2 DECIMAL(10,2), column_3 DATE, column_4 BOOLEAN, column_5 TEXT, column_6 INTEGER, column_7 VARCHAR(30), column_8 DECIMAL(10,2),
    column_9 DATE, column_10 BOOLEAN, column_11 TEXT, column_12 INTEGER, column_13 VARCHAR(30), column_14 DECIMAL(10,2), column_15 DATE, column_16 BOOLEAN,
    column_17 TEXT, column_18 INTEGER, column_19 VARCHAR(30), column_20 DECIMAL(10,2), column_21 DATE, column_22 BOOLEAN, column_23 TEXT, column_24 INTEGER,
    column_25 VARCHAR(30), column_26 DECIMAL(10,2), column_27 DATE, column_28 BOOLEAN, column_29 TEXT, column_30 INTEGER, column_31 VARCHAR(30), column_32 DECIMAL(10,2),
    column_33 DATE, column_34 BOOLEAN, column_35 TEXT, column_36 INTEGER, column_37 VARCHAR(30), column_38 DECIMAL(10,2), column_39 DATE, column_40 BOOLEAN,
    column_41 TEXT, column_42 INTEGER, column_43 VARCHAR(30), column_44 DECIMAL(10,2), column_45 DATE, column_46 BOOLEAN, column_47 TEXT, column_48 INTEGER,
    column_49 VARCHAR(30), column_50 DECIMAL(10,2), column_51 DATE, column_52 BOOLEAN, column_53 TEXT, column_54 INTEGER, column_55 VARCHAR(30), column_56 DECIMAL(10,2),
    column_57 DATE, column_58 BOOLEAN, column_59 TEXT, column_60 INTEGER, column_61 VARCHAR(30), column_62 DECIMAL(10,2), column_63 DATE, column_64 BOOLEAN,
    column_65 TEXT, column_66 INTEGER, column_67 VARCHAR(30), column_68 DECIMAL(10,2), column_69 DATE, column_70 BOOLEAN, column_71 TEXT, column_72 INTEGER,
    column_73 VARCHAR(30), column_74 DECIMAL(10,2), column_75 DATE, column_76 BOOLEAN, column_77 TEXT, column_78 INTEGER, column_79 VARCHAR(30), column_80 DECIMAL(10,2),
    column_81 DATE, column_82 BOOLEAN, column_83 TEXT, column_84 INTEGER, column_85 VARCHAR(30), column_86 DECIMAL(10,2), column_87 DATE, column_88 BOOLEAN,
    column_89 TEXT, column_90 INTEGER, column_91 VARCHAR(30), column_92 DECIMAL(10,2), column_93 DATE, column_94 BOOLEAN, column_95 TEXT, column_96 INTEGER,
    column_97 VARCHAR(30), column_98 DECIMAL(10,2), column_99 DATE, column_100 BOOLEAN, column_101 TEXT, column_102 INTEGER, column_103 VARCHAR(30), column_104 DECIMAL(10,2),
    column_105 DATE, column_106 BOOLEAN, column_107 TEXT, column_108 INTEGER, column_109 VARCHAR(30), column_110 DECIMAL(10,2), column_111 DATE, column_112 BOOLEAN,
    column_113 TEXT, column_114 INTEGER, column_115 VARCHAR(30), column_116 DECIMAL(10,2), column_117 DATE, column_118 BOOLEAN, column_119 TEXT
);
INSERT INTO person VALUES
    (1, 'Root', NULL, NULL),
    (2, 'An extraordinarily long name of somebody who has no end', 1, replace(hex(zeroblob(300)), '00', 'Long text that goes on. ')),
    (3, '', 2, ''),
    (4, 'Zed', 1, 'Averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongwordwithoutanyspaceinit');
INSERT INTO transfer VALUES
    (1, 1, 2, 0, NULL, NULL, NULL, NULL, NULL),
    (2, 2, 1, -1234567.89, '', '2026-01-02 03:04:05', TRUE, 0.1, 9223372036854775807),
    (3, 3, NULL, 9999999999.99, 'A description that is rather long and would go over the width of any column that there is', '2026-12-31 23:59:59', FALSE, 1e300, -9223372036854775808),
    (4, 1, 1, 0.01, '<b>not bold</b>', '2026-06-01 00:00:00', TRUE, 1e-20, 0);
INSERT INTO stock VALUES ('A_1', 'x%y', 5), ('B', 'z/z', -3);
INSERT INTO stock_move VALUES (1, 'A_1', 'x%y', 5), (2, 'B', NULL, NULL);
INSERT INTO shelf VALUES ('A_1', 'top'), ('A_1', 'low'), ('B', 'left');
INSERT INTO picking VALUES (1, 'A_1', 'x%y', 'top');
INSERT INTO loose VALUES ('one', 1), (NULL, NULL);
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30)
INSERT INTO wide (id, column_1, column_2, column_3, column_4, column_5, column_119)
    SELECT i, 'Value ' || i, i * 1.5, date('2026-01-01', '+' || i || ' days'), i % 2, 'Some longer text of the row ' || i, NULL FROM n;
