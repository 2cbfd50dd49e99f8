CREATE FUNCTION no_arguments() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION unnamed(integer, text) RETURNS text LANGUAGE sql AS 'SELECT $2 || $1';
CREATE FUNCTION overloaded(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION overloaded(a bigint) RETURNS bigint LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION overloaded(a integer, b text DEFAULT 'x, y') RETURNS text LANGUAGE sql AS 'SELECT b';
CREATE FUNCTION defaults(a integer, b timestamptz DEFAULT now(), c text DEFAULT 'it''s ' || current_user, d numeric DEFAULT NULL)
  RETURNS text LANGUAGE sql AS 'SELECT c';
CREATE FUNCTION outs(IN a integer, OUT b integer, OUT "C d" text) LANGUAGE sql AS 'SELECT a, ''x''';
CREATE FUNCTION one_out(OUT b integer) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION inouts(INOUT a integer, b integer DEFAULT 2, OUT c integer) LANGUAGE sql AS 'SELECT a, b';
CREATE FUNCTION set_of_outs(OUT a integer, OUT b text) RETURNS SETOF record LANGUAGE sql AS 'SELECT 1, ''x''';
CREATE FUNCTION one_set(OUT a integer) RETURNS SETOF integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION as_table(n integer DEFAULT 5) RETURNS TABLE (id integer, "Name" varchar, at timestamptz) LANGUAGE sql AS
  'SELECT 1, ''x''::varchar, now()';
CREATE FUNCTION wide_table(first_argument integer, second_argument text DEFAULT 'a long default value', third_argument date DEFAULT CURRENT_DATE)
  RETURNS TABLE (first_column integer, second_column text, third_column date, fourth_column numeric, fifth_column text)
  LANGUAGE sql AS 'SELECT 1, ''''::text, CURRENT_DATE, 1::numeric, ''''::text';
CREATE FUNCTION many(VARIADIC numbers integer[]) RETURNS bigint LANGUAGE sql AS 'SELECT sum(n) FROM unnest(numbers) AS n';
CREATE FUNCTION many_defaults(a text, VARIADIC rest text[] DEFAULT '{}') RETURNS text LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION poly(a anyelement, b anyarray) RETURNS anyelement LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION poly_compatible(VARIADIC a anycompatiblearray) RETURNS anycompatible LANGUAGE sql AS 'SELECT a[1]';
CREATE FUNCTION poly_range(a anyrange, OUT lower anyelement) LANGUAGE sql AS 'SELECT lower(a)';
CREATE FUNCTION typed(a numeric(10, 2), b varchar(5)[], c timestamp(3) with time zone, d interval) RETURNS varchar(7)
  LANGUAGE sql AS 'SELECT b[1]';
CREATE SCHEMA "Fn.s";
CREATE FUNCTION "Fn.s"."Do It (now)"("select" integer, "A b" text DEFAULT '"') RETURNS integer LANGUAGE sql AS 'SELECT 1';
COMMENT ON FUNCTION "Fn.s"."Do It (now)"(integer, text) IS 'hostile';
COMMENT ON FUNCTION overloaded(integer, text) IS 'the third';
