// Rewrite rules; the rule _RETURN is the query of its view.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const rules: KindMutations = {
  kind: 'rule',
  schema: `
    CREATE SCHEMA st_rule;
    CREATE TABLE st_rule.t (id integer, name varchar(10));
    CREATE TABLE st_rule.log (id integer);
    CREATE VIEW st_rule.v AS SELECT id, name FROM st_rule.t;
    CREATE RULE r AS ON UPDATE TO st_rule.t WHERE NEW.id > 0 DO ALSO NOTHING;
    CREATE RULE printed AS ON DELETE TO st_rule.t WHERE OLD.name IN ('a', 'b') AND OLD.id BETWEEN 1 AND 2
      DO ALSO INSERT INTO st_rule.log VALUES (OLD.id);
    CREATE RULE onto AS ON INSERT TO st_rule.v DO INSTEAD INSERT INTO st_rule.t VALUES (NEW.id, NEW.name);`,
  mutations: [
    {
      name: 'another condition',
      sql: 'CREATE OR REPLACE RULE r AS ON UPDATE TO st_rule.t WHERE NEW.id > 1 DO ALSO NOTHING',
      expected: [changed('rule', 'st_rule.t.r', 'definition')],
    },
    {
      name: 'another action',
      sql: `CREATE OR REPLACE RULE onto AS ON INSERT TO st_rule.v DO INSTEAD INSERT INTO st_rule.t VALUES (NEW.id, 'x')`,
      expected: [changed('rule', 'st_rule.v.onto', 'definition')],
    },
    {
      name: 'another event',
      sql: `
        DROP RULE r ON st_rule.t;
        CREATE RULE r AS ON INSERT TO st_rule.t WHERE NEW.id > 0 DO ALSO NOTHING`,
      expected: [changed('rule', 'st_rule.t.r', 'definition'), changed('rule', 'st_rule.t.r', 'event')],
    },
    {
      name: 'INSTEAD',
      sql: 'CREATE OR REPLACE RULE r AS ON UPDATE TO st_rule.t WHERE NEW.id > 0 DO INSTEAD NOTHING',
      expected: [changed('rule', 'st_rule.t.r', 'definition'), changed('rule', 'st_rule.t.r', 'instead')],
    },
    {
      name: 'DISABLE',
      sql: 'ALTER TABLE st_rule.t DISABLE RULE r',
      expected: [changed('rule', 'st_rule.t.r', 'enabled')],
    },
    {
      name: 'ENABLE REPLICA',
      sql: 'ALTER TABLE st_rule.t ENABLE REPLICA RULE r',
      expected: [changed('rule', 'st_rule.t.r', 'enabled')],
    },
    {
      name: 'ENABLE ALWAYS',
      sql: 'ALTER TABLE st_rule.t ENABLE ALWAYS RULE r',
      expected: [changed('rule', 'st_rule.t.r', 'enabled')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER RULE r ON st_rule.t RENAME TO renamed',
      expected: [missing('rule', 'st_rule.t.r'), extra('rule', 'st_rule.t.renamed')],
    },
    { name: 'DROP', sql: 'DROP RULE onto ON st_rule.v', expected: [missing('rule', 'st_rule.v.onto')] },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP RULE r ON st_rule.t;
        CREATE RULE r AS ON UPDATE TO st_rule.t WHERE NEW.id > 0 DO ALSO NOTHING`,
    },
    { name: 'disabled and enabled', sql: 'ALTER TABLE st_rule.t DISABLE RULE r; ALTER TABLE st_rule.t ENABLE RULE r' },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE rule text := pg_get_ruledef(oid) FROM pg_rewrite WHERE rulename = 'printed'; BEGIN DROP RULE printed ON st_rule.t; EXECUTE rule; END $$`,
    },
  ],
}
