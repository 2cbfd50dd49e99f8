// Use case: an adoption taken back. The rows that it saved are put back in one transaction, those of migrations that were
// applied since stay, and the saved table goes. The folder is another matter: `restore` gives it back.
import { changedMeanwhile } from '../cutover/changed-meanwhile.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { requireRecords } from '../cutover/adoption-plan.ts'
import { foldedIn } from '../cutover/archived-folder.ts'
import { readRecorded } from '../cutover/records.ts'
import type { FoundRecords } from '../cutover/records.ts'
import { savedTable, undoStatements } from '../cutover/rewrite-records.ts'
import type { Saved } from '../cutover/rewrite-records.ts'
import { readSaved, requireForm } from '../cutover/saved-rows.ts'
import { inCutoverTransaction, openingStatements } from '../cutover/transaction.ts'
import { PgfoldError } from '../errors.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { lockStatements } from './adopt.ts'
import { withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'
import { requireTenant } from './tenant-schema.ts'
import { inTenant } from './verify.ts'
import type { VerifyOptions } from './verify.ts'

export type UndoAdoptOptions = Pick<
  LiveChangeOptions,
  'db' | 'env' | 'consolidated' | 'dryRun' | 'lockTimeout' | 'progress' | 'trackingTable'
> &
  Pick<VerifyOptions, 'tenant'>

const ifUnknown = 'Run pgfold adopt --undo again: it finds nothing to undo where it was done.'

/**
 * Puts the runner's rows back as they were before `adopt`. Throws PgfoldError `nothing-to-undo`, `newer-rows`, `other-form`,
 * `no-tracking-table`, `several-tracking-tables`, `changed-meanwhile`, `locked`, `lock-timeout` (exit code 1: nothing was changed), and those of the
 * connection.
 */
export async function undoAdopt(options: UndoAdoptOptions): Promise<AdoptResult> {
  const started = performance.now()
  const { manifest } = await readConsolidatedSchema(options.consolidated)
  return withLiveDatabase(options, async (db) => {
    await requireTenant(db, options.tenant)
    const place = await requireRecords(db, manifest, inTenant(options).trackingTable)
    const saved = await readSaved(db, place)
    if (saved?.line !== manifest.line) throw nothingToUndo(place, manifest.line)
    const found = saved.owner === undefined ? place : { ...place, owner: saved.owner }
    const folded = foldedIn(manifest).map((each) => found.records.recordedAs(each))
    const undo = await undoing(db, found, { folded, ...saved })
    const result: AdoptResult = {
      command: 'adopt --undo',
      done: options.dryRun !== true,
      refusal: null,
      database: displayAddress(db.address),
      server: db.serverLabel,
      layout: manifest.layout,
      line: manifest.line,
      table: `${found.name.schema}.${found.name.name}`,
      state: 'adopted',
      missing: [],
      newer: undo.newer,
      unknown: [],
      proof: null,
      tracking: undo.statements,
      saved: null,
      findings: [],
      seconds: 0,
    }
    if (options.dryRun === true) return { ...result, sql: describeRun(found, undo.statements, options) }
    await inCutoverTransaction(db, { lockTimeout: options.lockTimeout, ifUnknown }, async () => {
      for (const statement of lockStatements(found)) await db.execute(statement)
      if ((await readSaved(db, found))?.line !== manifest.line) throw changedMeanwhile()
      const now = await undoing(db, found, { folded, ...saved })
      for (const statement of now.statements) await db.execute(statement)
    })
    return { ...result, seconds: (performance.now() - started) / 1000 }
  })
}

interface Undoing {
  readonly statements: readonly string[]
  /** Recorded since. */
  readonly newer: readonly string[]
}

async function undoing(db: Database, found: FoundRecords, saving: Saving): Promise<Undoing> {
  const { recorded, renamed = {} } = saving
  const saved = savedTable(found).sql
  await requireForm(db, found, saved)
  const before = await readRecorded(db, { ...found, table: saved })
  const { ids } = await readRecorded(db, found)
  const known = new Set([...before.ids, recorded, ...Object.keys(renamed)])
  const { single, chained, registry } = found.records
  const newer = single === undefined ? ids.filter((id) => !known.has(id)) : []
  if ((chained === true || registry !== undefined) && newer.length > 0) throw newerRows(newer)
  return { newer, statements: undoStatements(found, { ...saving, present: ids }) }
}

interface Saving extends Saved {
  /** As the runner records them. */
  readonly folded: readonly string[]
}

function describeRun(found: FoundRecords, statements: readonly string[], options: UndoAdoptOptions): string {
  const all = [...openingStatements(options.lockTimeout), ...lockStatements(found), ...statements, 'COMMIT']
  return `${all.map((statement) => `${statement};`).join('\n')}\n`
}

function nothingToUndo(found: FoundRecords, line: string): PgfoldError {
  const { schema, name } = savedTable(found)
  return new PgfoldError('nothing-to-undo', `No adoption of ${line} has saved rows in this database`, {
    details: [`the table ${schema}.${name} is not there, or is of another line`],
    hint: 'Where the runner needed nothing, adopt changed nothing, and there is nothing to undo.',
    exitCode: 1,
  })
}

function newerRows(newer: readonly string[]): PgfoldError {
  return new PgfoldError('newer-rows', 'Migrations were applied since, whose rows refer to the consolidated one', {
    details: newer,
    hint: 'Take them back with the runner first.',
    exitCode: 1,
  })
}
