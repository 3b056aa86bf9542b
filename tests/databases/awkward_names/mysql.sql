-- Names that a database allows and that code, templates, paths or query parameters may not survive.
-- MySQL and MariaDB: columns are compared without case, tables too on some systems.

SET NAMES utf8mb4;

-- --- keywords and words with a meaning of ours --------------------------------------------------------

-- Words that JSON:API, our query parameters or Rust use, as columns. One column is called as its table.
CREATE TABLE `order` (
  `id` integer NOT NULL PRIMARY KEY,
  `type` varchar(40),
  `self` varchar(40),
  `row` varchar(40),
  `new` varchar(40),
  `order` varchar(40),
  `links` varchar(40),
  `relationships` varchar(40),
  `attributes` varchar(40),
  `data` varchar(40),
  `meta` varchar(40),
  `included` varchar(40),
  `include` varchar(40),
  `fields` varchar(40),
  `filter` varchar(40),
  `sort` varchar(40),
  `page` varchar(40),
  `and` varchar(40),
  `or` varchar(40),
  `not` varchar(40),
  `search` varchar(40),
  `exists` varchar(40),
  `type_` varchar(40)
);
INSERT INTO `order` (`id`, `type`, `self`, `row`, `new`, `order`, `links`, `and`, `search`, `type_`) VALUES
  (1, 'retail', 'me', 'first', 'yes', 'by', 'none', 'or', 'found', 'other'),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);

CREATE TABLE `select` (
  `from` integer NOT NULL PRIMARY KEY,
  `fn` varchar(40),
  `async` varchar(40),
  `match` varchar(40),
  `crate` varchar(40),
  `Self` varchar(40),
  `super` varchar(40),
  `dyn` varchar(40),
  `gen` varchar(40),
  `try` varchar(40),
  `union` varchar(40),
  `r#type` varchar(40),
  `where` varchar(40),
  `null` varchar(40),
  `true` varchar(40),
  `_` varchar(40),
  `order_id` integer,
  CONSTRAINT `a "quoted" name` FOREIGN KEY (`order_id`) REFERENCES `order` (`id`)
);
INSERT INTO `select` (`from`, `fn`, `Self`, `r#type`, `null`, `_`, `order_id`) VALUES (1, 'f', 'S', 'raw', 'not null', 'blank', 1);

-- Types and modules that Rust, its prelude, or a generated project already has.
CREATE TABLE `Result` (`id` integer NOT NULL PRIMARY KEY, `Ok` varchar(40), `Err` varchar(40));
CREATE TABLE `ResultRow` (`id` integer NOT NULL PRIMARY KEY, `result_id` integer, FOREIGN KEY (`result_id`) REFERENCES `Result` (`id`));
CREATE TABLE `Option` (`id` integer NOT NULL PRIMARY KEY, `Some` varchar(40), `None` varchar(40));
CREATE TABLE `self` (`self` integer NOT NULL PRIMARY KEY, `this` varchar(40));
CREATE TABLE `String` (`String` varchar(40) NOT NULL PRIMARY KEY, `str` varchar(40));
CREATE TABLE `Vec` (`id` integer NOT NULL PRIMARY KEY, `len` integer);
CREATE TABLE `box` (`id` integer NOT NULL PRIMARY KEY, `Box` varchar(40));
CREATE TABLE `mod` (`id` integer NOT NULL PRIMARY KEY, `mod` varchar(40));
CREATE TABLE `new` (`id` integer NOT NULL PRIMARY KEY, `new` varchar(40));
CREATE TABLE `error` (`id` integer NOT NULL PRIMARY KEY, `error` varchar(40));
CREATE TABLE `model` (`id` integer NOT NULL PRIMARY KEY, `model` varchar(40));
CREATE TABLE `value` (`id` integer NOT NULL PRIMARY KEY, `value` varchar(40));
CREATE TABLE `generated` (`id` integer NOT NULL PRIMARY KEY, `generated` varchar(40));
CREATE TABLE `Session` (`id` integer NOT NULL PRIMARY KEY, `session` varchar(40));
CREATE TABLE `Caller` (`id` integer NOT NULL PRIMARY KEY, `caller` varchar(40));
CREATE TABLE `i32` (`id` integer NOT NULL PRIMARY KEY, `u8` integer);
CREATE TABLE `std` (`id` integer NOT NULL PRIMARY KEY, `core` varchar(40));
CREATE TABLE `_` (`id` integer NOT NULL PRIMARY KEY, `__` varchar(40));
INSERT INTO `Result` VALUES (1, 'fine', NULL), (2, NULL, 'broken');
INSERT INTO `ResultRow` VALUES (1, 1);
INSERT INTO `Option` VALUES (1, 'thing', NULL);
INSERT INTO `self` VALUES (1, 'me');
INSERT INTO `String` VALUES ('text', 'slice');
INSERT INTO `mod` VALUES (1, 'module');
INSERT INTO `_` VALUES (1, 'underscores');

