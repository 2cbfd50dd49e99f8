// Hasura: `<timestamp in milliseconds>_<name>/up.sql` and `down.sql`, since config v2 in one folder for each
// database. The command line sends each file as one request, which the server runs in one transaction on a
// connection of its own. What was applied is kept in the schema hdb_catalog: by config v1 and v2 in a table, by config v3
// in the server's state for its command line. Config v3 copies the rows of that table into the state, once, and leaves
// them where they are; `isStateCopyCompleted` says that it has.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { consolidatedFolder, sidesIn } from './folder-pairs.ts'
import { baseName, sqlFiles, within, type Folder, type Layout, type MigrationFiles, type Reading } from './layout.ts'
import { migrationFile, passedOver, refuseSame, withoutZeros } from './passed-over.ts'

export const hasura: Layout = {
  name: 'hasura',
  shape: '<timestamp>_<name>/up.sql, down.sql',
  transaction: 'runner',
  session: 'each',
  trackingTables: [{ schema: 'hdb_catalog', name: 'schema_migrations' }],
  trackingSchemas: ['hdb_catalog'],
  records: [
    {
      table: { schema: 'hdb_catalog', name: 'schema_migrations' },
      columns: ['version', 'dirty'],
      definition: 'version bigint PRIMARY KEY, dirty boolean NOT NULL',
      newRow: () => ({ dirty: 'false' }),
      id: 'version',
      failed: 'dirty',
      needsFiles: true,
      recordedAs: ({ id }) => id,
    },
    {
      table: { schema: 'hdb_catalog', name: 'hdb_version' },
      columns: ['cli_state'],
      takesOver: `cli_state::pg_catalog.jsonb @> '{"isStateCopyCompleted": true}'`,
      definition: `hasura_uuid uuid PRIMARY KEY DEFAULT gen_random_uuid(), version text NOT NULL, upgraded_on timestamptz NOT NULL,
        cli_state jsonb NOT NULL DEFAULT '{}'`,
      newRow: () => ({}),
      id: 'cli_state',
      document: (history) => ['migrations', history.slice(history.lastIndexOf('/') + 1)],
      needsFiles: true,
      recordedAs: ({ id }) => id,
    },
  ],
  detect: (folder) => ({
    marks: [],
    names: [folder, ...folder.folders].flatMap(migrationFolders).filter(isStamped).map(exampleOf),
  }),
  home,
  read,
  consolidated: consolidatedFolder,
}

/** Any number will do for Hasura, but other runners have such folders too: in a name a time is looked for. */
const folderName = /^(\d+)_(.*)$/u
const stamped = /^\d{10,17}_/u

function home(folder: Folder): Folder {
  if (migrationFolders(folder).length > 0) return folder
  const databases = folder.folders.filter((child) => migrationFolders(child).length > 0)
  const [only, second] = databases
  if (only === undefined || second === undefined) return only ?? folder
  throw new PgfoldError('several-databases', `The folder holds the migrations of ${databases.length} databases`, {
    details: databases.map((database) => database.path),
    hint: `Name one of them, such as ${only.path}.`,
  })
}

function read(folder: Folder): Reading {
  const migrations = migrationFolders(folder).map(filesOf)
  refuseSame(migrations, {
    keyOf: ({ id }) => withoutZeros(id),
    fileOf: migrationFile,
    message: ({ id }) => `Two migrations have the timestamp ${id}`,
    hint: 'Give one of them a timestamp of its own; the runner records one row for both.',
  })
  return { migrations, findings: strangers(folder) }
}

function migrationFolders(folder: Folder): Folder[] {
  return folder.folders
    .filter(
      (child) =>
        folderName.test(baseName(child)) && child.files.some((file) => /^(?:up|down)\.(?:sql|yaml)$/u.test(file)),
    )
    .sort(byNumber)
}

function byNumber(a: Folder, b: Folder): number {
  const [first, second] = [BigInt(idOf(a)), BigInt(idOf(b))]
  if (first !== second) return first < second ? -1 : 1
  return a.path < b.path ? -1 : 1
}

function isStamped(folder: Folder): boolean {
  return stamped.test(baseName(folder))
}

function filesOf(folder: Folder): MigrationFiles {
  const yaml = folder.files.find((file) => /^(?:up|down)\.yaml$/u.test(file))
  if (yaml !== undefined) {
    throw new PgfoldError('not-sql', `${within(folder, yaml)} holds Hasura metadata calls, not SQL`, {
      hint: 'Write its run_sql statements as up.sql and down.sql, and remove the YAML file.',
    })
  }
  return {
    id: idOf(folder),
    name: folderName.exec(baseName(folder))?.[2] ?? '',
    ...sidesIn(folder),
  }
}

function strangers(folder: Folder): Finding[] {
  const migrations = new Set(migrationFolders(folder))
  const others = folder.folders
    .filter((child) => !migrations.has(child) && sqlFiles(child).length > 0)
    .map((child) => child.path)
  const why = 'is no folder <timestamp>_<name> with up.sql or down.sql'
  const paths = [...others, ...sqlFiles(folder).map((file) => within(folder, file))]
  return paths.map((path) => passedOver(path, why, 'Hasura'))
}

function exampleOf(folder: Folder): string {
  return within(folder, folder.files.find((file) => /^(?:up|down)\./u.test(file)) ?? '')
}

function idOf(folder: Folder): string {
  return folderName.exec(baseName(folder))?.[1] ?? ''
}
