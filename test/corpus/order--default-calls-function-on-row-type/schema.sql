-- The function takes the table's row type, and the table's default and check call functions.
CREATE TABLE item (id int PRIMARY KEY, code text, parent int);
CREATE FUNCTION item_label(item) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.id || ':' || coalesce($1.code, '-') $$;
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS $$ SELECT 'c' || count(*) FROM item $$;
CREATE FUNCTION is_code(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT $1 ~ '^c[0-9]+$' $$;
ALTER TABLE item ALTER code SET DEFAULT next_code();
ALTER TABLE item ADD CONSTRAINT item_code_check CHECK (is_code(code));
CREATE INDEX item_label_idx ON item (item_label(item));
CREATE VIEW labelled AS SELECT i.id, item_label(i) AS label FROM item i;
INSERT INTO item (id) VALUES (1), (2);
