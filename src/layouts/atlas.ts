// Atlas: `<version>_<name>.sql` in the order of the names as text, with atlas.sum beside them. Atlas sends statement by statement
// on one connection, in a transaction for each file unless its header says otherwise. A new database starts at the newest
// checkpoint; one that has a version passes checkpoints over. The schema atlas_schema_revisions keeps what was applied.
import { PgfoldError } from '../errors.ts'
import type { History, Migration } from '../history/migration.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { Finding } from '../model/finding.ts'
import { readArchive } from './atlas-archive.ts'
import { directivesOf, refuseTemplates, ruleOf, sideOf } from './atlas-directives.ts'
import { requireSums, sumEntries, sumFile, sumText } from './atlas-sum.ts'
import { within, type ConsolidatedFile, type Evidence, type Files, type Folder, type Layout } from './layout.ts'
import type { MigrationFiles, Reading, Surroundings } from './layout.ts'
import { markedFiles, runnerDirective } from './marked-files.ts'
import { pairNames } from './pairs.ts'
import { refuseTwins } from './passed-over.ts'

export const atlas: Layout = {
  name: 'atlas',
  shape: '<version>_<name>.sql with atlas.sum',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'atlas_schema_revisions', name: 'atlas_schema_revisions' }],
  trackingSchemas: ['atlas_schema_revisions'],
  records: [
    {
      table: { schema: 'atlas_schema_revisions', name: 'atlas_schema_revisions' },
      columns: ['version', 'applied', 'total', 'error'],
      definition:
        'version varchar PRIMARY KEY, description varchar NOT NULL, type bigint NOT NULL DEFAULT 2, ' +
        'applied bigint NOT NULL DEFAULT 0, total bigint NOT NULL DEFAULT 0, executed_at timestamptz NOT NULL, ' +
        'execution_time bigint NOT NULL, error text, error_stmt text, hash varchar NOT NULL, partial_hashes jsonb, ' +
        'operator_version varchar NOT NULL',
      newRow: ({ name, checksum = '' }) => ({
        description: quoteLiteral(name),
        type: '4', // recorded by a person's word, as by `atlas migrate set`
        executed_at: 'now()',
        execution_time: '0',
        hash: quoteLiteral(checksum),
        operator_version: quoteLiteral('pgfold'),
      }),
      id: 'version',
      counts: `version <> '.atlas_cloud_identifier' and applied = total and coalesce(error, '') = ''`,
      failed: `applied < total or coalesce(error, '') <> ''`,
      recordedAs: ({ id }) => id,
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated: async (history, { upSql }, { kept, files }) => consolidated(history, upSql, { kept, files }),
}

// Atlas keeps its sums beside the files of other runners as well.
async function detect(folder: Folder, { files }: Surroundings): Promise<Evidence> {
  const paths = migrationFiles(folder).map((file) => within(folder, file))
  const isOwn = folder.files.includes(sumFile) && pairNames(folder).length === 0
  if (!isOwn || (await markedFiles(paths, files, runnerDirective)).length > 0) return { marks: [], names: [] }
  return { marks: [within(folder, sumFile)], names: [] }
}

function migrationFiles(folder: Folder): string[] {
  return folder.files.filter((file) => file.endsWith('.sql'))
}

interface AtlasFile {
  readonly migration: MigrationFiles
  readonly path: string
  readonly isCheckpoint: boolean
  /** Names of checks that Atlas makes before it. */
  readonly checks: readonly string[]
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const names = migrationFiles(folder)
  const sums = await requireOwnSums(folder, names, files)
  const all = await Promise.all(names.map((name) => readFile(folder, name, { files, checksum: sums.get(name) })))
  refuseTwins(all.map(({ migration }) => migration))
  const start = all.findLastIndex(({ isCheckpoint }) => isCheckpoint)
  const first = all[start]
  const findings = all.slice(Math.max(start, 0)).flatMap(notChecked)
  if (first === undefined) return { migrations: all.map(({ migration }) => migration), findings }
  const older = all.slice(0, start).map(({ path }) => path)
  const rest = all.slice(start + 1).map(({ migration }) => migration)
  return {
    migrations: [{ ...first.migration, beside: older }, ...rest],
    findings: [...replacedBy(first, older), ...findings],
  }
}

async function requireOwnSums(folder: Folder, names: readonly string[], files: Files): Promise<Map<string, string>> {
  if (!folder.files.includes(sumFile)) {
    throw new PgfoldError('checksum-mismatch', `${sumFile} is missing; Atlas refuses the folder`, {
      hint: 'Say atlas migrate hash.',
    })
  }
  const entries = sumEntries(
    await Promise.all(names.map(async (name) => ({ name, bytes: await files.bytes(within(folder, name)) }))),
  )
  requireSums(await files.script(within(folder, sumFile)), entries)
  return new Map(entries.map(({ name, hash }) => [name, hash]))
}

async function readFile(
  folder: Folder,
  file: string,
  { files, checksum }: { readonly files: Files; readonly checksum: string | undefined },
): Promise<AtlasFile> {
  const path = within(folder, file)
  const script = await files.script(path)
  refuseTemplates(script)
  const directives = directivesOf(script)
  const archived = directives.find(({ name }) => name === 'txtar')
  const archive = archived === undefined ? undefined : readArchive(script, archived.line.start)
  const [id = '', ...rest] = file.replace(/\.sql$/u, '').split('_')
  const inArchive = archive === undefined ? [] : directivesOf(script, archive.up.start)
  const transaction = ruleOf(script, [...directives, ...inArchive])
  const migration = {
    id,
    name: rest.join('_'),
    up: sideOf(script, path, archive?.up),
    ...(archive?.down === undefined ? {} : { down: sideOf(script, path, archive.down) }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(checksum === undefined ? {} : { checksum }),
  }
  const isCheckpoint = directives.some(({ name }) => name === 'checkpoint')
  return { migration, path, isCheckpoint, checks: archive?.checks ?? [] }
}

function notChecked({ path, checks }: AtlasFile): Finding[] {
  if (checks.length === 0) return []
  const message = `has ${checks.join(', ')}, and is run as if all of it held`
  return [{ code: 'condition-not-asked', severity: 'warning', subject: path, message }]
}

function replacedBy({ path }: AtlasFile, older: readonly string[]): Finding[] {
  if (older.length === 0) return []
  const message = `is a checkpoint: a new database starts at it, and ${older.length} older files are not run`
  return [{ code: 'starts-at-checkpoint', severity: 'info', subject: path, message }]
}

/** A checkpoint, which a database that has the version passes over, and the sums of what is there now. */
async function consolidated(
  history: History,
  upSql: string,
  { kept, files }: { readonly kept: readonly Migration[]; readonly files: Files },
): Promise<ConsolidatedFile[]> {
  const path = `${history.migrations.at(-1)?.id ?? ''}_consolidated_schema.sql`
  const text = `-- atlas:checkpoint\n\n${upSql.trim()}\n`
  const others = kept.flatMap((migration) => migration.files)
  const all = await Promise.all(others.map(async (name) => ({ name, bytes: await files.bytes(name) })))
  const named = [{ name: path, bytes: Buffer.from(text) }, ...all].sort((a, b) => (a.name < b.name ? -1 : 1))
  return [
    { path, text },
    { path: sumFile, text: sumText(sumEntries(named)), replaces: true },
  ]
}
