// Each runner's own table, as it makes it, with the rows of a database at the line: adopted, they are those that the
// consolidated migration would have; undone, they are as before. The runners that run from npm judge in test/runners.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { apply } from '../../src/commands/apply.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { canBeRehearsed } from '../../src/commands/rehearsal-databases.ts'
import { rehearse } from '../../src/commands/rehearse.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { layoutNamed } from '../../src/layouts/choose-layout.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { folderWith } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { using, writeFiles } from '../cutover/project.ts'
import { manifest, severalTables, temporalFiles, temporalStates, temporalTables } from './several-tables.ts'
import type { Case } from './several-tables.ts'
import { singleTables } from './single-tables.ts'

const scratch = useScratch('embedded')
const cases = [...singleTables, ...severalTables]

interface Prepared {
  readonly paths: Record<'migrations' | 'consolidated' | 'archived', string>
  /** Where consolidate replays. */
  readonly server: string
  /** A database at the line, as the runner built it. */
  readonly atLine: ScratchDatabase
  /** An empty one in which the runner has its table. */
  readonly empty: () => Promise<ScratchDatabase>
  readonly ask: (database: ScratchDatabase) => Promise<Record<string, unknown>[]>
  /** The checksum of the consolidated migration. */
  readonly sum: () => Promise<string>
}

async function prepare({ layout, files, table, seed, rows, query }: Case): Promise<Prepared> {
  const paths = await pathsWith(files)
  const { migrations } = await readHistory(paths.migrations, { layout })
  const recorded = rows((n) => migrations[n]?.checksum ?? '')
  const atLine = await scratch.database(...migrations.map(({ up }) => up.text), table, recorded)
  const server = urlOf(atLine.address)
  const folded = await consolidate({ history: paths.migrations, out: paths.consolidated, layout, scratch: server })
  expect(folded).toMatchObject({ proved: true })
  return {
    paths,
    server,
    atLine,
    empty: () => scratch.database(table, ...(seed === undefined ? [] : [seed])),
    ask: (database) => using(database, (db) => db.query(query)),
    sum: async () => {
      const after = await readHistory(paths.migrations, { layout })
      return after.migrations.find(({ stays }) => stays !== true)?.checksum ?? ''
    },
  }
}

test.each(cases)('$layout, adopted: $query', async (one) => {
  const { layout, adopted } = one
  const { paths, server, atLine, ask, sum } = await prepare(one)
  await archive({ ...paths, layout })
  const old = await ask(atLine)
  const options = { db: urlOf(atLine.address), env: {}, lockTimeout: '2s', scratch: server, layout, ...paths }
  const dry = await adopt({ ...options, dryRun: true })
  expect(dry).toMatchObject({ done: false, refusal: null, state: 'at-the-line', missing: [], unknown: [], newer: [] })
  expect(await ask(atLine)).toEqual(old)
  const done = await adopt(options)
  expect(done).toMatchObject({ done: adopted !== undefined, tracking: dry.tracking, refusal: null })
  expect(await ask(atLine)).toEqual(adopted?.(await sum()) ?? old)
  if (adopted === undefined) return
  expect(await adopt(options)).toMatchObject({ done: false, refusal: null, state: 'adopted' })
  expect(await undoAdopt(options)).toMatchObject({ done: true })
  expect(await ask(atLine)).toEqual(old)
})

/** A row without what apply cannot know: a serial number, the statements as they were sent, how a home-made runner names files. */
function stated(row: Record<string, unknown>): object[] {
  if (row['script'] === 'R__again.sql') return [] // Flyway runs it again by itself
  const known = Object.entries(row).filter(([column]) => column !== 'id' && column !== 'whole')
  const named = known.map(([column, value]) => [
    column,
    column === 'filename' ? String(value).replace(/\.sql$/u, '') : value,
  ])
  return [Object.fromEntries(named) as object]
}

