// What the example history must end in, and that each of its down scripts undoes its up script: column
// order, rows and sequence positions included. Times and random values differ from run to run.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { practiceState } from './practice/database-state.ts'
import { buildPractice, migrationNames, runMigration } from './practice/history.ts'

const counts = `
  select
    (select count(*)::int from pg_tables where schemaname = 'practice') as tables,
    (select count(*)::int from pg_indexes where schemaname = 'practice') as indexes,
    (select count(*)::int from pg_views where schemaname = 'practice') as views,
    (select count(*)::int from pg_proc where pronamespace = 'practice'::regnamespace) as functions,
    (select count(*)::int from pg_policies where schemaname = 'practice') as policies,
    (
      select count(*)::int
      from pg_trigger as t
      join pg_class as c on c.oid = t.tgrelid
      where c.relnamespace = 'practice'::regnamespace and not t.tgisinternal
    ) as triggers`

const tables = [
  'attachments',
  'knowledge_point_metadata',
  'knowledge_points',
  'practice_answers',
  'practice_sessions',
  'practice_strategies',
  'quizzes',
  'student_mistakes',
  'student_weaknesses',
  'users',
]

describe.each(serverSpecs)('the practice history on %s', (spec) => {
  let server: ScratchServer

  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(() => server?.close())

  async function onNewDatabase(use: (database: Database) => Promise<void>): Promise<void> {
    const database = await (await server.createDatabase()).connect()
    try {
      await use(database)
    } finally {
      await database.close()
    }
  }

  it('ends in the tables, indexes, triggers, functions, view and rows of the platform', () =>
    onNewDatabase(async (database) => {
      await buildPractice(database)
      const [found] = await database.query(counts)
      expect(found).toEqual({ tables: 10, indexes: 51, views: 1, functions: 2, policies: 0, triggers: 10 })
      const names = await database.query<{ name: string }>(
        `select tablename::text as name from pg_tables where schemaname = 'practice' order by 1`,
      )
      expect(names.map(({ name }) => name)).toEqual(tables)
      expect(
        await database.query('select id, code, name from practice.practice_strategies order by sort_order'),
      ).toEqual([
        { id: 1, code: 'mixed', name: 'Mixed practice' },
        { id: 2, code: 'weakness_first', name: 'Weak points first' },
        { id: 3, code: 'spaced', name: 'Spaced repetition' },
        { id: 5, code: 'mistakes_again', name: 'Mistakes again' },
      ])
      expect(await database.query('select id, email, is_anonymous from practice.users')).toEqual([
        { id: '00000000-0000-0000-0000-000000000000', email: null, is_anonymous: true },
      ])
    }))

  it('is undone by its down scripts, one by one, and can be done again', () =>
    onNewDatabase(async (database) => {
      const names = await migrationNames()
      const states = [await practiceState(database)]
      for (const name of names) {
        await runMigration(database, name, 'up')
        states.push(await practiceState(database))
      }
      for (const [index, name] of [...names.entries()].toReversed()) {
        await runMigration(database, name, 'down')
        expect(await practiceState(database), `after down of ${name}`).toEqual(states[index])
      }
      await buildPractice(database)
      expect(await practiceState(database)).toEqual(states.at(-1))
    }))
})
