-- roles: alice
CREATE TABLE t (id integer PRIMARY KEY, name text, doc jsonb);
CREATE MATERIALIZED VIEW populated AS SELECT id, name, doc FROM t;
CREATE UNIQUE INDEX ON populated (id);
CREATE INDEX "By name" ON populated USING btree (lower(name) DESC) WHERE name <> '';
CREATE MATERIALIZED VIEW a_empty (a, "B") WITH (fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off) AS
  SELECT p.id, upper(p.name) FROM populated p WITH NO DATA;
CREATE MATERIALIZED VIEW a_on_top AS SELECT count(*) AS n FROM populated;
ALTER MATERIALIZED VIEW populated ALTER COLUMN name SET STATISTICS 500;
ALTER MATERIALIZED VIEW populated ALTER COLUMN doc SET STORAGE EXTERNAL;
ALTER MATERIALIZED VIEW populated ALTER COLUMN id SET (n_distinct = -0.5);
ALTER MATERIALIZED VIEW populated ALTER COLUMN doc SET COMPRESSION pglz;
CREATE VIEW over AS SELECT * FROM populated;
ALTER MATERIALIZED VIEW a_empty OWNER TO alice;
GRANT SELECT ON populated TO alice;
COMMENT ON MATERIALIZED VIEW populated IS 'kept';
COMMENT ON COLUMN a_empty."B" IS 'upper';
COMMENT ON INDEX "By name" IS 'partial';
