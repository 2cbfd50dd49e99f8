-- roles: reader
CREATE EXTENSION pgcrypto;
CREATE EXTENSION pg_stat_statements;
REVOKE ALL ON FUNCTION digest(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION digest(text, text) TO reader;
REVOKE SELECT ON pg_stat_statements FROM PUBLIC;
GRANT SELECT (query, calls) ON pg_stat_statements TO reader;
