-- roles: alice
CREATE AGGREGATE total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE AGGREGATE rows_seen(*) (SFUNC = int8inc, STYPE = bigint, INITCOND = '0', PARALLEL = SAFE, COMBINEFUNC = int8pl);
CREATE AGGREGATE largest(integer) (SFUNC = int4larger, STYPE = integer, SORTOP = >, COMBINEFUNC = int4larger);
CREATE AGGREGATE moving(double precision) (
  SFUNC = float8pl, STYPE = double precision, INITCOND = '0', SSPACE = 32,
  MSFUNC = float8pl, MINVFUNC = float8mi, MSTYPE = double precision, MINITCOND = '0', MSSPACE = 64,
  MFINALFUNC_MODIFY = SHAREABLE);
CREATE FUNCTION joined_step(state text, a text, b text) RETURNS text LANGUAGE sql AS 'SELECT concat(state, a, b)';
CREATE FUNCTION joined_final(state text, a text, b text) RETURNS text LANGUAGE sql AS 'SELECT ''<'' || state || ''>''';
CREATE AGGREGATE joined(a text, "B c" text) (
  SFUNC = joined_step, STYPE = text, FINALFUNC = joined_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = READ_WRITE, INITCOND = 'it''s');
CREATE AGGREGATE numbers(VARIADIC numeric[]) (SFUNC = array_cat, STYPE = numeric[]);
CREATE AGGREGATE poly(anycompatible) (SFUNC = array_append, STYPE = anycompatiblearray, INITCOND = '{}');
CREATE AGGREGATE averaged(integer) (
  SFUNC = int4_avg_accum, STYPE = int8[], FINALFUNC = int8_avg, COMBINEFUNC = int4_avg_combine, INITCOND = '{0,0}', PARALLEL = SAFE);
CREATE AGGREGATE internal_sum(bigint) (
  SFUNC = int8_avg_accum, STYPE = internal, SSPACE = 48, FINALFUNC = numeric_poly_sum, COMBINEFUNC = int8_avg_combine,
  SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize, PARALLEL = RESTRICTED);
CREATE AGGREGATE percentile(double precision ORDER BY double precision) (
  SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_cont_float8_final);
CREATE AGGREGATE ranked(VARIADIC "any" ORDER BY VARIADIC "any") (
  SFUNC = ordered_set_transition_multi, STYPE = internal, FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE AGGREGATE most(ORDER BY anyelement) (
  SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = mode_final, FINALFUNC_EXTRA, FINALFUNC_MODIFY = SHAREABLE);
ALTER AGGREGATE total(integer) OWNER TO alice;
COMMENT ON AGGREGATE rows_seen(*) IS 'all of them';
COMMENT ON AGGREGATE percentile(double precision ORDER BY double precision) IS 'ordered';
COMMENT ON AGGREGATE ranked(VARIADIC "any" ORDER BY VARIADIC "any") IS 'hypothetical';
REVOKE ALL ON FUNCTION rows_seen() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION total(integer) TO alice;
CREATE TABLE t (a integer);
CREATE VIEW v AS SELECT total(a) AS total, rows_seen(*) AS n FROM t;
