CREATE FUNCTION is_code(code text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT code ~ '^[A-Z]+$' $$;
CREATE FUNCTION next_code() RETURNS text LANGUAGE sql AS 'SELECT ''ABC''';
CREATE DOMAIN code AS text DEFAULT next_code() CHECK (is_code(VALUE));
CREATE FUNCTION use_code(c code) RETURNS code LANGUAGE sql AS 'SELECT c';
