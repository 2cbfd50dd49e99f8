-- roles: alice
CREATE SCHEMA "C s";

-- A base type with an operator class of its own: indexes, keys, partitions, ranges and exclusions use it.
CREATE TYPE grade;
CREATE FUNCTION grade_in(cstring) RETURNS grade LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION grade_out(grade) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE grade (INPUT = grade_in, OUTPUT = grade_out, LIKE = integer);
CREATE FUNCTION lt(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION le(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION eq(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE FUNCTION ge(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION gt(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE FUNCTION ne(grade, grade) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ne';
CREATE FUNCTION cmp(grade, grade) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION cmp(grade, bigint) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint48cmp';
CREATE FUNCTION eq(grade, bigint) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int48eq';
CREATE FUNCTION grade_hash(grade) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'hashint4';
CREATE FUNCTION grade_hash(grade, bigint) RETURNS bigint LANGUAGE internal IMMUTABLE STRICT AS 'hashint4extended';
CREATE FUNCTION grade_sort(internal) RETURNS void LANGUAGE internal IMMUTABLE STRICT AS 'btint4sortsupport';
CREATE OPERATOR < (FUNCTION = lt, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = >, NEGATOR = >=);
CREATE OPERATOR <= (FUNCTION = le, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = >=, NEGATOR = >);
CREATE OPERATOR = (FUNCTION = eq, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = =, NEGATOR = <>, HASHES, MERGES);
CREATE OPERATOR >= (FUNCTION = ge, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = <=, NEGATOR = <);
CREATE OPERATOR > (FUNCTION = gt, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = <, NEGATOR = <=);
CREATE OPERATOR <> (FUNCTION = ne, LEFTARG = grade, RIGHTARG = grade, COMMUTATOR = <>, NEGATOR = =);
CREATE OPERATOR = (FUNCTION = eq, LEFTARG = grade, RIGHTARG = bigint);
CREATE OPERATOR CLASS grade_ops DEFAULT FOR TYPE grade USING btree AS
  OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, OPERATOR 3 = (grade, bigint),
  FUNCTION 1 cmp(grade, grade), FUNCTION 1 (grade, bigint) cmp(grade, bigint), FUNCTION 2 grade_sort(internal);
CREATE OPERATOR CLASS grade_ops DEFAULT FOR TYPE grade USING hash AS
  OPERATOR 1 =, FUNCTION 1 grade_hash(grade), FUNCTION 2 grade_hash(grade, bigint);
COMMENT ON OPERATOR CLASS grade_ops USING btree IS 'in order';
COMMENT ON OPERATOR FAMILY grade_ops USING btree IS 'made with its class';
ALTER OPERATOR CLASS grade_ops USING hash OWNER TO alice;
CREATE TYPE grade_range AS RANGE (SUBTYPE = grade);
CREATE TABLE marks (
  id grade PRIMARY KEY, other grade REFERENCES marks, r grade_range, g grade UNIQUE, EXCLUDE (g WITH OPERATOR(public.=)));
CREATE TABLE parts (g grade, h grade) PARTITION BY HASH (g);
CREATE TABLE part PARTITION OF parts FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE VIEW graded AS SELECT DISTINCT g, count(*) AS n FROM marks GROUP BY g ORDER BY g;

-- Not the default; a family made by hand, with a quoted name; storage; ordering operators.
CREATE OPERATOR FAMILY "C s"."Fam ""x""" USING btree;
CREATE OPERATOR CLASS "C s"."Down" FOR TYPE grade USING btree FAMILY "C s"."Fam ""x""" AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 cmp(grade, grade);
CREATE INDEX marks_down ON marks (g "C s"."Down");
CREATE TYPE down_range AS RANGE (SUBTYPE = grade, SUBTYPE_OPCLASS = "C s"."Down");
CREATE FUNCTION close_to(box, point) RETURNS float8 LANGUAGE internal IMMUTABLE STRICT AS 'dist_bp';
CREATE OPERATOR <~> (FUNCTION = close_to, LEFTARG = box, RIGHTARG = point);
CREATE OPERATOR CLASS near FOR TYPE box USING gist AS
  OPERATOR 3 &&, OPERATOR 15 <~> (box, point) FOR ORDER BY pg_catalog.float_ops,
  FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal), FUNCTION 2 gist_box_union(internal, internal),
  FUNCTION 5 gist_box_penalty(internal, internal, internal), FUNCTION 6 gist_box_picksplit(internal, internal),
  FUNCTION 7 gist_box_same(box, box, internal), FUNCTION 8 (box, point) gist_box_distance(internal, box, smallint, oid, internal);
CREATE TABLE boxes (b box);
CREATE INDEX boxes_near ON boxes USING gist (b near);
CREATE OPERATOR CLASS stored FOR TYPE tsvector USING gin AS
  OPERATOR 1 @@ (tsvector, tsquery), FUNCTION 1 gin_cmp_tslexeme(text, text), FUNCTION 2 gin_extract_tsvector(tsvector, internal, internal),
  FUNCTION 3 gin_extract_tsquery(tsvector, internal, smallint, internal, internal, internal, internal),
  FUNCTION 4 gin_tsquery_consistent(internal, smallint, tsvector, integer, internal, internal, internal, internal), STORAGE text;
CREATE OPERATOR CLASS empty FOR TYPE point USING gist AS STORAGE point;

-- Families alone, with loose members of one type and of two, with an owner.
CREATE OPERATOR FAMILY nothing USING hash;
ALTER OPERATOR FAMILY nothing USING hash OWNER TO alice;
CREATE OPERATOR FAMILY loose USING btree;
ALTER OPERATOR FAMILY loose USING btree ADD
  OPERATOR 1 < (grade, grade), OPERATOR 3 = (grade, bigint), FUNCTION 1 (grade, bigint) cmp(grade, bigint), FUNCTION 2 (grade, grade) grade_sort(internal);
CREATE OPERATOR CLASS loose_ops FOR TYPE grade USING btree FAMILY loose AS OPERATOR 3 =, FUNCTION 1 cmp(grade, grade);
ALTER OPERATOR FAMILY loose USING btree ADD OPERATOR 5 > (grade, grade);
CREATE OPERATOR FAMILY dropped USING btree;
ALTER OPERATOR FAMILY dropped USING btree ADD OPERATOR 1 < (grade, grade);
ALTER OPERATOR FAMILY dropped USING btree DROP OPERATOR 1 (grade, grade);

-- Additions to families of the server and of an extension, and a class in one of the server's.
ALTER OPERATOR FAMILY integer_ops USING btree ADD OPERATOR 3 = (grade, bigint), FUNCTION 1 (grade, bigint) cmp(grade, bigint);
CREATE OPERATOR CLASS among FOR TYPE grade USING btree FAMILY integer_ops AS OPERATOR 3 =, FUNCTION 1 cmp(grade, grade);
CREATE EXTENSION citext;
CREATE FUNCTION citext_grade(citext, grade) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
ALTER OPERATOR FAMILY citext_ops USING btree ADD FUNCTION 1 (citext, grade) citext_grade(citext, grade);
