// Drizzle: files with a journal up to version 0, a folder for each migration from version 1 on. Its migrator runs all
// that is pending in one transaction on one connection, and records it in drizzle.__drizzle_migrations unless the
// project says otherwise.
import { consolidatedDrizzleFolder, readDrizzleFolders } from './drizzle-folders.ts'
import { consolidatedJournalFolder, hasJournal, readJournalFolder } from './drizzle-journal-folder.ts'
import { journalPath } from './drizzle-journal.ts'
import {
  baseName,
  noEvidence,
  within,
  type Evidence,
  type Files,
  type Folder,
  type Layout,
  type Reading,
  type Surroundings,
} from './layout.ts'
import { oneTransactionStops } from './one-transaction.ts'
import { mentions } from './project-files.ts'
import { reachesFurther } from './reaches-further.ts'
import { scriptFolders, scriptOfFolder } from './script-folders.ts'
import type { Recordable, Records } from './records.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const drizzle: Layout = {
  name: 'drizzle',
  shape: 'meta/_journal.json and <number>_<name>.sql, or <14 digits>_<name>/migration.sql and snapshot.json',
  transaction: 'runner',
  session: 'one',
  trackingTables: ['drizzle', 'public'].map((schema) => ({ schema, name: '__drizzle_migrations' })),
  trackingSchemas: ['drizzle'],
  whereApplied: (line) =>
    `from drizzle-orm 1 on, which goes by names, set name to ${line}_consolidated_schema in the newest row of drizzle.__drizzle_migrations, or, where the table has no column name yet, delete the other rows of the folded migrations; earlier ones need nothing`,
  records: ['drizzle', 'public'].flatMap((schema) => recordsIn(schema)),
  detect,
  home: (folder) => folder,
  read,
  consolidated(history, sql, remaining) {
    const isJournal = history.migrations.every(({ folder }) => folder === undefined)
    return isJournal
      ? consolidatedJournalFolder(history, sql, remaining)
      : consolidatedDrizzleFolder(history, sql, remaining)
  },
}

// From drizzle-orm 1 on it goes by names. Before, it goes by the time of the newest row; but version 1 gives each row of
// such a table the name of the folder of its time, once, and stops where there is none.
function recordsIn(schema: string): Records[] {
  const table = { schema, name: '__drizzle_migrations' }
  const columns = 'id serial PRIMARY KEY, hash text NOT NULL, created_at bigint'
  const created = ({ recordedTime }: Recordable) => ({ created_at: String(recordedTime ?? 'null') })
  return [
    {
      table,
      columns: ['hash', 'created_at', 'name'],
      definition: `${columns}, name text, applied_at timestamptz DEFAULT now()`,
      id: 'name',
      counts: 'name IS NOT NULL', // written by an earlier release, and so not looked at
      recordedAs: ({ path }) => path.split('/').at(-2) ?? path.replace(/\.sql$/u, ''),
      row: ({ checksum = '' }) => ({ hash: quoteLiteral(checksum) }),
      newRow: created,
      needsFiles: true,
    },
    {
      table,
      columns: ['hash', 'created_at'],
      definition: columns,
      id: 'hash',
      recordedAs: ({ checksum = '' }) => checksum,
      newRow: created,
      needsFiles: true,
    },
  ]
}

const settings = ['package.json', 'drizzle.config.ts', 'drizzle.config.js']

function detect(folder: Folder, { project }: Surroundings): Evidence {
  if (hasJournal(folder)) return { marks: [journalPath], names: [] }
  const folders = scriptFolders(folder).filter((child) => /^\d{14}/u.test(baseName(child)))
  if (folders.length === 0 || folder.files.includes('migration_lock.toml')) return noEvidence
  const snapshots = folders.filter(({ files }) => files.includes('snapshot.json'))
  const names = folders.map(scriptOfFolder)
  if (snapshots.length > 0) return { marks: snapshots.map((child) => within(child, 'snapshot.json')), names }
  return { marks: mentions(project, settings, /drizzle-(?:orm|kit)/u) ? names : [], names }
}

async function read(home: Folder, { files }: { readonly files: Files }): Promise<Reading> {
  const { migrations, findings } = hasJournal(home)
    ? await readJournalFolder(home, files)
    : await readDrizzleFolders(home, files)
  const runner = { runner: 'drizzle-orm', files }
  const stops = await oneTransactionStops(migrations, runner)
  return { migrations, findings: [...findings, ...stops, ...(await reachesFurther(migrations, runner))] }
}
