INSERT INTO "customer" ("id", "name", "balance", "credit_limit", "email", "email_opt_out") VALUES
(1, 'Alice', 930.00, 5000.00, 'alice@demo.example', FALSE),
(2, 'Bob', 0.00, 3000.00, 'bob@demo.example', TRUE),
(3, 'Charlie', 2039.80, 2100.00, 'charlie@demo.example', FALSE),
(4, 'Diana', 0.00, 1000.00, 'diana@demo.example', FALSE),
(5, 'Silent', 220.00, NULL, NULL, TRUE);

INSERT INTO "product" ("id", "name", "unit_price") VALUES
(1, 'Gadget', 150.00),
(2, 'Widget', 90.00),
(3, 'Thingamajig', 1575.00),
(4, 'Doodad', 110.00),
(5, 'Green', 109.00),
(6, 'Screw, box of 100', 4.99);

INSERT INTO "order" ("id", "notes", "customer_id", "created_on", "date_shipped", "amount_total") VALUES
(1, 'Alice''s first order', 1, '2023-02-22', '2023-02-25', 240.00),
(2, 'Please deliver in the evening', 1, '2023-03-14', NULL, 450.00),
(3, NULL, 1, '2023-03-20', NULL, 480.00),
(4, 'Paid in advance', 2, '2023-02-03', '2023-02-10', 1575.00),
(5, NULL, 2, '2023-04-01', '2023-04-02', 24.95),
(6, NULL, 3, '2023-04-05', NULL, 1684.00),
(7, 'Rush', 3, '2023-04-11', NULL, 355.80),
(8, NULL, 3, '2023-01-19', '2023-01-30', 180.00),
(9, NULL, 5, '2023-04-12', NULL, 220.00),
(10, 'Nothing in it yet', 4, '2023-04-12', NULL, 0.00);

INSERT INTO "item" ("id", "order_id", "product_id", "quantity", "amount", "unit_price") VALUES
(1, 1, 1, 1, 150.00, 150.00),
(2, 1, 2, 1, 90.00, 90.00),
(3, 2, 2, 5, 450.00, 90.00),
(4, 3, 1, 1, 150.00, 150.00),
(5, 3, 4, 3, 330.00, 110.00),
(6, 4, 3, 1, 1575.00, 1575.00),
(7, 5, 6, 5, 24.95, 4.99),
(8, 6, 3, 1, 1575.00, 1575.00),
(9, 6, 5, 1, 109.00, 109.00),
(10, 7, 5, 3, 327.00, 109.00),
(11, 7, 6, 5, 24.95, 4.99),
(12, 7, 6, 1, 3.85, 3.85),
(13, 8, 2, 2, 180.00, 90.00),
(14, 9, 4, 2, 220.00, 110.00);
