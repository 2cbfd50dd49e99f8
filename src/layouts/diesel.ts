// diesel: `<version>_<name>/up.sql` and perhaps `down.sql`. The version is the folder's name up to the first underscore,
// without its dashes, and orders as text. Each file is one query on one connection, in a transaction unless metadata.toml
// says otherwise; behind each, diesel puts search_path back. The table __diesel_schema_migrations has a row for each version.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { TransactionRule } from '../history/migration.ts'
import { consolidatedFolder, sidesIn } from './folder-pairs.ts'
import { baseName, noEvidence, sqlFiles, within, type Evidence, type Files, type Folder } from './layout.ts'
import type { Layout, MigrationFiles, Reading, Surroundings } from './layout.ts'
import { passedOver, refuseTwins } from './passed-over.ts'
import { mentions } from './project-files.ts'

export const diesel: Layout = {
  name: 'diesel',
  shape: '<version>_<name>/up.sql, down.sql',
  transaction: 'runner',
  session: 'one-path',
  trackingTables: [{ schema: 'public', name: '__diesel_schema_migrations' }],
  trackingSchemas: [],
  records: [
    {
      table: { schema: 'public', name: '__diesel_schema_migrations' },
      columns: ['version', 'run_on'],
      definition: 'version varchar(50) PRIMARY KEY, run_on timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP',
      newRow: () => ({}),
      id: 'version',
      recordedAs: ({ id }) => id.replaceAll('-', ''),
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated: consolidatedFolder,
}

const folderName = /^([\d-]+)_(.*)$/u
/** As diesel's command line names folders, and no other runner. */
const ownName = /^(?:\d{4}-\d{2}-\d{2}-\d{6}(?:-\d+)?_|0+_diesel_)/u

function detect(folder: Folder, { project }: Surroundings): Evidence {
  const folders = folder.folders.filter((child) => child.files.includes('up.sql') && folderName.test(baseName(child)))
  const isNamed = project.has('diesel.toml') || mentions(project, ['Cargo.toml'], /\bdiesel\b/u)
  const marks = folders.filter((child) => isNamed || ownName.test(baseName(child)))
  return marks.length === 0 ? noEvidence : { marks: marks.map((child) => within(child, 'up.sql')), names: [] }
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  // An empty folder is passed over; what else is no migration ends the run.
  const folders = folder.folders.filter((child) => child.files.length + child.folders.length > 0)
  refuseWithoutUp(folders)
  const migrations = await Promise.all(folders.map((child) => readFolder(child, files)))
  refuseTwins(migrations)
  return {
    migrations: migrations.sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: sqlFiles(folder).map((file) => passedOver(within(folder, file), 'is not in a folder of its own')),
  }
}

async function readFolder(folder: Folder, files: Files): Promise<MigrationFiles> {
  const [version = '', ...rest] = baseName(folder).split('_')
  const up = await files.script(within(folder, 'up.sql'))
  if (up.text === '') {
    throw new PgfoldError('empty-migration', 'The file is empty; diesel refuses it', {
      location: locate(up, 0),
      hint: 'Write a comment where nothing is to be done.',
    })
  }
  const settings = folder.files.includes('metadata.toml') ? within(folder, 'metadata.toml') : undefined
  return {
    id: version.replaceAll('-', ''),
    name: rest.join('_'),
    ...sidesIn(folder),
    ...(settings === undefined ? {} : { beside: [settings], transaction: ruleIn(await files.text(settings)) }),
  }
}

/** Where the file has no such key, diesel takes it for false; where it is no TOML, for true, as without a file. */
function ruleIn(toml: string): TransactionRule {
  const top = toml.split(/^\s*\[/mu, 1)[0] ?? ''
  const [, value] = /^\s*run_in_transaction\s*=\s*([^#\r\n]*)/mu.exec(top) ?? []
  return value === undefined || value.trim() === 'false' ? 'file' : 'runner'
}

function refuseWithoutUp(folders: readonly Folder[]): void {
  const without = folders.filter((child) => !child.files.includes('up.sql'))
  if (without.length === 0) return
  throw new PgfoldError('missing-up', 'diesel refuses a migration folder without up.sql', {
    details: without.map((child) => child.path),
    hint: 'Add up.sql to it, or move it out of the folder of the migrations.',
  })
}
