-- roles: alice bob
CREATE FUNCTION f_immutable(a integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE LEAKPROOF COST 0.5 AS 'SELECT a';
CREATE FUNCTION f_stable() RETURNS SETOF integer LANGUAGE sql STABLE PARALLEL RESTRICTED ROWS 12 COST 250 AS 'SELECT 1';
CREATE FUNCTION f_definer() RETURNS text LANGUAGE sql SECURITY DEFINER
  SET search_path = pg_catalog, "My Schema", pg_temp SET work_mem = '64MB' SET my_app.setting TO 'it''s' AS 'SELECT ''''::text';
CREATE FUNCTION f_empty_path() RETURNS text LANGUAGE sql SET search_path = '' SET TimeZone = 'Europe/Berlin'
  SET enable_seqscan = off SET statement_timeout = 1500 AS 'SELECT ''''::text';
CREATE FUNCTION f_user_path() RETURNS text LANGUAGE sql SET search_path = "$user", public, "quo""te" AS 'SELECT ''''::text';
CREATE FUNCTION f_window(integer) RETURNS bigint LANGUAGE internal WINDOW IMMUTABLE AS 'window_rank';
CREATE FUNCTION f_internal(text) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'textlen';
CREATE FUNCTION f_support(text, text) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT SUPPORT textlike_support AS 'textlike';
ALTER FUNCTION f_definer() OWNER TO alice;
REVOKE ALL ON FUNCTION f_definer() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION f_definer() TO bob;
