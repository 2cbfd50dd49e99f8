CREATE TABLE t (id integer);
CREATE VIEW v AS SELECT 1 AS one;
SET allow_system_table_mods = on;
INSERT INTO pg_catalog.pg_seclabel (classoid, objoid, objsubid, provider, label) VALUES
  ('pg_class'::regclass, 't'::regclass, 0, 'acme', 'secret'),
  ('pg_class'::regclass, 't'::regclass, 1, 'acme', 'secret');
