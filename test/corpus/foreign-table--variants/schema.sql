-- roles: alice
-- Wrappers, servers, user mappings and foreign tables, with all that hangs on them.
CREATE SCHEMA "far Away";

CREATE FOREIGN DATA WRAPPER dummy;
CREATE FOREIGN DATA WRAPPER "Wrap.per ""x""" VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER with_options OPTIONS (z 'it''s', a 'b\c', "M m" '');
ALTER FOREIGN DATA WRAPPER with_options VALIDATOR postgresql_fdw_validator;
ALTER FOREIGN DATA WRAPPER with_options NO VALIDATOR;
CREATE FOREIGN DATA WRAPPER short_lived NO HANDLER;
COMMENT ON FOREIGN DATA WRAPPER dummy IS 'reaches nothing';
GRANT USAGE ON FOREIGN DATA WRAPPER dummy TO alice WITH GRANT OPTION;
DROP FOREIGN DATA WRAPPER short_lived;

CREATE SERVER zz_first FOREIGN DATA WRAPPER dummy;
CREATE SERVER "Ser.ver" TYPE 'ty''pe' VERSION '9.6' FOREIGN DATA WRAPPER "Wrap.per ""x""" OPTIONS (port '5432', host 'localhost');
CREATE SERVER of_reader FOREIGN DATA WRAPPER dummy OPTIONS ("Mixed Case" 'x', "select" '', password_required 'false', passfile '/p', sslkey '/k');
CREATE SERVER renamed FOREIGN DATA WRAPPER dummy;
ALTER SERVER renamed RENAME TO "after rename";
ALTER SERVER "after rename" VERSION '2' OPTIONS (ADD b '1', ADD a '2');
GRANT USAGE ON FOREIGN DATA WRAPPER dummy TO alice;
ALTER SERVER of_reader OWNER TO alice;
COMMENT ON SERVER "Ser.ver" IS 'quoted';
GRANT USAGE ON FOREIGN SERVER zz_first TO alice, PUBLIC;

CREATE USER MAPPING FOR CURRENT_USER SERVER "Ser.ver" OPTIONS ("user" 'me');
CREATE USER MAPPING FOR PUBLIC SERVER zz_first;
CREATE USER MAPPING FOR alice SERVER zz_first OPTIONS ("user" 'reader', "Odd one" 'a''b\c');
CREATE USER MAPPING FOR PUBLIC SERVER of_reader OPTIONS ("user" 'anybody', application_name 'x');

CREATE FUNCTION audit() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE SEQUENCE counter;

CREATE FOREIGN TABLE plain (
  id integer OPTIONS (column_name 'ID', key 'true') NOT NULL,
  "Na me" text OPTIONS ("Column" 'n''ame') COLLATE "C" DEFAULT 'x' || current_user,
  price numeric(10, 2) CONSTRAINT positive CHECK (price > 0),
  twice numeric GENERATED ALWAYS AS (price * 2) STORED,
  numbered bigint NOT NULL DEFAULT nextval('counter'),
  tags text[] OPTIONS (x '1'),
  dropped integer,
  CONSTRAINT alone CHECK (id > 0) NO INHERIT
) SERVER zz_first OPTIONS (schema_name 'remote', table_name 'it''s', "Odd" '');
ALTER FOREIGN TABLE plain DROP COLUMN dropped;
ALTER FOREIGN TABLE plain ADD COLUMN later date OPTIONS (fmt 'iso') DEFAULT '2020-01-01';
ALTER FOREIGN TABLE plain ADD CONSTRAINT unchecked CHECK (later > '2000-01-01') NOT VALID;
ALTER FOREIGN TABLE plain ALTER COLUMN "Na me" SET STATISTICS 77;
ALTER FOREIGN TABLE plain ALTER COLUMN "Na me" SET STORAGE EXTERNAL;
ALTER FOREIGN TABLE plain ALTER COLUMN price SET (n_distinct = 5, n_distinct_inherited = 7);
ALTER FOREIGN TABLE plain ALTER COLUMN tags OPTIONS (DROP x, ADD b '2', ADD a '1');
ALTER SEQUENCE counter OWNED BY plain.numbered;
CREATE STATISTICS of_plain (ndistinct) ON id, price FROM plain;
CREATE TRIGGER by_row AFTER INSERT OR UPDATE OF price ON plain FOR EACH ROW WHEN (new.price > 1) EXECUTE FUNCTION audit('a');
CREATE TRIGGER by_statement BEFORE DELETE ON plain EXECUTE FUNCTION audit();
ALTER FOREIGN TABLE plain DISABLE TRIGGER by_row;
COMMENT ON FOREIGN TABLE plain IS 'far';
COMMENT ON COLUMN plain."Na me" IS 'a column';
COMMENT ON CONSTRAINT positive ON plain IS 'a check';
COMMENT ON TRIGGER by_row ON plain IS 'a trigger';
GRANT SELECT ON plain TO alice;
GRANT UPDATE (price), SELECT ("Na me") ON plain TO alice WITH GRANT OPTION;
CREATE VIEW on_plain AS SELECT id, "Na me" AS name FROM plain;
CREATE FUNCTION takes(p plain) RETURNS integer LANGUAGE sql AS 'SELECT p.id';

