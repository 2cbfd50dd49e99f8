-- Only schemas are the system's by such names.
CREATE FOREIGN DATA WRAPPER information_schema;
CREATE SERVER pg_temp_x FOREIGN DATA WRAPPER information_schema;
CREATE SERVER pg_toast FOREIGN DATA WRAPPER information_schema;
GRANT USAGE ON FOREIGN DATA WRAPPER information_schema TO PUBLIC;
GRANT USAGE ON FOREIGN SERVER pg_temp_x, pg_toast TO PUBLIC;
