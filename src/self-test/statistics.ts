// Extended statistics, which are all of class statistics.
import { changed, extra, missing, reader, renamed } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const extendedStatistics: KindMutations = {
  kind: 'statistics',
  schema: `
    CREATE SCHEMA st_statistics;
    CREATE TABLE st_statistics.t (a integer, b varchar(10), c integer);
    CREATE TABLE st_statistics.other (a integer, b varchar(10), c integer);
    CREATE STATISTICS st_statistics.s (mcv, ndistinct) ON a, c FROM st_statistics.t;
    CREATE STATISTICS st_statistics.printed (mcv) ON a, (b IN ('a', 'b')) FROM st_statistics.t;`,
  mutations: [
    {
      name: 'kinds',
      sql: `
        DROP STATISTICS st_statistics.s;
        CREATE STATISTICS st_statistics.s (mcv, dependencies) ON a, c FROM st_statistics.t`,
      expected: [changed('statistics', 'st_statistics.s', 'kinds', 'statistics')],
    },
    {
      name: 'columns',
      sql: `
        DROP STATISTICS st_statistics.s;
        CREATE STATISTICS st_statistics.s (mcv, ndistinct) ON a, b FROM st_statistics.t`,
      expected: [changed('statistics', 'st_statistics.s', 'columns', 'statistics')],
    },
    {
      name: 'an expression',
      sql: `
        DROP STATISTICS st_statistics.s;
        CREATE STATISTICS st_statistics.s (mcv, ndistinct) ON a, c, (a + c) FROM st_statistics.t`,
      expected: [changed('statistics', 'st_statistics.s', 'expressions', 'statistics')],
    },
    {
      name: 'another constant in what prints anew',
      sql: `
        DROP STATISTICS st_statistics.printed;
        CREATE STATISTICS st_statistics.printed (mcv) ON a, (b IN ('a', 'c')) FROM st_statistics.t`,
      expected: [changed('statistics', 'st_statistics.printed', 'expressions', 'statistics')],
    },
    {
      name: 'SET STATISTICS',
      sql: 'ALTER STATISTICS st_statistics.s SET STATISTICS 8',
      expected: [changed('statistics', 'st_statistics.s', 'target', 'statistics')],
    },
    {
      name: 'of another table',
      sql: `
        DROP STATISTICS st_statistics.s;
        CREATE STATISTICS st_statistics.s (mcv, ndistinct) ON a, c FROM st_statistics.other`,
      expected: [changed('statistics', 'st_statistics.s', 'relation', 'statistics')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER STATISTICS st_statistics.s OWNER TO ${reader}`,
      expected: [changed('statistics', 'st_statistics.s', 'owner', 'statistics')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER STATISTICS st_statistics.s RENAME TO renamed',
      expected: [renamed('statistics', ['st_statistics.s', 'st_statistics.renamed'], 'statistics')],
    },
    {
      name: 'CREATE',
      sql: 'CREATE STATISTICS st_statistics.new ON b, c FROM st_statistics.t',
      expected: [extra('statistics', 'st_statistics.new', 'statistics')],
    },
    {
      name: 'DROP',
      sql: 'DROP STATISTICS st_statistics.s',
      expected: [missing('statistics', 'st_statistics.s', 'statistics')],
    },
  ],
  harmless: [
    {
      name: 'recreated in another order',
      sql: `
        DROP STATISTICS st_statistics.s;
        CREATE STATISTICS st_statistics.s (ndistinct, mcv) ON c, a FROM st_statistics.t`,
    },
    {
      name: 'a target set and taken back',
      sql: `
        ALTER STATISTICS st_statistics.s SET STATISTICS 8;
        ALTER STATISTICS st_statistics.s SET STATISTICS -1`,
    },
    {
      name: 'as it is printed',
      sql: `DO $$ DECLARE s text := pg_get_statisticsobjdef(oid) FROM pg_statistic_ext WHERE stxname = 'printed'; BEGIN DROP STATISTICS st_statistics.printed; EXECUTE s; END $$`,
    },
    { name: 'gathered', sql: ['ANALYZE st_statistics.t'] },
  ],
}
