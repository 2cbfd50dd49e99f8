// What goes away with an extension that it is no member of (ALTER … DEPENDS ON EXTENSION).
import { extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const extensionDependencies: KindMutations = {
  kind: 'extension-dependency',
  schema: `
    CREATE SCHEMA st_extension_dependency;
    CREATE TABLE st_extension_dependency.t (a integer);
    CREATE INDEX ix ON st_extension_dependency.t (a);
    CREATE FUNCTION st_extension_dependency.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE FUNCTION st_extension_dependency.g() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE PROCEDURE st_extension_dependency.p() LANGUAGE sql AS '';
    CREATE TRIGGER tg AFTER UPDATE ON st_extension_dependency.t FOR EACH ROW EXECUTE FUNCTION st_extension_dependency.f();
    CREATE MATERIALIZED VIEW st_extension_dependency.m AS SELECT a FROM st_extension_dependency.t WITH NO DATA;
    ALTER FUNCTION st_extension_dependency.f() DEPENDS ON EXTENSION citext;`,
  mutations: [
    {
      name: 'of a function',
      sql: 'ALTER FUNCTION st_extension_dependency.g() DEPENDS ON EXTENSION citext',
      expected: [extra('extension-dependency', 'function st_extension_dependency.g() on citext')],
    },
    {
      name: 'of a procedure',
      sql: 'ALTER PROCEDURE st_extension_dependency.p() DEPENDS ON EXTENSION citext',
      expected: [extra('extension-dependency', 'procedure st_extension_dependency.p() on citext')],
    },
    {
      name: 'of a trigger',
      sql: 'ALTER TRIGGER tg ON st_extension_dependency.t DEPENDS ON EXTENSION citext',
      expected: [extra('extension-dependency', 'trigger st_extension_dependency.t.tg on citext')],
    },
    {
      name: 'of an index',
      sql: 'ALTER INDEX st_extension_dependency.ix DEPENDS ON EXTENSION citext',
      expected: [extra('extension-dependency', 'index st_extension_dependency.ix on citext')],
    },
    {
      name: 'of a materialized view',
      sql: 'ALTER MATERIALIZED VIEW st_extension_dependency.m DEPENDS ON EXTENSION citext',
      expected: [extra('extension-dependency', 'materialized-view st_extension_dependency.m on citext')],
    },
    {
      name: 'on one more extension',
      sql: 'ALTER FUNCTION st_extension_dependency.f() DEPENDS ON EXTENSION pg_trgm',
      expected: [extra('extension-dependency', 'function st_extension_dependency.f() on pg_trgm')],
    },
    {
      name: 'no more',
      sql: 'ALTER FUNCTION st_extension_dependency.f() NO DEPENDS ON EXTENSION citext',
      expected: [missing('extension-dependency', 'function st_extension_dependency.f() on citext')],
    },
  ],
  harmless: [
    {
      name: 'taken away and said again',
      sql: `
        ALTER FUNCTION st_extension_dependency.f() NO DEPENDS ON EXTENSION citext;
        ALTER FUNCTION st_extension_dependency.f() DEPENDS ON EXTENSION citext`,
    },
  ],
  unchangeable: [
    { attribute: 'extension', reason: 'a part of the identity: on another extension it is another dependency' },
  ],
}
