-- Rows must go in without firing what acts on rows.
CREATE TABLE account (id serial PRIMARY KEY, name text NOT NULL, changes int NOT NULL DEFAULT 0);
CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text NOT NULL);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO log (line) VALUES (TG_OP || ' ' || NEW.name);
  NEW.changes := NEW.changes + 1;
  RETURN NEW;
END
$$;
CREATE TRIGGER note BEFORE INSERT OR UPDATE ON account FOR EACH ROW EXECUTE FUNCTION note();
CREATE TABLE archive (LIKE account INCLUDING DEFAULTS);
INSERT INTO account (name) VALUES ('first'), ('second');
UPDATE account SET name = 'renamed' WHERE id = 2;
INSERT INTO archive SELECT * FROM account;
CREATE RULE no_more AS ON INSERT TO archive DO INSTEAD NOTHING;
DELETE FROM account WHERE id = 1;
