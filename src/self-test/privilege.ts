// Grants on each sort of target, as differences from the defaults of the server.
import { changed, extra, missing, reader, writer } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const privileges: KindMutations = {
  kind: 'privilege',
  schema: `
    CREATE SCHEMA st_privilege;
    CREATE TABLE st_privilege.t (a integer, b text);
    GRANT SELECT, INSERT ON st_privilege.t TO ${reader}, ${writer};
    GRANT SELECT (a) ON st_privilege.t TO ${reader};
    CREATE TABLE st_privilege.plain (a serial);
    CREATE VIEW st_privilege.v AS SELECT a FROM st_privilege.t;
    CREATE MATERIALIZED VIEW st_privilege.m AS SELECT a FROM st_privilege.t WITH NO DATA;
    CREATE TYPE st_privilege.e AS ENUM ('a');
    CREATE DOMAIN st_privilege.d AS integer;
    CREATE FUNCTION st_privilege.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE st_privilege.p() LANGUAGE sql AS '';
    CREATE AGGREGATE st_privilege.g(integer) (SFUNC = int4pl, STYPE = integer);
    REVOKE ALL ON FUNCTION st_privilege.f() FROM PUBLIC;`,
  mutations: [
    {
      name: 'GRANT to one more',
      sql: `GRANT UPDATE ON st_privilege.t TO ${reader}`,
      expected: [changed('privilege', 'table st_privilege.t', 'granted')],
    },
    {
      name: 'GRANT of a table that had none',
      sql: `GRANT SELECT ON st_privilege.plain TO ${reader}`,
      expected: [extra('privilege', 'table st_privilege.plain')],
    },
    {
      name: 'GRANT to PUBLIC',
      sql: 'GRANT SELECT ON st_privilege.t TO PUBLIC',
      expected: [changed('privilege', 'table st_privilege.t', 'granted')],
    },
    {
      name: 'WITH GRANT OPTION',
      sql: `GRANT SELECT ON st_privilege.t TO ${reader} WITH GRANT OPTION`,
      expected: [changed('privilege', 'table st_privilege.t', 'granted')],
    },
    {
      name: 'MAINTAIN',
      sql: `GRANT MAINTAIN ON st_privilege.t TO ${reader}`,
      requires: 17,
      expected: [changed('privilege', 'table st_privilege.t', 'granted')],
    },
    {
      name: 'by another grantor',
      sql: `
        GRANT UPDATE ON st_privilege.plain TO ${reader} WITH GRANT OPTION;
        GRANT USAGE ON SCHEMA st_privilege TO ${reader};
        SET ROLE ${reader};
        GRANT UPDATE ON st_privilege.plain TO ${writer}`,
      expected: [extra('privilege', 'schema st_privilege'), extra('privilege', 'table st_privilege.plain')],
    },
    {
      name: 'REVOKE',
      sql: `REVOKE INSERT ON st_privilege.t FROM ${reader}`,
      expected: [changed('privilege', 'table st_privilege.t', 'granted')],
    },
    {
      name: 'REVOKE from the owner',
      sql: 'REVOKE DELETE ON st_privilege.t FROM CURRENT_USER',
      expected: [changed('privilege', 'table st_privilege.t', 'revoked')],
    },
    {
      name: 'on a column',
      sql: `GRANT UPDATE (a) ON st_privilege.t TO ${reader}`,
      expected: [changed('privilege', 'column st_privilege.t.a', 'granted')],
    },
    {
      name: 'on a column that had none',
      sql: `GRANT SELECT (b) ON st_privilege.t TO ${writer}`,
      expected: [extra('privilege', 'column st_privilege.t.b')],
    },
    {
      name: 'no more on a column',
      sql: `REVOKE SELECT (a) ON st_privilege.t FROM ${reader}`,
      expected: [missing('privilege', 'column st_privilege.t.a')],
    },
    {
      name: 'on a view',
      sql: `GRANT SELECT ON st_privilege.v TO ${reader}`,
      expected: [extra('privilege', 'view st_privilege.v')],
    },
    {
      name: 'on a column of a view',
      sql: `GRANT SELECT (a) ON st_privilege.v TO ${reader}`,
      expected: [extra('privilege', 'column st_privilege.v.a')],
    },
    {
      name: 'on a materialized view',
      sql: `GRANT SELECT ON st_privilege.m TO ${reader}`,
      expected: [extra('privilege', 'materialized-view st_privilege.m')],
    },
    {
      name: 'on a sequence',
      sql: `GRANT USAGE ON SEQUENCE st_privilege.plain_a_seq TO ${reader}`,
      expected: [extra('privilege', 'sequence st_privilege.plain_a_seq')],
    },
    {
      name: 'on a schema',
      sql: `GRANT CREATE ON SCHEMA st_privilege TO ${reader}`,
      expected: [extra('privilege', 'schema st_privilege')],
    },
    {
      name: 'on the schema public',
      sql: `GRANT CREATE ON SCHEMA public TO ${reader}`,
      expected: [extra('privilege', 'schema public')],
    },
    {
      name: 'on a type',
      sql: 'REVOKE USAGE ON TYPE st_privilege.e FROM PUBLIC',
      expected: [extra('privilege', 'enum st_privilege.e')],
    },
    {
      name: 'on a domain',
      sql: 'REVOKE USAGE ON DOMAIN st_privilege.d FROM PUBLIC',
      expected: [extra('privilege', 'domain st_privilege.d')],
    },
    {
      name: 'to a function',
      sql: `GRANT EXECUTE ON FUNCTION st_privilege.f() TO ${reader}`,
      expected: [changed('privilege', 'function st_privilege.f()', 'granted')],
    },
    {
      name: 'to a function again to PUBLIC',
      sql: 'GRANT EXECUTE ON FUNCTION st_privilege.f() TO PUBLIC',
      expected: [missing('privilege', 'function st_privilege.f()')],
    },
    {
      name: 'to a procedure',
      sql: 'REVOKE EXECUTE ON PROCEDURE st_privilege.p() FROM PUBLIC',
      expected: [extra('privilege', 'procedure st_privilege.p()')],
    },
    {
      name: 'to an aggregate',
      sql: 'REVOKE EXECUTE ON FUNCTION st_privilege.g(integer) FROM PUBLIC',
      expected: [extra('privilege', 'aggregate st_privilege.g(integer)')],
    },
    {
      name: 'on a language',
      sql: 'REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC',
      expected: [extra('privilege', 'language plpgsql')],
    },
    {
      name: 'on a built-in function',
      sql: 'REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(double precision) FROM PUBLIC',
      expected: [extra('privilege', 'function pg_catalog.pg_sleep(double precision)')],
    },
    {
      name: 'on a catalog',
      sql: `GRANT SELECT ON pg_catalog.pg_authid TO ${reader}`,
      expected: [extra('privilege', 'table pg_catalog.pg_authid')],
    },
    {
      name: 'on a column of a catalog',
      sql: `GRANT SELECT (rolpassword) ON pg_catalog.pg_authid TO ${reader}`,
      expected: [extra('privilege', 'column pg_catalog.pg_authid.rolpassword')],
    },
    {
      name: 'on a member of an extension',
      sql: 'REVOKE EXECUTE ON FUNCTION st_extension.similarity(text, text) FROM PUBLIC',
      expected: [extra('privilege', 'function st_extension.similarity(text, text)')],
    },
  ],
  harmless: [
    {
      name: 'in another order',
      sql: `
        REVOKE ALL ON st_privilege.t FROM ${reader}, ${writer};
        GRANT INSERT ON st_privilege.t TO ${writer}, ${reader};
        GRANT SELECT ON st_privilege.t TO ${writer}, ${reader};
        GRANT SELECT (a) ON st_privilege.t TO ${reader}`,
    },
    {
      name: 'granted and revoked',
      sql: `GRANT UPDATE ON st_privilege.plain TO ${writer}; REVOKE UPDATE ON st_privilege.plain FROM ${writer}`,
    },
    {
      name: 'the defaults spelled out',
      sql: `
        GRANT ALL ON st_privilege.plain TO CURRENT_USER;
        GRANT EXECUTE ON PROCEDURE st_privilege.p() TO PUBLIC;
        GRANT USAGE ON TYPE st_privilege.e TO PUBLIC`,
    },
    {
      name: 'revoked and granted again',
      sql: `
        REVOKE USAGE ON DOMAIN st_privilege.d FROM PUBLIC;
        GRANT USAGE ON DOMAIN st_privilege.d TO PUBLIC`,
    },
    {
      name: 'a column that was granted and revoked',
      sql: `GRANT UPDATE (b) ON st_privilege.t TO ${reader}; REVOKE UPDATE (b) ON st_privilege.t FROM ${reader}`,
    },
    { name: 'a recreated table', sql: 'DROP TABLE st_privilege.plain; CREATE TABLE st_privilege.plain (a serial)' },
  ],
}
