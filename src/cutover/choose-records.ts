// Which of several tables the runner reads. It may have left an earlier one behind, or a project keeps one in each of its
// schemas. Rows written to the wrong one would make another runner pass over its migrations, and those that were rewritten
// there would leave the right one as it was, so that nothing is guessed: a fact of the runner decides, or a person.
import { PgfoldError } from '../errors.ts'
import type { Records } from '../layouts/records.ts'
import type { Database } from '../server/database.ts'
import { findAllRecords, readRecorded } from './records.ts'
import type { FoundRecords, Place } from './records.ts'

/** The table that the runner reads; undefined where it has none. Throws PgfoldError `several-tracking-tables` (exit code 1). */
export async function findRecords(
  db: Database,
  forms: readonly Records[],
  place: Place,
): Promise<FoundRecords | undefined> {
  const all = await findAllRecords(db, forms, place)
  if (all.length < 2) return all[0]
  const chosen = await chosenOf(db, all)
  if (chosen === undefined) throw several(all)
  return chosen
}

async function chosenOf(db: Database, all: readonly FoundRecords[]): Promise<FoundRecords | undefined> {
  const later = all.find(({ records }) => records.takesOver !== undefined)
  const [earlier, ...others] = all.filter((each) => each !== later)
  if (later === undefined || earlier === undefined || others.length > 0) return undefined
  const [hasEarlier, hasLater] = [await hasRows(db, earlier), await hasRows(db, later)]
  // Behind the copy the runner does not look back: rows that were not copied are a contradiction.
  if (await hasTakenOver(db, later)) return hasLater || !hasEarlier ? later : undefined
  // Before it the earlier table counts, or will be copied, which would bring together what both have.
  if (!hasLater) return earlier
  return hasEarlier ? undefined : later
}

async function hasRows(db: Database, found: FoundRecords): Promise<boolean> {
  const { ids, failed } = await readRecorded(db, found)
  return ids.length + failed.length > 0
}

async function hasTakenOver(db: Database, { records: { takesOver = 'false' }, table }: FoundRecords): Promise<boolean> {
  const rows = await db.query(`select from ${table} where ${takesOver}`)
  return rows.length > 0
}

function several(all: readonly FoundRecords[]): PgfoldError {
  const names = all.map(({ name }) => `${name.schema}.${name.name}`)
  return new PgfoldError('several-tracking-tables', `Nothing tells which of ${all.length} tables the runner reads`, {
    details: names,
    hint: `Look into them, and say which it is, such as --tracking-table ${names[0] ?? ''}.`,
    exitCode: 1,
  })
}