test.each(cases)('$layout, applied and rolled back: $query', async (one) => {
  const { layout } = one
  const { paths, server, atLine, empty, ask } = await prepare(one)
  const rowsIn = async (database: ScratchDatabase): Promise<object[]> => (await ask(database)).flatMap(stated)
  const none = await rowsIn(await empty())
  const common = { env: {}, consolidated: paths.consolidated, backups: join(paths.consolidated, '../backups') }
  const options = { ...common, lockTimeout: '2s', yes: true, backup: false, scratch: server }
  const folder = { migrations: paths.migrations, archived: paths.archived, layout }

  const early = await empty()
  const before = await apply({ ...options, db: urlOf(early.address), folder })
  if (before.tracking.length === 0) {
    expect(before.findings).toMatchObject([{ code: 'no-tracking-table' }])
    return
  }
  expect(before.findings).toEqual([])
  expect(await rowsIn(early)).toEqual(await rowsIn(atLine))

  const stale = await scratch.server().copyDatabase(atLine)
  await archive({ ...paths, layout })
  const adopting = { ...paths, env: {}, lockTimeout: '2s', scratch: server, layout }
  for (const database of [early, atLine]) {
    expect(await adopt({ ...adopting, db: urlOf(database.address) })).toMatchObject({ refusal: null })
  }
  const late = await empty()
  expect(await apply({ ...options, db: urlOf(late.address), folder })).toMatchObject({ done: true, findings: [] })
  const onlyOurs = await rowsIn(late)
  expect(await rowsIn(atLine)).toEqual(expect.arrayContaining(onlyOurs))
  // Of a count that starts again nobody can tell.
  const refusal = layout === 'tern' ? { code: 'behind' } : null
  expect(await adopt({ ...adopting, db: urlOf(late.address) })).toMatchObject({ refusal, done: false })

  // What was recorded of the old files is not left standing, though the consolidated one has the id of the newest.
  expect(await apply({ ...options, db: urlOf(stale.address), force: true, folder })).toMatchObject({ done: true })
  expect(await rowsIn(stale)).toEqual(onlyOurs)

  for (const database of [early, late]) {
    await rollback({ ...options, db: urlOf(database.address), folder })
    expect(await rowsIn(database)).toEqual(none)
  }
})

const rehearsed = cases.filter(({ layout }) => layoutNamed(layout).records?.some(canBeRehearsed))

test.each(rehearsed)('$layout, rehearsed: $query', async ({ layout, files }) => {
  const paths = await pathsWith(files)
  await consolidate({ history: paths.migrations, out: paths.consolidated, layout })
  const { done, rehearsals } = await rehearse({ ...paths, env: {}, lockTimeout: '2s', layout })
  expect(rehearsals.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(done).toBe(true)
})

const rehearsedByHand = cases.filter(({ layout }) => layoutNamed(layout).records?.some((one) => one.rehearsal))

test.each(rehearsedByHand)('$layout, rehearsed with its table elsewhere', async ({ layout, files }) => {
  const paths = await pathsWith(files)
  await consolidate({ history: paths.migrations, out: paths.consolidated, layout })
  const trackingTable = { schema: 'ops', name: 'changes' }
  const { done, rehearsals } = await rehearse({ ...paths, env: {}, lockTimeout: '2s', layout, trackingTable })
  expect(rehearsals.filter(({ outcome }) => outcome === 'failed')).toEqual([])
  expect(done).toBe(true)
})

test('temporal: the version in the row, with or without zeros at its end, says where the database is', async () => {
  const paths = await pathsWith(temporalFiles)
  const layout = 'temporal'
  const { migrations } = await readHistory(paths.migrations, { layout })
  const row = `insert into schema_version values (0, current_database(), now(), '', '1.0')`
  const database = await scratch.database(...migrations.map(({ up }) => up.text), temporalTables, row)
  const url = urlOf(database.address)
  await consolidate({ history: paths.migrations, out: paths.consolidated, layout, scratch: url })
  await writeFiles(paths.migrations, {
    'versioned/v2.0/manifest.json': manifest('2.0', 'later.sql'),
    'versioned/v2.0/later.sql': temporalStates.at(-1)?.built ?? '',
  })
  await archive({ ...paths, layout })
  for (const { version, state, newer = [], built = '' } of temporalStates) {
    await using(database, (db) => db.execute(`update schema_version set curr_version = '${version}'; ${built}`))
    const answer = await adopt({ db: url, env: {}, lockTimeout: '2s', scratch: url, layout, ...paths })
    const refusal = state.endsWith('-the-line') ? null : { code: state }
    expect(answer).toMatchObject({ state, newer, done: false, refusal })
  }
})

async function pathsWith(files: Readonly<Record<string, string>>) {
  const root = await folderWith(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`migrations/${path}`, text])),
  )
  return {
    migrations: join(root, 'migrations'),
    consolidated: join(root, 'consolidated'),
    archived: join(root, 'archived'),
  }
}
