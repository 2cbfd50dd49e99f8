// Databases as a runner would have left them: its own table made as it makes it, and behind each migration the rows that
// it writes.
import { readArchivedFolder, readOwnFile, recordablesOf } from '../cutover/archived-folder.ts'
import { recordStatements } from '../cutover/record-statements.ts'
import { findRecords } from '../cutover/choose-records.ts'
import type { FoundRecords } from '../cutover/records.ts'
import { rolesNamed } from '../history/roles.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import type { Recordable, Records } from '../layouts/records.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { Database, ScratchDatabase } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import type { Stage } from './rehearsal-stage.ts'

/** An empty one, with what is there before the first migration and the runner's table. */
export function trackedDatabase(stage: Stage): Promise<ScratchDatabase> {
  return createdWith(stage, (db) => prepare(db, stage))
}

/** An empty one, with what is there before the first migration. */
export function untrackedDatabase(stage: Stage): Promise<ScratchDatabase> {
  return createdWith(stage, (db) => runPrelude(db, stage))
}

async function createdWith({ server }: Stage, make: (db: Database) => Promise<unknown>): Promise<ScratchDatabase> {
  const database = await server.createDatabase()
  const db = await database.connect()
  try {
    await make(db)
  } finally {
    await db.close()
  }
  return database
}

/**
 * One migration after the other on one database, since a session may leave something to the next one; `look` is called
 * before the first and behind each, with how many the rows say are applied.
 */
export async function growDatabase(
  stage: Stage,
  look: (database: ScratchDatabase, applied: number) => Promise<void>,
): Promise<void> {
  const { history, server } = stage
  const database = await server.createDatabase()
  const [db, rows] = [await database.connect(), await database.connect()]
  try {
    const found = await prepare(db, stage)
    await look(database, 0)
    const recorded = new Map(recordablesOf(history).map((each) => [each.id, each]))
    const applied: Recordable[] = []
    const staying = history.migrations.filter(({ stays }) => stays === true)
    await replay(db, history, {
      onCreatedRoles: server.adoptRoles,
      behindMigration: async ({ id, stays }) => {
        const each = recorded.get(id)
        if (stays === true || each === undefined) return
        applied.push(each)
        if (isHalf(applied, found, stage)) return
        await record(rows, found, applied)
        if (isAtLine(applied, stage)) await replay(rows, { migrations: staying, session: history.session })
        await look(database, applied.length)
      },
    })
  } finally {
    await Promise.all([db.close(), rows.close()])
  }
  await database.drop()
}

/** From there on what the runner runs again by itself has been run, behind all others: the fold has it. */
function isAtLine(applied: readonly Recordable[], { schema: { manifest } }: Stage): boolean {
  return applied.some(({ id }) => id === manifest.line)
}

/** What the next migration is recorded with, the runner records when that is applied as well. */
function isHalf(applied: readonly Recordable[], { records }: FoundRecords, { history }: Stage): boolean {
  const [last, next] = [applied.at(-1), recordablesOf(history)[applied.length]]
  return last !== undefined && next !== undefined && records.recordedAs(last) === records.recordedAs(next)
}

/** The newest; of a single row all of them decide. */
async function record(db: Database, found: FoundRecords, applied: readonly Recordable[]): Promise<void> {
  const { records, owner = '' } = found
  const newest = applied.at(-1)
  const written = records.single === undefined ? applied.slice(-1) : applied
  const statements =
    records.rehearsal !== undefined && newest !== undefined
      ? records.rehearsal.record(newest, { table: found.name, owner })
      : recordStatements(found, { applied: written, gone: [] })
  for (const statement of statements) await db.execute(statement)
}

async function runPrelude(db: Database, { prelude, server }: Pick<Stage, 'prelude' | 'server'>): Promise<void> {
  await server.ensureRoles(await rolesNamed(...prelude))
  for (const each of prelude) await replay(db, each, { onCreatedRoles: server.adoptRoles })
}

async function prepare(
  db: Database,
  { schema, options, prelude, history, server, site }: Stage,
): Promise<FoundRecords> {
  await runPrelude(db, { prelude, server })
  if (!isInCode(layoutNamed(schema.manifest.layout))) await server.ensureRoles(await rolesNamed(...prelude, history))
  const { layout } = schema.manifest
  const { records = [] } = withTrackingTable(layoutNamed(layout), givenOr(options.trackingTable, schema.manifest))
  const forms = records.filter(canBeRehearsed)
  const there = await findRecords(db, forms, schema.manifest)
  if (there !== undefined) return there // a prelude made it
  const [form] = forms
  if (form === undefined) throw new Error('unreachable: a runner without rows was refused')
  for (const statement of tableStatements(form)) await db.execute(statement)
  const made = await findRecords(db, forms, schema.manifest)
  if (made === undefined) throw new Error(`unreachable: the table of ${layout} is not there behind its creation`)
  // One row that counts says so before the first migration too.
  if (form.single !== undefined && form.rehearsal === undefined) await record(db, made, [])
  if (form.registry === undefined) return made
  return {
    ...made,
    owner: form.registry.facts(await readOwnFile(await readArchivedFolder(schema.manifest, site.options))).owner,
  }
}

/** Whether rows of this form can be written. */
export function canBeRehearsed({ newRow, rehearsal }: Records): boolean {
  return newRow !== undefined || rehearsal !== undefined
}

function tableStatements({ table, definition = '', rehearsal }: Records): readonly string[] {
  const name = quotePath(table.schema, table.name)
  const columns = typeof definition === 'string' ? definition : definition(name)
  return [
    ...(table.schema === 'public' ? [] : [`CREATE SCHEMA IF NOT EXISTS ${quoteName(table.schema)}`]),
    ...(rehearsal?.create(table) ?? [`CREATE TABLE ${name} (${columns})`]),
  ]
}
