-- roles: alice
CREATE TYPE address AS (street text COLLATE "C", "Zip Code" varchar(10), location point, tags text[]);
CREATE TYPE empty AS ();
CREATE TYPE person AS (name text, home address, homes address[], "select" numeric(5, 2));
CREATE TYPE shrunk AS (a integer, b text, c date);
ALTER TYPE shrunk DROP ATTRIBUTE b;
ALTER TYPE shrunk ADD ATTRIBUTE d timestamptz(3);
ALTER TYPE person OWNER TO alice;
COMMENT ON TYPE address IS 'where one lives';
COMMENT ON COLUMN address."Zip Code" IS 'postal code; not a number';
REVOKE ALL ON TYPE address FROM PUBLIC;
CREATE TABLE people (p person, q address NOT NULL);
CREATE TABLE addresses OF address (street NOT NULL);
