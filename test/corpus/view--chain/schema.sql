CREATE SCHEMA "App.1";
CREATE TABLE "App.1"."T" ("Id" integer PRIMARY KEY, v text);
CREATE VIEW z_first AS SELECT * FROM "App.1"."T";
CREATE FUNCTION of_view(z_first) RETURNS text LANGUAGE sql STABLE AS 'SELECT $1.v';
CREATE FUNCTION rows_of_view() RETURNS SETOF z_first LANGUAGE sql STABLE AS 'SELECT * FROM z_first';
CREATE VIEW m_second AS SELECT z.*, of_view(z) AS w FROM z_first z;
CREATE VIEW a_third AS SELECT m.*, r.v AS x FROM m_second m, rows_of_view() r;
CREATE TABLE uses_view_type (z z_first);
CREATE VIEW "App.1"."select ""x""" AS SELECT * FROM a_third;
