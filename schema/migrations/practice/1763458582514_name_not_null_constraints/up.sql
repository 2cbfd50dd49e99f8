-- PostgreSQL 18 names NOT NULL constraints, and renaming a table or a column leaves their names behind.
-- Before 18 there are none, and nothing happens.
DO $$
DECLARE
  misnamed record;
BEGIN
  FOR misnamed IN
    SELECT
      c.conrelid::regclass AS "table",
      c.conname AS name,
      format('%s_%s_not_null', t.relname, a.attname) AS new_name
    FROM pg_constraint AS c
    JOIN pg_class AS t ON t.oid = c.conrelid
    JOIN pg_attribute AS a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.connamespace = 'practice'::regnamespace
      AND c.contype = 'n'
      AND c.conname <> format('%s_%s_not_null', t.relname, a.attname)
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I', misnamed."table", misnamed.name, misnamed.new_name);
  END LOOP;
END;
$$;
