// Use case: an adoption taken back. The rows that it saved are put back in one transaction, those of migrations that were
// applied since stay, and the saved table goes. The folder is another matter: `restore` gives it back.
import { changedMeanwhile } from '../cutover/changed-meanwhile.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { foldedIn, readSaved, requireRecords } from '../cutover/adoption-plan.ts'
import { readRecorded } from '../cutover/records.ts'
import type { FoundRecords } from '../cutover/records.ts'
import { savedTable, undoStatements } from '../cutover/rewrite-records.ts'
import { inCutoverTransaction, openingStatements } from '../cutover/transaction.ts'
import { PgfoldError } from '../errors.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { lockStatement } from './adopt.ts'
import { withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'

export type UndoAdoptOptions = Pick<
  LiveChangeOptions,
  'db' | 'env' | 'consolidated' | 'dryRun' | 'lockTimeout' | 'progress'
>

const ifUnknown = 'Run pgfold adopt --undo again: it finds nothing to undo where it was done.'

/**
 * Puts the runner's rows back as they were before `adopt`. Throws PgfoldError `nothing-to-undo`, `newer-rows`,
 * `no-tracking-table`, `changed-meanwhile`, `locked`, `lock-timeout` (exit code 1: nothing was changed), and those of the
 * connection.
 */
export async function undoAdopt(options: UndoAdoptOptions): Promise<AdoptResult> {
  const started = performance.now()
  const { manifest } = await readConsolidatedSchema(options.consolidated)
  return withLiveDatabase(options, async (db) => {
    const found = await requireRecords(db, manifest)
    const saved = await readSaved(db, found)
    if (saved?.line !== manifest.line) throw nothingToUndo(found, manifest.line)
    const folded = foldedIn(manifest).map((each) => found.records.recordedAs(each))
    const undo = await undoing(db, found, { folded, recorded: saved.recorded })
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
      await db.execute(lockStatement(found))
      if ((await readSaved(db, found))?.line !== manifest.line) throw changedMeanwhile()
      const now = await undoing(db, found, { folded, recorded: saved.recorded })
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

async function undoing(db: Database, found: FoundRecords, { folded, recorded }: Saving): Promise<Undoing> {
  const before = await readRecorded(db, { ...found, table: savedTable(found).sql })
  const { ids } = await readRecorded(db, found)
  const known = new Set([...before.ids, recorded])
  const newer = found.records.single === undefined ? ids.filter((id) => !known.has(id)) : []
  if (found.records.chained && newer.length > 0) throw newerRows(newer)
  return { newer, statements: undoStatements(found, { folded, recorded, present: ids }) }
}

interface Saving {
  /** As the runner records them. */
  readonly folded: readonly string[]
  /** What adopt made of the line. */
  readonly recorded: string
}

function describeRun(found: FoundRecords, statements: readonly string[], options: UndoAdoptOptions): string {
  const all = [...openingStatements(options.lockTimeout), lockStatement(found), ...statements, 'COMMIT']
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
