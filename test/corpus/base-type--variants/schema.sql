-- roles: alice bob
CREATE SCHEMA "T s";

-- Names that are never defined.
CREATE TYPE waiting;
COMMENT ON TYPE waiting IS 'comes later';
CREATE TYPE "T s"."half ""made""";
ALTER TYPE "T s"."half ""made""" OWNER TO alice;
CREATE FUNCTION half_in(cstring) RETURNS "T s"."half ""made""" LANGUAGE internal IMMUTABLE STRICT AS 'int4in';

-- The fewest options, and a function of another schema, owner and privileges.
CREATE TYPE small;
CREATE FUNCTION small_in(cstring) RETURNS small LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION "T s"."small, out"(small) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE small (INPUT = small_in, OUTPUT = "T s"."small, out");
COMMENT ON FUNCTION small_in(cstring) IS 'reads text';
ALTER FUNCTION "T s"."small, out"(small) OWNER TO alice;
REVOKE ALL ON FUNCTION small_in(cstring) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION small_in(cstring) TO bob;

-- Every option; the functions that do not name the type stand by themselves.
CREATE TYPE "T s"."Big";
CREATE FUNCTION big_in(cstring, oid, integer) RETURNS "T s"."Big" LANGUAGE internal IMMUTABLE STRICT AS 'varcharin';
CREATE FUNCTION big_out("T s"."Big") RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'varcharout';
CREATE FUNCTION big_recv(internal, oid, integer) RETURNS "T s"."Big" LANGUAGE internal STABLE STRICT AS 'varcharrecv';
CREATE FUNCTION big_send("T s"."Big") RETURNS bytea LANGUAGE internal STABLE STRICT AS 'varcharsend';
CREATE FUNCTION big_typmod_in(cstring[]) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'varchartypmodin';
CREATE FUNCTION big_analyze(internal) RETURNS boolean LANGUAGE internal STRICT AS 'array_typanalyze';
CREATE TYPE "T s"."Big" (
  INPUT = big_in, OUTPUT = big_out, RECEIVE = big_recv, SEND = big_send, TYPMOD_IN = big_typmod_in, TYPMOD_OUT = varchartypmodout,
  ANALYZE = big_analyze, INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = extended, CATEGORY = 'S', PREFERRED = true,
  DEFAULT = 'it''s \ big', DELIMITER = ';', COLLATABLE = true);
ALTER TYPE "T s"."Big" OWNER TO alice;
COMMENT ON TYPE "T s"."Big" IS 'text, but big';
REVOKE USAGE ON TYPE "T s"."Big" FROM PUBLIC;
GRANT USAGE ON TYPE "T s"."Big" TO bob WITH GRANT OPTION;

-- Passed by value, as another type; of fixed length with elements; of the length of a C string.
CREATE TYPE number;
CREATE FUNCTION number_in(cstring) RETURNS number LANGUAGE internal IMMUTABLE STRICT AS 'int8in';
CREATE FUNCTION number_out(number) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int8out';
CREATE TYPE number (INPUT = number_in, OUTPUT = number_out, LIKE = bigint);
CREATE TYPE pair;
CREATE FUNCTION pair_in(cstring) RETURNS pair LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
CREATE FUNCTION pair_out(pair) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
CREATE TYPE pair (INPUT = pair_in, OUTPUT = pair_out, INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8, CATEGORY = 'A');
CREATE TYPE letter;
CREATE FUNCTION letter_in(cstring) RETURNS letter LANGUAGE internal IMMUTABLE STRICT AS 'charin';
CREATE FUNCTION letter_out(letter) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'charout';
CREATE FUNCTION letter_subscript(internal) RETURNS internal LANGUAGE internal IMMUTABLE STRICT AS 'raw_array_subscript_handler';
CREATE TYPE letter (
  INPUT = letter_in, OUTPUT = letter_out, INTERNALLENGTH = 1, PASSEDBYVALUE, ALIGNMENT = char, CATEGORY = '''', DELIMITER = '\',
  SUBSCRIPT = letter_subscript);
CREATE TYPE word;
CREATE FUNCTION word_in(cstring) RETURNS word LANGUAGE internal IMMUTABLE STRICT AS 'cstring_in';
CREATE FUNCTION word_out(word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'cstring_out';
CREATE TYPE word (INPUT = word_in, OUTPUT = word_out, INTERNALLENGTH = -2, ALIGNMENT = char);

-- What is made of them.
CREATE DOMAIN long AS "T s"."Big"(20) DEFAULT 'x' COLLATE "C";
CREATE TYPE parcel AS (a small, b number[]);
CREATE TABLE t (a small DEFAULT 'one', b "T s"."Big"(5)[], c long NOT NULL, d parcel, e pair, _letter letter);
CREATE FUNCTION reads(number, small[]) RETURNS pair LANGUAGE sql AS 'SELECT NULL::pair';
CREATE VIEW v AS SELECT a, e[0] AS first, '7'::number AS seven FROM t;
INSERT INTO t VALUES ('two', '{abc;def}', 'y', '(s,{1})', '(1,2)', 'z');
