-- roles: alice
CREATE SCHEMA "O s";
CREATE FUNCTION same(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 OPERATOR(pg_catalog.=) $2';
CREATE FUNCTION same(text, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 OPERATOR(pg_catalog.=) $2::text';
CREATE FUNCTION other(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1 OPERATOR(pg_catalog.<>) $2';
CREATE FUNCTION "O s"."Not, so"(boolean) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT NOT $1';
CREATE FUNCTION "O s".estimate(internal, oid, internal, integer) RETURNS float8 LANGUAGE internal STABLE STRICT AS 'eqsel';

-- Commutator of itself, mutual negators, every option.
CREATE OPERATOR === (
  FUNCTION = same, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = ===, NEGATOR = !===, RESTRICT = "O s".estimate, JOIN = eqjoinsel, HASHES, MERGES);
CREATE OPERATOR !=== (FUNCTION = other, LEFTARG = integer, RIGHTARG = integer, COMMUTATOR = !===, NEGATOR = ===, RESTRICT = neqsel, JOIN = neqjoinsel);
COMMENT ON OPERATOR === (integer, integer) IS 'equal';

-- Two that commute, of two types; in another schema, and one that is never defined.
CREATE FUNCTION same(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE STRICT AS 'SELECT $1::text OPERATOR(pg_catalog.=) $2';
CREATE OPERATOR "O s".=== (FUNCTION = same, LEFTARG = text, RIGHTARG = integer, COMMUTATOR = OPERATOR("O s".===));
CREATE OPERATOR "O s".=== (FUNCTION = same, LEFTARG = integer, RIGHTARG = text, COMMUTATOR = OPERATOR("O s".===), NEGATOR = OPERATOR("O s".!==));
CREATE FUNCTION never(integer, text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT false';
CREATE OPERATOR &&& (FUNCTION = never, LEFTARG = integer, RIGHTARG = text, COMMUTATOR = |||, NEGATOR = OPERATOR("O s".!&&));
CREATE OPERATOR @#@ (FUNCTION = never, LEFTARG = integer, RIGHTARG = text);
ALTER OPERATOR "O s".=== (text, integer) OWNER TO alice;

-- Prefix operators, on types with quoted names.
CREATE TYPE "O s"."a, b" AS ENUM ('a');
CREATE FUNCTION flip("O s"."a, b") RETURNS "O s"."a, b"[] LANGUAGE sql IMMUTABLE AS 'SELECT ARRAY[$1]';
CREATE OPERATOR "O s".!! (FUNCTION = flip, RIGHTARG = "O s"."a, b");
CREATE OPERATOR ~~~ (FUNCTION = "O s"."Not, so", RIGHTARG = boolean);
COMMENT ON OPERATOR ~~~ (NONE, boolean) IS 'not';
COMMENT ON OPERATOR "O s".!! (NONE, "O s"."a, b") IS 'it''s an array';

-- Expressions that use them.
CREATE TABLE t (
  a integer CHECK (a OPERATOR(public.!===) 3),
  b boolean DEFAULT OPERATOR(public.~~~) true,
  c boolean GENERATED ALWAYS AS (a OPERATOR(public.===) 4) STORED
);
CREATE INDEX t_a ON t ((a OPERATOR("O s".===) 'x'::text)) WHERE a OPERATOR(public.===) 5;
CREATE VIEW v AS SELECT OPERATOR(public.~~~) b AS b, a OPERATOR(public.@#@) 'y'::text AS never FROM t;
CREATE AGGREGATE every_one(boolean) (SFUNC = booland_statefunc, STYPE = boolean, SORTOP = <);