-- --- characters ---------------------------------------------------------------------------------------

CREATE TABLE `größe` (`id` integer NOT NULL PRIMARY KEY, `ünï` varchar(40), `数` integer, `straße` varchar(40));
INSERT INTO `größe` VALUES (1, 'Übergröße', 42, 'Hauptstraße');

-- Without any ASCII letter.
CREATE TABLE `日本語` (`番号` integer NOT NULL PRIMARY KEY, `名前` varchar(40), `größe_id` integer, FOREIGN KEY (`größe_id`) REFERENCES `größe` (`id`));
INSERT INTO `日本語` VALUES (1, '東京', 1);

CREATE TABLE `2fast` (`1st` integer NOT NULL PRIMARY KEY, `2nd` varchar(40), `100%` varchar(40), `#` varchar(40), `€` varchar(40));
INSERT INTO `2fast` VALUES (1, 'second', 'all', 'number', 'euro');

CREATE TABLE `with space` (`with space` varchar(40) NOT NULL PRIMARY KEY, ` leading` varchar(40));
INSERT INTO `with space` VALUES ('a b', 'c');

-- A foreign key with a dash, to the table itself, and one with a space.
CREATE TABLE `with-dash` (
  `with-dash` integer NOT NULL PRIMARY KEY,
  `parent-id` integer,
  `the space` varchar(40),
  FOREIGN KEY (`parent-id`) REFERENCES `with-dash` (`with-dash`),
  FOREIGN KEY (`the space`) REFERENCES `with space` (`with space`)
);
INSERT INTO `with-dash` VALUES (1, NULL, 'a b'), (2, 1, NULL);

-- Eight columns for which a careless identifier is `a_b`.
CREATE TABLE `with.dot` (
  `a.b` integer NOT NULL PRIMARY KEY,
  `a[b]` varchar(40),
  `a(b)` varchar(40),
  `a b` varchar(40),
  `a-b` varchar(40),
  `a_b` varchar(40),
  `a__b` varchar(40),
  `a/b` varchar(40)
);
INSERT INTO `with.dot` VALUES (1, 'brackets', 'parentheses', 'space', 'dash', 'underscore', 'two', 'slash');

CREATE TABLE `with/slash` (`id` integer NOT NULL PRIMARY KEY, `../up` varchar(40), `with.dot` integer, FOREIGN KEY (`with.dot`) REFERENCES `with.dot` (`a.b`));
INSERT INTO `with/slash` VALUES (1, 'out', 1);

