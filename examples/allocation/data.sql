INSERT INTO "Customer" ("Id", "CompanyName", "Balance", "CreditLimit") VALUES
('ALFKI', 'Alfreds Futterkiste', 2732.20, 4000.00),
('ANATR', 'Ana Trujillo Emparedados y helados', 1158.80, 2000.00),
('BERGS', 'Berglunds snabbköp', 0.00, 1500.00),
('VINET', 'Vins et alcools Chevalier', 0.00, 1000.00);

INSERT INTO "Order" ("Id", "CustomerId", "OrderDate", "AmountTotal", "AmountPaid", "AmountOwed") VALUES
(10280, 'BERGS', '2012-08-14', 613.20, 613.20, 0.00),
(10308, 'ANATR', '2012-09-18', 88.80, 88.80, 0.00),
(10384, 'BERGS', '2012-12-16', 2222.40, 2222.40, 0.00),
(10625, 'ANATR', '2013-08-08', 479.75, 155.35, 324.40),
(10643, 'ALFKI', '2013-08-25', 1086.00, 1086.00, 0.00),
(10692, 'ALFKI', '2013-10-03', 878.00, 778.00, 100.00),
(10702, 'ALFKI', '2013-10-13', 330.00, 0.00, 330.00),
(10759, 'ANATR', '2013-11-28', 320.00, 0.00, 320.00),
(10835, 'ALFKI', '2014-01-15', 851.00, 0.00, 851.00),
(10926, 'ANATR', '2014-03-04', 514.40, 0.00, 514.40),
(10952, 'ALFKI', '2014-03-16', 491.20, 0.00, 491.20),
(11011, 'ALFKI', '2014-04-09', 960.00, 0.00, 960.00);

-- BERGS has paid 164.40 more than it owes. Pay 1000.00 for ALFKI: 100.00, 330.00 and 570.00.
INSERT INTO "Payment" ("Id", "CustomerId", "Amount", "AmountAllocated", "AmountUnAllocated", "CreatedOn") VALUES
(1, 'ANATR', 88.80, 88.80, 0.00, '2012-10-01 09:00:00'),
(2, 'BERGS', 1000.00, 1000.00, 0.00, '2013-01-10 11:30:00'),
(3, 'BERGS', 2000.00, 1835.60, 164.40, '2013-02-11 14:00:00'),
(4, 'ALFKI', 1864.00, 1864.00, 0.00, '2013-11-04 10:15:00'),
(5, 'ANATR', 155.35, 155.35, 0.00, '2014-03-05 16:45:00');

INSERT INTO "PaymentAllocation" ("Id", "PaymentId", "OrderId", "AmountAllocated") VALUES
(1, 1, 10308, 88.80),
(2, 2, 10280, 613.20),
(3, 2, 10384, 386.80),
(4, 3, 10384, 1835.60),
(5, 4, 10643, 1086.00),
(6, 4, 10692, 778.00),
(7, 5, 10625, 155.35);
