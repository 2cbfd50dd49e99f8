CREATE FUNCTION base() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION caller(a integer DEFAULT base()) RETURNS integer LANGUAGE sql AS 'SELECT a';
CREATE FUNCTION z_first() RETURNS integer LANGUAGE plpgsql AS 'BEGIN RETURN a_second(); END';
CREATE FUNCTION a_second() RETURNS integer LANGUAGE sql AS 'SELECT z_first()';
