-- The view depends on the primary key, since it selects columns that functionally depend on it.
CREATE TABLE customer (id int PRIMARY KEY, name text, city text);
CREATE TABLE sale (id int PRIMARY KEY, customer_id int REFERENCES customer, amount numeric);
CREATE VIEW turnover AS SELECT c.id, c.name, c.city, sum(s.amount) AS amount FROM customer c JOIN sale s ON s.customer_id = c.id GROUP BY c.id;
CREATE MATERIALIZED VIEW cities AS SELECT city, sum(amount) AS amount FROM turnover GROUP BY city;
CREATE UNIQUE INDEX cities_city_idx ON cities (city);
INSERT INTO customer VALUES (1, 'Ada', 'Bern'), (2, 'Eve', 'Graz');
INSERT INTO sale VALUES (1, 1, 10), (2, 1, 2.50), (3, 2, 7);
REFRESH MATERIALIZED VIEW cities;
