CREATE TABLE items (id integer PRIMARY KEY, price numeric NOT NULL, note text);
CREATE VIEW cheap AS SELECT id, price FROM items WHERE price < 10;
CREATE FUNCTION total() RETURNS numeric LANGUAGE sql STABLE RETURN (SELECT sum(price) FROM items);
CREATE FUNCTION add_item(new_id integer, new_price numeric DEFAULT 1.5) RETURNS SETOF items LANGUAGE sql
BEGIN ATOMIC
  INSERT INTO items (id, price) VALUES (new_id, new_price);
  UPDATE items SET note = 'it''s $$ new' WHERE id = new_id;
  SELECT * FROM items WHERE id = new_id;
END;
CREATE FUNCTION nothing() RETURNS void LANGUAGE sql BEGIN ATOMIC END;
CREATE FUNCTION cheap_ones() RETURNS SETOF cheap LANGUAGE sql STABLE BEGIN ATOMIC SELECT * FROM cheap; END;
CREATE VIEW totals AS SELECT total() AS total, c.id FROM cheap_ones() AS c;
CREATE PROCEDURE clean(before integer) LANGUAGE sql BEGIN ATOMIC DELETE FROM items WHERE id < before; END;
