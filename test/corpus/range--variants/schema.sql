-- roles: alice
CREATE TYPE float_range AS RANGE (SUBTYPE = float8, SUBTYPE_DIFF = float8mi);
CREATE TYPE text_range AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops);
CREATE SCHEMA "R s";
CREATE TYPE "R s"."Span" AS RANGE (SUBTYPE = date, MULTIRANGE_TYPE_NAME = "R s"."Many Spans");
CREATE TYPE times AS RANGE (SUBTYPE = time);
CREATE FUNCTION price_diff(a numeric, b numeric) RETURNS double precision LANGUAGE sql IMMUTABLE AS
  'SELECT (a - b)::double precision';
CREATE TYPE price_range AS RANGE (SUBTYPE = numeric, SUBTYPE_DIFF = price_diff);
ALTER TYPE float_range OWNER TO alice;
REVOKE USAGE ON TYPE times FROM PUBLIC;
COMMENT ON TYPE times IS 'a part of the day';
CREATE TABLE t (f float_range DEFAULT '[0,1)', m "R s"."Many Spans", a times[], tm times_multirange);
COMMENT ON FUNCTION times(time, time) IS 'from and to';
COMMENT ON FUNCTION times_multirange(VARIADIC times[]) IS 'many';
COMMENT ON FUNCTION "R s"."Many Spans"() IS 'none';
REVOKE EXECUTE ON FUNCTION times(time, time, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "R s"."Many Spans"("R s"."Span") TO alice WITH GRANT OPTION;
