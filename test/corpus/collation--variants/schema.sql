-- roles: coll_owner
CREATE SCHEMA "C x";
CREATE COLLATION public.plain (locale = 'C');
CREATE COLLATION public.copied FROM "C";
CREATE COLLATION public.icu_copied FROM "de-x-icu";
CREATE COLLATION public.two (lc_collate = 'C', lc_ctype = 'POSIX');
CREATE COLLATION "C x"."German.phone ""book""" (provider = icu, locale = 'de@collation=phonebook');
CREATE COLLATION "C x".loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION "C x".underscored (provider = icu, locale = 'de_AT');
ALTER COLLATION "C x".loose OWNER TO coll_owner;
COMMENT ON COLLATION "C x".loose IS 'without ''case''';
CREATE DOMAIN name_de AS text COLLATE "C x"."German.phone ""book""" CHECK (VALUE COLLATE "C x".loose <> 'x');
CREATE TYPE pair AS (a text COLLATE public.plain, b text);
CREATE TYPE texts AS RANGE (SUBTYPE = text, COLLATION = public.two);
CREATE TABLE t (
  id integer,
  a text COLLATE "C x".loose UNIQUE,
  b name_de,
  c text COLLATE public.copied DEFAULT ('x' COLLATE public.plain),
  d text GENERATED ALWAYS AS (upper(c COLLATE "C x".underscored)) STORED
);
CREATE INDEX i ON t (c COLLATE "C x"."German.phone ""book""", lower(b COLLATE public.icu_copied)) WHERE c < 'm' COLLATE public.two;
CREATE VIEW v AS SELECT a COLLATE public.plain AS a FROM t ORDER BY c COLLATE "C x".underscored;
CREATE TABLE p (k text) PARTITION BY RANGE (k COLLATE public.plain);
CREATE FUNCTION a_before_all(x text) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN x < 'b' COLLATE public.plain;
