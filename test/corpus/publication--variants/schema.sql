-- Publications as every server takes them: all tables, some, none; what they send; owners, comments, hostile names.
-- roles: alice
CREATE SCHEMA "S p.a""ce";
CREATE TABLE "S p.a""ce"."T a.b" (id integer PRIMARY KEY);
CREATE TABLE parent (id integer PRIMARY KEY);
CREATE TABLE child () INHERITS (parent);
CREATE TABLE parts (id integer, at date) PARTITION BY RANGE (at);
CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE PUBLICATION nothing;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'truncate, insert');
CREATE PUBLICATION "P u.b""l" FOR TABLE "S p.a""ce"."T a.b", ONLY parent, parts WITH (publish_via_partition_root = true);
CREATE PUBLICATION family FOR TABLE parent, parts_1;
CREATE PUBLICATION silent FOR TABLE parts WITH (publish = '');
COMMENT ON PUBLICATION "P u.b""l" IS 'It''s for the warehouse';
ALTER PUBLICATION family OWNER TO alice;
