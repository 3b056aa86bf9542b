-- Three messages became orders, one is new, one cannot be read.
INSERT INTO "order_message" ("id", "topic", "message_key", "payload", "is_processed", "error", "received_at") VALUES
(1, 'order_shipping', '10692', '{"Id":10692,"CustomerId":"ALFKI","CustomerName":"Alfreds Futterkiste","OrderDate":"2013-10-03","RequiredDate":"2013-11-14","Destination":"Obere Str. 57, 12209 Berlin, Germany","AmountTotal":878.00,"Items":[{"ProductName":"Vegie-spread","Quantity":20,"Amount":878.00}]}', TRUE, NULL, '2013-10-03 14:02:11'),
(2, 'order_shipping', '10702', '{"Id":10702,"CustomerId":"ALFKI","CustomerName":"Alfreds Futterkiste","OrderDate":"2013-10-13","RequiredDate":"2013-11-24","Destination":"Obere Str. 57, 12209 Berlin, Germany","AmountTotal":330.00,"Items":[{"ProductName":"Aniseed Syrup","Quantity":6,"Amount":60.00},{"ProductName":"Lakkalikööri","Quantity":15,"Amount":270.00}]}', TRUE, NULL, '2013-10-13 09:47:30'),
(3, 'order_shipping', '10926', '{"Id":10926,"CustomerId":"ANATR","CustomerName":"Ana Trujillo Emparedados y helados","OrderDate":"2014-03-04","RequiredDate":"2014-04-15","Destination":"Avda. de la Constitución 2222, 05021 México D.F., Mexico","AmountTotal":514.40,"Items":[{"ProductName":"Queso Cabrales","Quantity":2,"Amount":42.00},{"ProductName":"Konbu","Quantity":10,"Amount":60.00},{"ProductName":"Teatime Chocolate Biscuits","Quantity":7,"Amount":64.40},{"ProductName":"Mozzarella di Giovanni","Quantity":10,"Amount":348.00}]}', TRUE, NULL, '2014-03-04 16:20:05'),
(4, 'order_shipping', '11011', '{"Id":11011,"CustomerId":"ALFKI","CustomerName":"Alfreds Futterkiste","OrderDate":"2014-04-09","RequiredDate":"2014-05-07","Destination":"Obere Str. 57, 12209 Berlin, Germany","AmountTotal":960.00,"Items":[{"ProductName":"Escargots de Bourgogne","Quantity":40,"Amount":530.00},{"ProductName":"Flotemysost","Quantity":20,"Amount":430.00}]}', FALSE, NULL, '2014-04-09 11:08:54'),
(5, 'order_shipping', NULL, '{"Id":', FALSE, 'the message ends in the middle', '2014-04-10 08:00:00');

INSERT INTO "customer" ("id", "account", "name") VALUES
(1, 'ALFKI', 'Alfreds Futterkiste'),
(2, 'ANATR', 'Ana Trujillo Emparedados y helados');

INSERT INTO "order" ("id", "order_number", "customer_id", "order_message_id", "ordered_on", "ship_by", "picked_up_on", "destination", "amount_total", "item_count") VALUES
(1, 10692, 1, 1, '2013-10-03', '2013-11-14', '2013-10-13', 'Obere Str. 57, 12209 Berlin, Germany', 878.00, 1),
(2, 10702, 1, 2, '2013-10-13', '2013-11-24', '2013-10-21', 'Obere Str. 57, 12209 Berlin, Germany', 330.00, 2),
(3, 10926, 2, 3, '2014-03-04', '2014-04-15', NULL, 'Avda. de la Constitución 2222, 05021 México D.F., Mexico', 514.40, 4);

INSERT INTO "item" ("id", "order_id", "product_name", "quantity", "amount") VALUES
(1, 1, 'Vegie-spread', 20, 878.00),
(2, 2, 'Aniseed Syrup', 6, 60.00),
(3, 2, 'Lakkalikööri', 15, 270.00),
(4, 3, 'Queso Cabrales', 2, 42.00),
(5, 3, 'Konbu', 10, 60.00),
(6, 3, 'Teatime Chocolate Biscuits', 7, 64.40),
(7, 3, 'Mozzarella di Giovanni', 10, 348.00);
