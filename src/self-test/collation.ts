// Collations of the operating system and of ICU; PostgreSQL 17 brought those of its own.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations, Mutation } from './mutation.ts'

const collation = (name: string, attribute: string): Expected => changed('collation', `st_collation.${name}`, attribute)

const otherProvider: readonly [Expected, ...Expected[]] = [
  collation('libc', 'provider'),
  collation('libc', 'locale'),
  collation('libc', 'lcCollate'),
  collation('libc', 'lcCtype'),
]

function anew(name: string, options: string): string {
  return `DROP COLLATION st_collation.${name}; CREATE COLLATION st_collation.${name} (${options})`
}

const newerMutations: readonly Mutation[] = [
  {
    name: 'other rules',
    sql: anew('icu', `provider = icu, locale = 'de', rules = '& V << w'`),
    requires: 16,
    expected: [collation('icu', 'rules')],
  },
  {
    name: 'another provider',
    sql: anew('libc', `provider = builtin, locale = 'C'`),
    requires: 17,
    expected: otherProvider,
  },
  {
    name: 'another locale of the builtin provider',
    sql: anew('builtin', `provider = builtin, locale = 'C.UTF-8'`),
    requires: 17,
    expected: [collation('builtin', 'locale')],
  },
]

export const collations: KindMutations = {
  kind: 'collation',
  schema: `
    CREATE SCHEMA st_collation;
    CREATE COLLATION st_collation.libc (locale = 'C');
    CREATE COLLATION st_collation.icu (provider = icu, locale = 'de');
    CREATE COLLATION st_collation.used (provider = icu, locale = 'und');
    CREATE TABLE st_collation.t (a text COLLATE st_collation.used);`,
  schemaFrom: { 17: `CREATE COLLATION st_collation.builtin (provider = builtin, locale = 'C')` },
  mutations: [
    {
      name: 'another LC_COLLATE',
      sql: anew('libc', `lc_collate = 'POSIX', lc_ctype = 'C'`),
      expected: [collation('libc', 'lcCollate')],
    },
    {
      name: 'another LC_CTYPE',
      sql: anew('libc', `lc_collate = 'C', lc_ctype = 'POSIX'`),
      expected: [collation('libc', 'lcCtype')],
    },
    {
      name: 'another locale',
      sql: anew('icu', `provider = icu, locale = 'fr'`),
      expected: [collation('icu', 'locale')],
    },
    {
      name: 'from libc to icu',
      sql: anew('libc', `provider = icu, locale = 'de'`),
      expected: otherProvider,
    },
    {
      name: 'not deterministic',
      sql: anew('icu', `provider = icu, locale = 'de', deterministic = false`),
      expected: [collation('icu', 'deterministic')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER COLLATION st_collation.used OWNER TO ${reader}`,
      expected: [changed('collation', 'st_collation.used', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER COLLATION st_collation.libc RENAME TO renamed',
      expected: [missing('collation', 'st_collation.libc'), extra('collation', 'st_collation.renamed')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON COLLATION st_collation.icu IS 'text'`,
      expected: [extra('comment', 'collation st_collation.icu', 'comments')],
    },
    { name: 'DROP', sql: 'DROP COLLATION st_collation.icu', expected: [missing('collation', 'st_collation.icu')] },
    ...newerMutations,
  ],
  harmless: [
    {
      name: 'recreated from another one',
      sql: 'DROP COLLATION st_collation.libc; CREATE COLLATION st_collation.libc FROM "C"',
    },
    { name: 'both locales spelled out', sql: anew('libc', `provider = libc, lc_collate = 'C', lc_ctype = 'C'`) },
    { name: 'the version refreshed', sql: 'ALTER COLLATION st_collation.used REFRESH VERSION' },
  ],
  unchangeable: [{ attribute: 'rules', reason: 'CREATE COLLATION has no rules before PostgreSQL 16', until: 15 }],
}
