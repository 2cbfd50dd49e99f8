-- The version is not the one that the server would choose, so up.sql has to name it.
CREATE EXTENSION hstore VERSION '1.5';
CREATE EXTENSION pg_trgm VERSION '1.3';
ALTER EXTENSION pg_trgm UPDATE TO '1.4';
