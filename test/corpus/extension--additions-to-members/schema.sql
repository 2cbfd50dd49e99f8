-- What users add to the relations of an extension; pg_dump leaves it out.
CREATE EXTENSION pg_stat_statements;
CREATE SCHEMA app;
CREATE FUNCTION app.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER refuse INSTEAD OF DELETE ON pg_stat_statements FOR EACH ROW EXECUTE FUNCTION app.refuse();
CREATE RULE "Kee p" AS ON UPDATE TO pg_stat_statements DO INSTEAD NOTHING;
COMMENT ON RULE "Kee p" ON pg_stat_statements IS 'for ever';
