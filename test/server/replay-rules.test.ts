// The transaction and session rules of the runners, where they show.
import { describe, expect, test } from 'vitest'
import type { Migration } from '../../src/history/migration.ts'
import { replay } from '../../src/server/replay.ts'
import { serverSpecs } from '../support/servers.ts'
import { historyOf, refusalOf, useScratch } from './replay-history.ts'

describe.each(serverSpecs)('on %s', (spec) => {
  const { withDatabase } = useScratch(spec)
  const committing = 'create procedure p() language plpgsql as $$ begin create table made (id int); commit; end $$;'

  test('a file of one statement is no transaction block', () =>
    withDatabase(async (database) => {
      const result = await replay(database, historyOf('file', committing, 'call p();', 'vacuum'))
      expect(result).toMatchObject({ applied: 3, findings: [] })
      expect(await database.query("select to_regclass('made')::text as made")).toEqual([{ made: 'made' }])
    }))

  test('a file of several statements is one transaction', () =>
    withDatabase(async (database) => {
      const history = historyOf('file', committing, 'create table a (id int); call p();')
      expect(await refusalOf(replay(database, history))).toMatchObject({ location: { file: '2.sql', column: 26 } })
      await database.execute('ROLLBACK')
      expect(await database.query("select to_regclass('a') is null as gone")).toEqual([{ gone: true }])
    }))

  test('a file with a statement that its runner could not run among others', () =>
    withDatabase(async (database) => {
      const { findings } = await replay(database, historyOf('file', 'create table a (id int); vacuum a;'))
      expect(findings).toMatchObject([{ code: 'ran-without-transaction', subject: '1.sql' }])
    }))

  test.each(['runner', 'script'] as const)('%s: a migration that may fail is left out where it does', (rule) =>
    withDatabase(async (database) => {
      const [first, second, third] = historyOf(
        rule,
        'create table a (id int)',
        'drop table b',
        'create table c (id int)',
      ).migrations as [Migration, Migration, Migration]
      const { applied, findings } = await replay(database, {
        migrations: [first, { ...second, mayFail: true }, { ...third, mayFail: true }],
      })
      expect({ applied, findings }).toMatchObject({
        applied: 2,
        findings: [{ code: 'failed-as-it-may', subject: '2.sql:1:1 2' }],
      })
      expect(findings[0]?.message).toContain('ERROR 42P01')
      expect(await database.query("select to_regclass('c') is not null as there")).toEqual([{ there: true }])
    }),
  )

  test('what a migration sets in a session of all, the next one finds, and nobody after the last', () =>
    withDatabase(async (database) => {
      const scripts = [
        'create schema app; set search_path to app; create temp table t (id int)',
        'create table b as table t',
      ]
      await replay(database, { ...historyOf('file', ...scripts), session: 'one' })
      expect(await database.query("select to_regclass('app.b')::text as b, current_schema() as schema")).toEqual([
        { b: 'app.b', schema: 'public' },
      ])
      expect(await refusalOf(replay(database, historyOf('file', 'set search_path to app', 'table b')))).toMatchObject({
        location: { file: '2.sql' },
      })
    }))
})
