// Sequences of their own and owned ones; those of identity columns belong to the column.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const counter = (attribute: string): Expected => changed('sequence', 'st_sequence.counter', attribute)

export const sequences: KindMutations = {
  kind: 'sequence',
  schema: `
    CREATE SCHEMA st_sequence;
    CREATE SEQUENCE st_sequence.counter;
    CREATE TABLE st_sequence.t (a integer, b integer);
    CREATE SEQUENCE st_sequence.owned OWNED BY st_sequence.t.a;`,
  mutations: [
    { name: 'START WITH', sql: 'ALTER SEQUENCE st_sequence.counter START WITH 5', expected: [counter('start')] },
    {
      name: 'INCREMENT BY',
      sql: 'ALTER SEQUENCE st_sequence.counter INCREMENT BY 5',
      expected: [counter('increment')],
    },
    { name: 'MINVALUE', sql: 'ALTER SEQUENCE st_sequence.counter MINVALUE 0', expected: [counter('min')] },
    { name: 'MAXVALUE', sql: 'ALTER SEQUENCE st_sequence.counter MAXVALUE 99', expected: [counter('max')] },
    { name: 'CACHE', sql: 'ALTER SEQUENCE st_sequence.counter CACHE 5', expected: [counter('cache')] },
    { name: 'CYCLE', sql: 'ALTER SEQUENCE st_sequence.counter CYCLE', expected: [counter('cycle')] },
    {
      name: 'AS smallint',
      sql: 'ALTER SEQUENCE st_sequence.counter AS smallint',
      expected: [counter('max'), counter('type')],
    },
    {
      name: 'SET UNLOGGED',
      sql: 'ALTER SEQUENCE st_sequence.counter SET UNLOGGED',
      requires: 15,
      expected: [counter('unlogged')],
    },
    {
      name: 'SET UNLOGGED of the table that owns it',
      sql: 'ALTER TABLE st_sequence.t SET UNLOGGED',
      requires: 15,
      expected: [
        changed('sequence', 'st_sequence.owned', 'unlogged'),
        changed('table', 'st_sequence.t', 'persistence'),
      ],
    },
    {
      name: 'OWNED BY a column',
      sql: 'ALTER SEQUENCE st_sequence.counter OWNED BY st_sequence.t.a',
      expected: [counter('ownedBy')],
    },
    {
      name: 'OWNED BY another column',
      sql: 'ALTER SEQUENCE st_sequence.owned OWNED BY st_sequence.t.b',
      expected: [changed('sequence', 'st_sequence.owned', 'ownedBy')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER SEQUENCE st_sequence.counter OWNER TO ${reader}`,
      expected: [changed('sequence', 'st_sequence.counter', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER SEQUENCE st_sequence.counter RENAME TO renamed',
      expected: [missing('sequence', 'st_sequence.counter'), extra('sequence', 'st_sequence.renamed')],
    },
    { name: 'DROP', sql: 'DROP SEQUENCE st_sequence.owned', expected: [missing('sequence', 'st_sequence.owned')] },
  ],
  harmless: [
    { name: 'a used sequence', sql: `SELECT nextval('st_sequence.counter'), setval('st_sequence.owned', 7)` },
    { name: 'recreated', sql: 'DROP SEQUENCE st_sequence.counter; CREATE SEQUENCE st_sequence.counter' },
    {
      name: 'defaults spelled out',
      sql: 'ALTER SEQUENCE st_sequence.counter INCREMENT BY 1 MINVALUE 1 CACHE 1 NO CYCLE',
    },
  ],
  unchangeable: [
    {
      attribute: 'unlogged',
      reason: 'before PostgreSQL 15 a sequence has no SET UNLOGGED and does not follow its table',
      until: 14,
    },
  ],
}
