-- requires: 18
CREATE TABLE t (id integer PRIMARY KEY, a integer CONSTRAINT "Never null" NOT NULL, b text NOT NULL);
COMMENT ON CONSTRAINT "Never null" ON t IS 'named';
COMMENT ON CONSTRAINT t_b_not_null ON t IS 'not named';
CREATE DOMAIN d AS integer CONSTRAINT dn NOT NULL;
COMMENT ON CONSTRAINT dn ON DOMAIN d IS 'of a domain';