CREATE TABLE `with\backslash` (`id` integer NOT NULL PRIMARY KEY, `\n` varchar(40), `C:\` varchar(40));
INSERT INTO `with\backslash` VALUES (1, 'letter n', 'drive');

-- What string literals, templates, comments and shells take for their own.
CREATE TABLE `quote"d` (`id` integer NOT NULL PRIMARY KEY, `a"b` varchar(40), `it's` varchar(40), `back``tick` varchar(40));
INSERT INTO `quote"d` VALUES (1, 'double', 'single', 'back');
CREATE TABLE `{{ table }}` (`id` integer NOT NULL PRIMARY KEY, `{{ column }}` varchar(40), `{% raw %}` varchar(40), `*/` varchar(40), `$(x)` varchar(40), `a=b&c` varchar(40));
INSERT INTO `{{ table }}` VALUES (1, 'tera', 'tag', 'comment', 'shell', 'query');
CREATE TABLE `two
lines` (`id` integer NOT NULL PRIMARY KEY, `over
two lines` varchar(40));
INSERT INTO `two
lines` VALUES (1, 'newline');

-- Sixty characters, twice, different only at the end.
CREATE TABLE `a_table_name_that_is_exactly_sixty_characters_long_for_testa` (`id` integer NOT NULL PRIMARY KEY, `a_table_name_that_is_exactly_sixty_characters_long_id` integer, CONSTRAINT `long_to_itself` FOREIGN KEY (`a_table_name_that_is_exactly_sixty_characters_long_id`) REFERENCES `a_table_name_that_is_exactly_sixty_characters_long_for_testa` (`id`));
CREATE TABLE `a_table_name_that_is_exactly_sixty_characters_long_for_testb` (`id` integer NOT NULL PRIMARY KEY, `a_table_name_that_is_exactly_sixty_characters_long_id` integer, CONSTRAINT `long_to_long` FOREIGN KEY (`a_table_name_that_is_exactly_sixty_characters_long_id`) REFERENCES `a_table_name_that_is_exactly_sixty_characters_long_for_testa` (`id`));
INSERT INTO `a_table_name_that_is_exactly_sixty_characters_long_for_testa` VALUES (1, NULL);
INSERT INTO `a_table_name_that_is_exactly_sixty_characters_long_for_testb` VALUES (1, 1);

-- --- collisions ---------------------------------------------------------------------------------------

-- Singular and plural of one word.
CREATE TABLE `item` (`id` integer NOT NULL PRIMARY KEY, `name` varchar(40));
CREATE TABLE `items` (`id` integer NOT NULL PRIMARY KEY, `item_id` integer, FOREIGN KEY (`item_id`) REFERENCES `item` (`id`));
CREATE TABLE `users` (`id` integer NOT NULL PRIMARY KEY, `user_id` integer);
INSERT INTO `item` VALUES (1, 'one');
INSERT INTO `items` VALUES (1, 1);
INSERT INTO `users` VALUES (1, NULL);

-- `Comment.author_id` wants to be called `author`, and `User.CommentList` is a column already.
CREATE TABLE `user` (`id` integer NOT NULL PRIMARY KEY, `name` varchar(40), `CommentList` varchar(40));
CREATE TABLE `comment` (
  `id` integer NOT NULL PRIMARY KEY,
  `author` varchar(40),
  `author_id` integer NOT NULL,
  `Editor` varchar(40),
  `EditorId` integer,
  FOREIGN KEY (`author_id`) REFERENCES `user` (`id`),
  FOREIGN KEY (`EditorId`) REFERENCES `user` (`id`)
);
INSERT INTO `user` VALUES (1, 'Ada', 'none yet'), (2, 'Grace', NULL);
INSERT INTO `comment` VALUES (1, 'A. L.', 1, NULL, 2);

-- Names that are one name after conversion to snake_case or CamelCase.
CREATE TABLE `order_detail` (`id` integer NOT NULL PRIMARY KEY, `unit_price` integer, `UnitPrice` integer);
CREATE TABLE `OrderDetail` (`id` integer NOT NULL PRIMARY KEY, `order_detail_id` integer, FOREIGN KEY (`order_detail_id`) REFERENCES `order_detail` (`id`));
CREATE TABLE `order_details` (`id` integer NOT NULL PRIMARY KEY, `OrderDetailId` integer);
INSERT INTO `order_detail` VALUES (1, 10, 20);
INSERT INTO `OrderDetail` VALUES (1, 1);

-- --- values that become part of an address ------------------------------------------------------------

CREATE TABLE `text_key` (`key` varchar(40) COLLATE utf8mb4_bin NOT NULL PRIMARY KEY, `note` varchar(40));
INSERT INTO `text_key` VALUES
  ('', 'empty'),
  (' x', 'leading space'),
  ('.', 'dot'),
  ('..', 'dots'),
  ('a/b', 'slash'),
  ('a b', 'space'),
  ('a_b', 'underscore'),
  ('a+b', 'plus'),
  ('a,b', 'comma'),
  ('a?b=c&d', 'query'),
  ('a#b', 'fragment'),
  ('100%', 'percent'),
  ('%2F', 'percent-encoded slash'),
  ('it''s', 'single quote'),
  ('say "hi"', 'double quote'),
  ('a\\b', 'backslash'),
  ('ünï', 'letters'),
  ('日本', 'no ASCII'),
  ('🦀', 'four bytes');

CREATE TABLE `text_key_child` (
  `id` integer NOT NULL PRIMARY KEY,
  `text_key` varchar(40) COLLATE utf8mb4_bin,
  FOREIGN KEY (`text_key`) REFERENCES `text_key` (`key`)
);
INSERT INTO `text_key_child` VALUES (1, 'a/b'), (2, ''), (3, '🦀');

-- Joined without escapes, two of these rows would have the same id.
CREATE TABLE `text_key_pair` (
  `left` varchar(40) COLLATE utf8mb4_bin NOT NULL,
  `right` varchar(40) COLLATE utf8mb4_bin NOT NULL,
  `note` varchar(40),
  PRIMARY KEY (`left`, `right`)
);
INSERT INTO `text_key_pair` VALUES
  ('a_b', 'c', 'first'),
  ('a', 'b_c', 'second'),
  ('a', '', 'empty right'),
  ('', 'a', 'empty left'),
  ('_', '%', 'only escapes'),
  ('%5F', '/', 'an escape as text');

CREATE VIEW `a view` AS SELECT `id` AS `the id`, `type` AS `type` FROM `order`;

-- --- only in MySQL and MariaDB ------------------------------------------------------------------------

-- Text that ends up in doc comments, descriptions and YAML.
ALTER TABLE `order` COMMENT = 'Ends a comment: */ and a string: " and a block: {{ x }} {% y %} ```\nsecond line: - # ''quoted'' \\';
ALTER TABLE `order` MODIFY `type` varchar(40) COMMENT 'yes: [no, "~"] # not a comment */ /// //! <b>bold</b> ünï';

CREATE TABLE `user type` (`id` integer NOT NULL PRIMARY KEY, `my enum` enum('a b', 'it''s', '"', '', 'ünï', 'SELECT'));
INSERT INTO `user type` VALUES (1, 'it''s'), (2, '');
