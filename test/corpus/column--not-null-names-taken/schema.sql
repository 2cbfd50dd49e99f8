-- PostgreSQL 18 names each NOT NULL, and gives one without a name another where the schema has a constraint of the usual name already.

-- LIKE copies the names.
CREATE TABLE users (id integer PRIMARY KEY, email text NOT NULL);
CREATE TABLE archived_users (LIKE users INCLUDING ALL);

-- A child that left its parent.
CREATE TABLE zoo (animal integer NOT NULL);
CREATE TABLE cage () INHERITS (zoo);
ALTER TABLE cage NO INHERIT zoo;

-- Renamed and replaced, with an identity column and a key.
CREATE TABLE orders (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, placed date NOT NULL, ref text UNIQUE);
ALTER TABLE orders RENAME TO new_orders;
CREATE TABLE orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, placed date NOT NULL, ref text UNIQUE);

-- Replaced, and the usual name given back to the later one.
CREATE TABLE jobs (id serial PRIMARY KEY, state text NOT NULL);
ALTER TABLE jobs RENAME TO aged_jobs;
CREATE TABLE jobs (LIKE aged_jobs INCLUDING ALL);

-- A column rename.
CREATE TABLE parts (a integer NOT NULL);
ALTER TABLE parts RENAME a TO b;
ALTER TABLE parts ADD COLUMN a integer NOT NULL;

-- Two tables of which each has the usual name of the other.
CREATE TABLE this (a integer NOT NULL);
CREATE TABLE that (a integer NOT NULL);
ALTER TABLE this RENAME TO other;
ALTER TABLE that RENAME TO this;
ALTER TABLE other RENAME TO that;

-- Domains, and other constraints, with the names of columns'.
CREATE DOMAIN needs_a AS integer CONSTRAINT wants_a_not_null NOT NULL;
CREATE TABLE wants (a integer NOT NULL);
CREATE DOMAIN early AS integer NOT NULL;
CREATE TABLE aaa (a integer CONSTRAINT early_not_null CHECK (a > 0));
CREATE TABLE zzz (a integer NOT NULL);
CREATE TABLE zz (a integer CONSTRAINT zzz_a_not_null CHECK (a > 0));
CREATE TABLE keyed (a integer NOT NULL);
CREATE TABLE key (a integer CONSTRAINT keyed_a_not_null UNIQUE);

-- Names of 63 bytes, and hostile ones.
CREATE TABLE a23456789012345678901234567890123456789012345678901234567890123 (b23456789012345678901234567890123456789012345678901234567890123 integer NOT NULL);
CREATE TABLE a2 (LIKE a23456789012345678901234567890123456789012345678901234567890123 INCLUDING ALL);
CREATE DOMAIN d23456789012345678901234567890123456789012345678901234567890123 AS integer NOT NULL;
CREATE TABLE d2 (a integer CONSTRAINT d23456789012345678901234567890123456789012345678901234_not_null CHECK (a > 0));
CREATE TABLE "We ""quote"" it" ("the 'column'" integer NOT NULL);
CREATE TABLE "A copy; of it" (LIKE "We ""quote"" it" INCLUDING ALL);

-- Detached and replaced partitions, and a partition that brings its parent's name to another schema.
CREATE SCHEMA apart;
CREATE TABLE apart.logs (at date NOT NULL, line text NOT NULL);
CREATE TABLE apart.zoo (animal integer NOT NULL);
CREATE TABLE logs (at date NOT NULL, line text NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE apart.events_1 PARTITION OF logs FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_2 PARTITION OF logs FOR VALUES FROM ('2021-01-01') TO ('2022-01-01');
CREATE TABLE detached PARTITION OF logs FOR VALUES FROM ('2022-01-01') TO ('2023-01-01');
ALTER TABLE logs DETACH PARTITION detached;
CREATE TABLE apart.heir () INHERITS (zoo);

-- A child that is stricter than its parent.
CREATE TABLE loose (a integer);
CREATE TABLE strict () INHERITS (loose);
ALTER TABLE strict ALTER COLUMN a SET NOT NULL;
CREATE TABLE lax (LIKE strict INCLUDING ALL);
