// Whether a command ran the migrations of a folder: its runner's own rows say so. Nothing else ties the folder to what is
// on the database, and `archive` takes its files away on the strength of it.
import { findRecords } from '../cutover/choose-records.ts'
import { readRecorded } from '../cutover/records.ts'
import { PgfoldError } from '../errors.ts'
import type { History, Migration } from '../history/migration.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import { shownPath } from '../layouts/files.ts'
import type { GivenTable } from '../layouts/tracking-table.ts'
import { withTrackingTable } from '../layouts/tracking-table.ts'
import type { Recordable } from '../layouts/records.ts'
import type { Database } from '../server/database.ts'

/**
 * Throws PgfoldError `no-tracking-table` and `other-migrations` (exit code 1) where the rows of the runner do not name
 * exactly the migrations of the folder.
 */
export async function requireRan(
  db: Database,
  { layout, root, migrations }: History,
  given: GivenTable | undefined,
): Promise<void> {
  const forms = withTrackingTable(layoutNamed(layout), given).records ?? []
  const found = await findRecords(db, forms, { history: root })
  if (found === undefined) throw recordedNowhere(layout, forms[0]?.table)
  const { ids } = await readRecorded(db, found)
  const names = migrations.map((migration) => found.records.recordedAs(recordable(migration)))
  const details = [
    ...names.filter((name) => !ids.includes(name)).map((name) => `in the folder, and not recorded: ${name}`),
    ...ids.filter((id) => !names.includes(id)).map((id) => `recorded, and not in the folder: ${id}`),
  ]
  if (details.length > 0) throw otherMigrations(root, details)
}

function recordable({ id, name, files }: Migration): Recordable {
  return { id, name, path: files[0] ?? '' }
}

function recordedNowhere(layout: string, table: { readonly schema: string; readonly name: string } | undefined) {
  const name = table === undefined ? layout : `${table.schema}.${table.name}`
  return new PgfoldError(
    'no-tracking-table',
    `The command of --run left no ${name}, in which ${layout} keeps its records`,
    {
      hint: 'Say which runner it is with --layout. Where its table has another name, give it with --tracking-table.',
      exitCode: 1,
    },
  )
}

function otherMigrations(root: string, details: readonly string[]): PgfoldError {
  return new PgfoldError(
    'other-migrations',
    `The command of --run ran other migrations than those in ${shownPath(root)}`,
    {
      details,
      hint: 'Name the folder whose files the runner loads, and let the command run all of them.',
      exitCode: 1,
    },
  )
}
