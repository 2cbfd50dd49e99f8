-- The SQL-standard body makes the function depend on the view, and a view on the function.
CREATE TABLE reading (id int PRIMARY KEY, value numeric NOT NULL);
CREATE VIEW positive AS SELECT id, value FROM reading WHERE value > 0;
CREATE FUNCTION total_positive() RETURNS numeric LANGUAGE sql STABLE BEGIN ATOMIC SELECT sum(value) FROM positive; END;
CREATE VIEW share AS SELECT id, value / total_positive() AS part FROM positive;
CREATE FUNCTION shares() RETURNS SETOF share LANGUAGE sql STABLE AS $$ SELECT * FROM share $$;
CREATE VIEW top_share AS SELECT max(part) AS part FROM shares();