CREATE FOREIGN TABLE "far Away"."Empty.tab" () SERVER "Ser.ver";
CREATE FOREIGN TABLE owned (a integer) SERVER zz_first;
ALTER FOREIGN TABLE owned OWNER TO alice;

-- Inheritance, both ways.
CREATE TABLE local_parent (a integer NOT NULL, b text DEFAULT 'p', CONSTRAINT in_parent CHECK (a > 0));
CREATE FOREIGN TABLE far_child (c integer OPTIONS (k 'v')) INHERITS (local_parent) SERVER zz_first OPTIONS (t '1');
ALTER FOREIGN TABLE far_child ALTER COLUMN a OPTIONS (ADD column_name 'A');
ALTER FOREIGN TABLE far_child ALTER COLUMN b SET DEFAULT 'q';
CREATE FOREIGN TABLE far_merged (b text OPTIONS (m 'n'), a integer) SERVER zz_first;
ALTER FOREIGN TABLE far_merged ADD CONSTRAINT in_parent CHECK (a > 0);
ALTER FOREIGN TABLE far_merged ALTER COLUMN a SET NOT NULL;
ALTER FOREIGN TABLE far_merged INHERIT local_parent;
CREATE FOREIGN TABLE far_parent (a integer CHECK (a > 0), b text) SERVER zz_first;
CREATE TABLE local_child (c integer) INHERITS (far_parent);
CREATE FOREIGN TABLE far_grandchild () INHERITS (local_child) SERVER zz_first;
ALTER FOREIGN TABLE far_parent ADD COLUMN late integer;

-- Partitions.
CREATE TABLE measured (id integer NOT NULL, at date NOT NULL, v text DEFAULT 'm', CHECK (id > 0)) PARTITION BY RANGE (at);
CREATE INDEX measured_at ON measured (at);
CREATE TRIGGER of_parts AFTER INSERT ON measured FOR EACH ROW EXECUTE FUNCTION audit();
CREATE TABLE measured_near PARTITION OF measured FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FOREIGN TABLE measured_far PARTITION OF measured FOR VALUES FROM ('2020-01-01') TO ('2024-01-01') SERVER zz_first OPTIONS (y '1');
ALTER FOREIGN TABLE measured_far ALTER COLUMN v OPTIONS (ADD column_name 'V');
CREATE FOREIGN TABLE measured_default PARTITION OF measured (v DEFAULT 'other') DEFAULT SERVER zz_first;
CREATE FOREIGN TABLE measured_old (v text OPTIONS (o '1'), at date NOT NULL, id integer NOT NULL) SERVER zz_first;
ALTER FOREIGN TABLE measured_old ADD CONSTRAINT measured_id_check CHECK (id > 0);
ALTER TABLE measured ATTACH PARTITION measured_old FOR VALUES FROM ('2010-01-01') TO ('2020-01-01');
ALTER FOREIGN TABLE measured_old DISABLE TRIGGER of_parts;

-- Numbers from sequences of this database.
CREATE FOREIGN TABLE counted (a integer GENERATED ALWAYS AS IDENTITY (START 5), b serial, c integer NOT NULL) SERVER zz_first;
ALTER FOREIGN TABLE counted ALTER c ADD GENERATED BY DEFAULT AS IDENTITY;
