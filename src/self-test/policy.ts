// Row security policies; the order of their roles has no meaning.
import { changed, extra, missing, reader, writer } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const policies: KindMutations = {
  kind: 'policy',
  schema: `
    CREATE SCHEMA st_policy;
    CREATE TABLE st_policy.t (id integer, name varchar(10));
    CREATE POLICY p ON st_policy.t TO ${reader}, ${writer} USING (id > 0);
    CREATE POLICY printed ON st_policy.t USING (name IN ('a', 'b')) WITH CHECK (id BETWEEN 1 AND 2);`,
  mutations: [
    {
      name: 'USING',
      sql: 'ALTER POLICY p ON st_policy.t USING (id > 1)',
      expected: [changed('policy', 'st_policy.t.p', 'using')],
    },
    {
      name: 'WITH CHECK',
      sql: 'ALTER POLICY p ON st_policy.t WITH CHECK (id > 0)',
      expected: [changed('policy', 'st_policy.t.p', 'check')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `ALTER POLICY printed ON st_policy.t USING (name IN ('a', 'c'))`,
      expected: [changed('policy', 'st_policy.t.printed', 'using')],
    },
    {
      name: 'FOR',
      sql: `
        DROP POLICY p ON st_policy.t;
        CREATE POLICY p ON st_policy.t FOR SELECT TO ${reader}, ${writer} USING (id > 0)`,
      expected: [changed('policy', 'st_policy.t.p', 'command')],
    },
    {
      name: 'RESTRICTIVE',
      sql: `
        DROP POLICY p ON st_policy.t;
        CREATE POLICY p ON st_policy.t AS RESTRICTIVE TO ${reader}, ${writer} USING (id > 0)`,
      expected: [changed('policy', 'st_policy.t.p', 'permissive')],
    },
    {
      name: 'TO',
      sql: `ALTER POLICY p ON st_policy.t TO ${reader}`,
      expected: [changed('policy', 'st_policy.t.p', 'roles')],
    },
    {
      name: 'TO PUBLIC',
      sql: 'ALTER POLICY p ON st_policy.t TO PUBLIC',
      expected: [changed('policy', 'st_policy.t.p', 'roles')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER POLICY p ON st_policy.t RENAME TO renamed',
      expected: [missing('policy', 'st_policy.t.p'), extra('policy', 'st_policy.t.renamed')],
    },
    { name: 'DROP', sql: 'DROP POLICY p ON st_policy.t', expected: [missing('policy', 'st_policy.t.p')] },
  ],
  harmless: [
    {
      name: 'recreated with its roles in another order',
      sql: `
        DROP POLICY p ON st_policy.t;
        CREATE POLICY p ON st_policy.t AS PERMISSIVE FOR ALL TO ${writer}, ${reader} USING (id > 0)`,
    },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE p record; BEGIN SELECT * INTO p FROM pg_policies WHERE policyname = 'printed'; DROP POLICY printed ON st_policy.t; EXECUTE format('CREATE POLICY printed ON st_policy.t USING %s WITH CHECK %s', p.qual, p.with_check); END $$`,
    },
  ],
}
