-- roles: alice
CREATE TYPE seat_range;
CREATE FUNCTION seat_range_canonical(seat_range) RETURNS seat_range
LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
CREATE TYPE seat_range AS RANGE (SUBTYPE = integer, CANONICAL = seat_range_canonical, SUBTYPE_DIFF = int4range_subdiff);
ALTER FUNCTION seat_range_canonical(seat_range) OWNER TO alice;
COMMENT ON FUNCTION seat_range_canonical(seat_range) IS 'half open';
REVOKE ALL ON FUNCTION seat_range_canonical(seat_range) FROM PUBLIC;
CREATE TABLE bookings (seats seat_range, EXCLUDE USING gist (seats WITH &&));
