-- The familiar sample users, without passwords: no hash is stored, so none of them can log in
-- until `add-auth` or an administrator has set one.
INSERT INTO "User" ("id", "name", "email", "password_hash", "client_id", "region", "notes", "created_on") VALUES
('admin', 'Administrator', 'admin@auth.example', NULL, 1, NULL, 'May do everything', '2024-01-01 00:00:00'),
('sam', 'Sam', 'sam@auth.example', NULL, NULL, NULL, 'Manager across the tenants', '2024-01-01 00:00:00'),
('aneu', 'Anneliese Neumann', 'aneu@auth.example', NULL, 1, 'Western Europe', 'Customer service of tenant 1', '2024-01-01 00:00:00'),
('u1', 'Tenant 1, user', 'u1@auth.example', NULL, 1, NULL, NULL, '2024-01-01 00:00:00'),
('u2', 'Tenant 2, user', 'u2@auth.example', NULL, 2, NULL, NULL, '2024-01-01 00:00:00'),
('s1', 'Sales, British Isles', 's1@auth.example', NULL, 1, 'British Isles', 'Sees one region only', '2024-01-01 00:00:00'),
('r1', 'Reader', 'r1@auth.example', NULL, NULL, NULL, 'May read, and nothing else', '2024-01-01 00:00:00'),
('p1', 'Nobody in particular', 'p1@auth.example', NULL, NULL, NULL, 'Has no role: public', '2024-01-01 00:00:00'),
('ALFKI', 'Maria Anders', 'ALFKI@auth.example', NULL, 1, 'Western Europe', 'A customer who sees her own rows', '2024-01-01 00:00:00'),
('left', 'Somebody who left', 'left@auth.example', NULL, 1, NULL, 'Stopped at the door', '2024-01-01 00:00:00');

INSERT INTO "Role" ("name", "description") VALUES
('sa', 'Passes every grant and every filter'),
('manager', 'All rows, whatever the tenant'),
('tenant', 'The rows of the own client_id'),
('cs', 'Customer service: orders and their customers'),
('sales', 'Customers of the own region'),
('customer', 'The own customer row and its orders'),
('disabled', 'Cannot log in'),
('readonly', 'May read'),
('editor', 'May read and write'),
('admin', 'As editor, and may manage users'),
('superuser', 'As admin, and may manage roles');

INSERT INTO "UserRole" ("user_id", "role_name", "notes") VALUES
('admin', 'sa', NULL),
('sam', 'manager', NULL),
('aneu', 'tenant', NULL),
('aneu', 'cs', NULL),
('u1', 'tenant', NULL),
('u2', 'tenant', NULL),
('s1', 'sales', NULL),
('r1', 'readonly', NULL),
('ALFKI', 'customer', NULL),
('left', 'disabled', 'Since 2024-02-01');
