-- Run once, when the database is first opened.
CREATE TABLE orders (item TEXT NOT NULL);
CREATE TABLE stock (item TEXT PRIMARY KEY, left_over INTEGER NOT NULL CHECK (left_over >= 0));
INSERT INTO stock (item, left_over) VALUES ('tea', 100), ('rice', 40);
