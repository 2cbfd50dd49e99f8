// Domains; their CHECKs are constraints.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const domains: KindMutations = {
  kind: 'domain',
  schema: `
    CREATE SCHEMA st_domain;
    CREATE DOMAIN st_domain.code AS varchar(10) COLLATE "C" DEFAULT 'x';
    CREATE DOMAIN st_domain.needed AS integer NOT NULL;
    CREATE DOMAIN st_domain.checked AS varchar DEFAULT 'a' CHECK (VALUE IN ('a', 'b'));`,
  mutations: [
    {
      name: 'another type',
      sql: `
        DROP DOMAIN st_domain.code;
        CREATE DOMAIN st_domain.code AS text COLLATE "C" DEFAULT 'x'`,
      expected: [changed('domain', 'st_domain.code', 'default'), changed('domain', 'st_domain.code', 'type')],
    },
    {
      name: 'another type modifier',
      sql: `
        DROP DOMAIN st_domain.code;
        CREATE DOMAIN st_domain.code AS varchar(11) COLLATE "C" DEFAULT 'x'`,
      expected: [changed('domain', 'st_domain.code', 'type')],
    },
    {
      name: 'another collation',
      sql: `
        DROP DOMAIN st_domain.code;
        CREATE DOMAIN st_domain.code AS varchar(10) COLLATE "POSIX" DEFAULT 'x'`,
      expected: [changed('domain', 'st_domain.code', 'collation')],
    },
    {
      name: 'no collation',
      sql: `DROP DOMAIN st_domain.code; CREATE DOMAIN st_domain.code AS varchar(10) DEFAULT 'x'`,
      expected: [changed('domain', 'st_domain.code', 'collation')],
    },
    {
      name: 'SET DEFAULT',
      sql: `ALTER DOMAIN st_domain.code SET DEFAULT 'y'`,
      expected: [changed('domain', 'st_domain.code', 'default')],
    },
    {
      name: 'DROP DEFAULT',
      sql: 'ALTER DOMAIN st_domain.code DROP DEFAULT',
      expected: [changed('domain', 'st_domain.code', 'default')],
    },
    {
      name: 'SET NOT NULL',
      sql: 'ALTER DOMAIN st_domain.code SET NOT NULL',
      expected: [changed('domain', 'st_domain.code', 'notNull')],
    },
    {
      name: 'DROP NOT NULL',
      sql: 'ALTER DOMAIN st_domain.needed DROP NOT NULL',
      expected: [changed('domain', 'st_domain.needed', 'notNull')],
    },
    {
      name: 'the name of NOT NULL',
      sql: 'ALTER DOMAIN st_domain.needed RENAME CONSTRAINT needed_not_null TO present',
      requires: 17,
      expected: [changed('domain', 'st_domain.needed', 'notNullName', 'constraint-names')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER DOMAIN st_domain.code OWNER TO ${reader}`,
      expected: [changed('domain', 'st_domain.code', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER DOMAIN st_domain.code RENAME TO renamed',
      expected: [missing('domain', 'st_domain.code'), extra('domain', 'st_domain.renamed')],
    },
    { name: 'DROP', sql: 'DROP DOMAIN st_domain.needed', expected: [missing('domain', 'st_domain.needed')] },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP DOMAIN st_domain.code;
        CREATE DOMAIN st_domain.code AS varchar(10) COLLATE "C" DEFAULT 'x'`,
    },
    {
      name: 'NOT NULL dropped and set again',
      sql: `
        ALTER DOMAIN st_domain.needed DROP NOT NULL;
        ALTER DOMAIN st_domain.needed SET NOT NULL`,
    },
  ],
  unchangeable: [
    { attribute: 'notNullName', reason: 'before PostgreSQL 18 the NOT NULL of a domain has no name', until: 17 },
  ],
}
