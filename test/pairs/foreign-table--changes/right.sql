CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FOREIGN DATA WRAPPER wrapper VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER other;
ALTER FOREIGN DATA WRAPPER other OPTIONS (c '3');
CREATE SERVER near TYPE 't2' VERSION '2' FOREIGN DATA WRAPPER other OPTIONS (host 'b', port '1');
CREATE SERVER same FOREIGN DATA WRAPPER other OPTIONS (y '2', x '1');
CREATE USER MAPPING FOR PUBLIC SERVER near OPTIONS ("user" 'b', password 'right', passwd 'more');
CREATE USER MAPPING FOR CURRENT_USER SERVER near OPTIONS ("user" 'a', password 'equal');
CREATE USER MAPPING FOR PUBLIC SERVER same;
CREATE TABLE parent (a integer);
CREATE FOREIGN TABLE far (a integer OPTIONS (column_name 'B'), b text, c text COLLATE "C")
  SERVER same OPTIONS (table_name 'two', query 'q');
COMMENT ON FOREIGN TABLE far IS 'right';
COMMENT ON COLUMN far.a IS 'a column';
CREATE FOREIGN TABLE equal (a integer OPTIONS (y '2', x '1')) SERVER near OPTIONS (y '2', x '1');
CREATE TABLE shape (a integer);
CREATE FOREIGN TABLE heir (a integer) INHERITS (parent) SERVER near;
