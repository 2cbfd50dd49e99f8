CREATE SCHEMA tools;
CREATE EXTENSION hstore WITH SCHEMA tools;
CREATE EXTENSION "uuid-ossp";
CREATE TABLE public.things (id uuid DEFAULT uuid_generate_v4(), attributes tools.hstore);
COMMENT ON EXTENSION hstore IS 'keys and values';
