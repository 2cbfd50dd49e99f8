-- requires: 17
CREATE DOMAIN a AS integer CONSTRAINT never_null NOT NULL;
CREATE DOMAIN b AS integer NOT NULL;
CREATE DOMAIN c_with_a_name_that_is_almost_as_long_as_a_name_can_be_63_bytes AS integer NOT NULL;
COMMENT ON CONSTRAINT never_null ON DOMAIN a IS 'named';
