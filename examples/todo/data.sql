INSERT INTO "datas" ("id", "data", "date_created") VALUES
(1, 'first entry', '2024-03-01 08:00:00'),
(2, 'second entry', '2024-03-01 08:05:00'),
(3, 'ein Eintrag mit Umlauten: äöüß', '2024-03-02 17:30:00'),
(4, 'an entry with ''quotes'' and "more of them"', '2024-03-04 12:00:00'),
(5, 'the last one, for now', '2024-03-05 23:59:59');

INSERT INTO "users" ("id", "email", "name", "is_active", "date_created") VALUES
(1, 'ada@todo.example', 'Ada', TRUE, '2024-02-01 09:00:00'),
(2, 'grace@todo.example', 'Grace', TRUE, '2024-02-02 09:30:00'),
(3, 'linus@todo.example', 'Linus', TRUE, '2024-02-10 14:00:00'),
(4, 'gone@todo.example', 'Somebody who left', FALSE, '2023-11-20 11:15:00');

INSERT INTO "todos" ("id", "title", "notes", "due_on", "done", "priority", "user_id", "date_created") VALUES
(1, 'Buy milk', NULL, '2024-03-01', TRUE, 2, 1, '2024-02-28 18:00:00'),
(2, 'Write the talk', 'Twenty minutes, no slides with code.', '2024-04-15', FALSE, 1, 1, '2024-02-28 18:05:00'),
(3, 'Book the train', NULL, '2024-04-01', FALSE, 1, 1, '2024-02-28 18:06:00'),
(4, 'Repair the bicycle', 'The rear light; perhaps the bell.', NULL, FALSE, 3, 2, '2024-02-29 07:45:00'),
(5, 'Call the landlord', NULL, '2024-03-06', TRUE, 1, 2, '2024-03-01 10:00:00'),
(6, 'Return the books', NULL, '2024-03-20', FALSE, 2, 3, '2024-03-01 12:30:00'),
(7, 'Water the plants', 'Not the cactus.', NULL, FALSE, 2, NULL, '2024-03-02 09:00:00'),
(8, 'Sort the photographs', NULL, NULL, FALSE, 3, NULL, '2024-03-03 20:20:00'),
(9, 'Renew the passport', 'Needs a new picture.', '2024-06-30', FALSE, 1, 3, '2024-03-04 08:10:00'),
(10, 'Hand over the keys', NULL, '2023-12-31', TRUE, 1, 4, '2023-12-01 16:00:00');
