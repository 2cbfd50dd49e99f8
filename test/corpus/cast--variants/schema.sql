CREATE SCHEMA "K x";
CREATE TYPE "K x"."Mood.x" AS ENUM ('a', 'b');
CREATE TYPE "K x".pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE t (id integer, name text);
CREATE TYPE span AS RANGE (SUBTYPE = integer);
CREATE FUNCTION to_point(integer, integer, boolean) RETURNS point LANGUAGE sql IMMUTABLE AS 'SELECT point($1, 0)';
CREATE FUNCTION pair_to_int("K x".pair) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT ($1).a';
CREATE FUNCTION "K x"."int to ""mood"""(integer) RETURNS "K x"."Mood.x" LANGUAGE sql IMMUTABLE AS $$SELECT 'a'::"K x"."Mood.x"$$;
CREATE FUNCTION row_to_text(t) RETURNS text LANGUAGE sql STABLE AS 'SELECT ($1).name';
CREATE FUNCTION moods("K x"."Mood.x"[]) RETURNS integer[] LANGUAGE sql IMMUTABLE AS 'SELECT ARRAY[1]';
CREATE CAST (integer AS point) WITH FUNCTION to_point(integer, integer, boolean);
CREATE CAST ("K x".pair AS integer) WITH FUNCTION pair_to_int("K x".pair) AS ASSIGNMENT;
CREATE CAST (integer AS "K x"."Mood.x") WITH FUNCTION "K x"."int to ""mood"""(integer) AS IMPLICIT;
CREATE CAST (t AS text) WITH FUNCTION row_to_text(t);
CREATE CAST ("K x"."Mood.x"[] AS integer[]) WITH FUNCTION moods("K x"."Mood.x"[]);
CREATE CAST ("K x"."Mood.x" AS varchar) WITH INOUT AS ASSIGNMENT;
CREATE CAST (span AS text) WITH INOUT AS IMPLICIT;
CREATE CAST (oid AS real) WITHOUT FUNCTION;
CREATE CAST (positive AS smallint) WITH INOUT;
COMMENT ON CAST (integer AS "K x"."Mood.x") IS 'it''s a mood';
COMMENT ON CAST (oid AS real) IS 'of built-in types';
CREATE TABLE uses (
  m "K x"."Mood.x" DEFAULT 1,
  n integer,
  g "K x"."Mood.x" GENERATED ALWAYS AS (n::"K x"."Mood.x") STORED,
  CHECK (n::"K x"."Mood.x" > 'a')
);
CREATE INDEX ON uses ((n::"K x"."Mood.x"));
CREATE VIEW v AS SELECT t::text AS t, n::point AS p, m::varchar AS m, ROW(1, 'a')::"K x".pair::integer AS i FROM t, uses;
-- Written so that its name stands before those of the functions and types behind the casts.
CREATE FUNCTION a_first(n integer, s span) RETURNS text LANGUAGE sql
  BEGIN ATOMIC SELECT n::"K x"."Mood.x"::varchar || s::text; END;
