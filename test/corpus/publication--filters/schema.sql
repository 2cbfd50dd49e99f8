-- requires: 15
-- Rows and columns of published tables, expressions that print differently after a restore, whole schemas.
CREATE SCHEMA sales;
CREATE SCHEMA "Au dit";
CREATE TABLE sales.orders (id integer PRIMARY KEY, state text, code varchar(9), "Total $" numeric, note text, flag boolean);
CREATE TABLE "Au dit".entries (id bigint);
CREATE PUBLICATION filtered FOR TABLE
  sales.orders ("Total $", id, state) WHERE (state = 'open' AND code = 'a' AND id BETWEEN 1 AND 9),
  "Au dit".entries WHERE (id > 5);
CREATE PUBLICATION flagged FOR TABLE sales.orders WHERE (flag);
CREATE PUBLICATION always FOR TABLE sales.orders (id) WHERE (true);
CREATE PUBLICATION schemas FOR TABLES IN SCHEMA sales, "Au dit";
CREATE PUBLICATION mixed FOR TABLE sales.orders, TABLES IN SCHEMA "Au dit";
