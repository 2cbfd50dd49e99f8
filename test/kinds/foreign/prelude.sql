CREATE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FOREIGN DATA WRAPPER wrapper VALIDATOR postgresql_fdw_validator;
CREATE FOREIGN DATA WRAPPER other OPTIONS (a '1', b '2', api_key 'kept-in-memory-1');
CREATE FOREIGN DATA WRAPPER owned;
CREATE SERVER altered TYPE 't' VERSION '1' FOREIGN DATA WRAPPER other OPTIONS (host 'a', port '1', token 'kept-in-memory-2');
CREATE SERVER versioned VERSION '1' FOREIGN DATA WRAPPER other;
CREATE SERVER anew TYPE 't' FOREIGN DATA WRAPPER other;
COMMENT ON SERVER anew IS 'kept';
GRANT USAGE ON FOREIGN SERVER anew TO alice;
CREATE SERVER going FOREIGN DATA WRAPPER other;
CREATE USER MAPPING FOR alice SERVER altered OPTIONS ("user" 'a', password 'kept-in-memory-3');
CREATE USER MAPPING FOR bob SERVER altered OPTIONS ("user" 'b', password 'kept-in-memory-4', sslpassword 'kept-in-memory-5');
CREATE USER MAPPING FOR PUBLIC SERVER altered OPTIONS (password 'kept-in-memory-6');
CREATE USER MAPPING FOR alice SERVER anew OPTIONS ("user" 'a');
CREATE USER MAPPING FOR CURRENT_USER SERVER going OPTIONS (password 'kept-in-memory-7');
CREATE FOREIGN TABLE t (
  a integer OPTIONS (k 'v', x '1') NOT NULL,
  b varchar(10) DEFAULT 'x',
  c text,
  CONSTRAINT positive CHECK (a > 0)
) SERVER altered OPTIONS (one '1', two '2', password 'kept-in-memory-8');
CREATE TRIGGER noop AFTER INSERT ON t EXECUTE FUNCTION noop();
COMMENT ON FOREIGN TABLE t IS 'before';
CREATE FOREIGN TABLE on_anew (a integer) SERVER anew;
COMMENT ON COLUMN on_anew.a IS 'kept';
CREATE VIEW over_anew AS SELECT a FROM on_anew;
CREATE FOREIGN TABLE changing (a integer DEFAULT 1 CHECK (a > 0), b text) SERVER altered;
COMMENT ON COLUMN changing.b IS 'kept';
CREATE VIEW over_changing AS SELECT b FROM changing;
CREATE TABLE parted (a integer) PARTITION BY LIST (a);
CREATE FOREIGN TABLE part PARTITION OF parted FOR VALUES IN (1) SERVER altered;
