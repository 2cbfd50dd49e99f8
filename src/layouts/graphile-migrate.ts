// graphile-migrate: `migrations/committed/<number>-<slug>.sql`, a chain of hashes (graphile-file.ts), run in the order of
// the numbers as text on one connection; each is one query in a transaction, unless its SQL begins with the line
// `--! no-transaction`. There is no down side. `current.sql` or `current/` beside the folder is not committed yet. The
// schema graphile_migrate holds the hash of each migration that was applied.
import path from 'node:path'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { History, Script } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import { committedAfter, firstCommitted, parseCommitted, type CommittedFile } from './graphile-file.ts'
import {
  baseName,
  noEvidence,
  sqlFiles,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Evidence,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type ReadOptions,
  type Remaining,
} from './layout.ts'
import { part } from './parts.ts'
import { refuseSame, strangers } from './passed-over.ts'
import { quoteLiteral } from '../sql/quote.ts'

/** What the runner fills in without being told; others stand in its settings. */
const ownPlaceholder = /:(DATABASE_NAME|DATABASE_OWNER)\b/u

export const graphileMigrate: Layout = {
  name: 'graphile-migrate',
  shape: 'committed/<number>-<slug>.sql with --! Previous: and --! Hash:',
  transaction: 'runner',
  session: 'one',
  trackingTables: [
    { schema: 'graphile_migrate', name: 'migrations' },
    { schema: 'graphile_migrate', name: 'current' },
  ],
  trackingSchemas: ['graphile_migrate'],
  placeholder: { pattern: /:([A-Z][0-9A-Z_]*)\b/u, isNeeded: (name) => ownPlaceholder.test(`:${name}`) },
  whereApplied: (line) =>
    `set hash in the row ${line} of graphile_migrate.migrations to what the new file has behind --! Hash:, since the next migration refers to it`,
  records: [
    {
      table: { schema: 'graphile_migrate', name: 'migrations' },
      columns: ['hash', 'previous_hash', 'filename'],
      definition: (table) =>
        `hash text PRIMARY KEY, previous_hash text REFERENCES ${table}, filename text NOT NULL, date timestamptz NOT NULL DEFAULT now()`,
      newRow: () => ({}),
      id: 'filename',
      needsFiles: true,
      chained: true,
      recordedAs: ({ id }) => `${id}.sql`,
      checksum: 'hash',
      row: ({ checksum = '', previous }) => ({
        hash: quoteLiteral(checksum),
        previous_hash: previous === undefined ? 'null::pg_catalog.text' : quoteLiteral(previous),
      }),
    },
  ],
  detect: async (folder, { files }) => detect(home(folder), files),
  home,
  read,
  consolidated,
}

const fileName = /^(\d+)(?:-([-_a-zA-Z0-9]*))?\.sql$/u

function home(folder: Folder): Folder {
  return folder.folders.find((child) => baseName(child) === 'committed' && committedFiles(child).length > 0) ?? folder
}

function committedFiles(folder: Folder): string[] {
  return folder.files.filter((file) => fileName.test(file)).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
}

/** As the runner records it, and sorts it. */
function idOf(file: string): string {
  return `${fileName.exec(file)?.[1] ?? ''}.sql`
}

async function detect(folder: Folder, files: Files): Promise<Evidence> {
  const paths = committedFiles(folder)
    .slice(0, 3)
    .map((file) => within(folder, file))
  const texts = await Promise.all(paths.map((file) => files.text(file)))
  const marks = paths.filter((_, index) => /^--! Previous:/mu.test(texts[index] ?? ''))
  return marks.length === 0 ? noEvidence : { marks, names: [] }
}

async function read(folder: Folder, { files, given }: ReadOptions): Promise<Reading> {
  const names = committedFiles(folder)
  refuseSame(names, {
    keyOf: idOf,
    fileOf: (name) => name,
    message: (name) => `Two migrations have the number ${fileName.exec(name)?.[1]}`,
    hint: 'Take the newer one back with graphile-migrate uncommit, and commit it again.',
  })
  const migrations: MigrationFiles[] = []
  const findings: Finding[] = []
  let before: string | undefined
  for (const name of names) {
    const script = await files.script(within(folder, name))
    const file = parseCommitted(script)
    refuseBrokenChain(file, before, script)
    before = file.hash
    migrations.push(migrationOf(within(folder, name), file, script))
    findings.push(...includes(script, within(folder, name)))
  }
  return {
    migrations,
    findings: [
      ...strangers(folder, fileName, 'is not named <number>-<slug>.sql'),
      ...(await uncommitted(folder, given, files)),
      ...findings,
    ],
  }
}

function migrationOf(filePath: string, file: CommittedFile, { text }: Script): MigrationFiles {
  const [, id = '', name = ''] = fileName.exec(path.posix.basename(filePath)) ?? []
  const isAlone = /^--!\s*no-transaction\b/u.test(text.slice(file.body).trimStart())
  return {
    id,
    name,
    up: { path: filePath, text: part(text, [{ start: file.body, end: text.length }]) },
    transaction: isAlone ? 'file' : 'runner',
    checksum: file.hash,
  }
}

function refuseBrokenChain({ previous, headers }: CommittedFile, before: string | undefined, script: Script): void {
  if (previous === before) return
  const expected = before === undefined ? 'it is the first one, which has none: -' : `the one before has ${before}`
  throw new PgfoldError('broken-chain', `The migration follows another one than the hash of Previous: ${expected}`, {
    location: locate(script, headers.get('Previous')?.offset ?? 0),
    hint: 'Put back the migration that is missing before it, or the file as it was committed.',
  })
}

/** The migration that is being written. */
async function uncommitted(folder: Folder, given: Folder, files: Files): Promise<Finding[]> {
  const why = 'is not committed yet, so it is no part of the history'
  const parts = given.folders
    .filter((child) => given !== folder && baseName(child) === 'current')
    .flatMap((child) => sqlFiles(child).map((file) => within(child, file)))
  const file = path.posix.join(folder.path, '..', 'current.sql')
  const text = await files.text(file).catch(() => '') // where it is missing, nothing is being written
  const isBlank = text.replaceAll(/--.*$/gmu, '').trim() === ''
  return [...parts, ...(isBlank ? [] : [file])].map((subject) => notCommitted(subject, why))
}

function notCommitted(subject: string, message: string): Finding {
  return { code: 'not-a-migration', severity: 'warning', subject, message }
}

/** Includes are resolved when a migration is committed; one that stands in a committed file is a comment. */
function includes({ text }: Script, subject: string): Finding[] {
  return [...text.matchAll(/^--![ \t]*include[ \t]+(.*\.sql)[ \t]*$/gmu)].map(([, included]) => ({
    code: 'never-run',
    severity: 'warning',
    subject,
    message: `includes ${included}, which graphile-migrate resolves only in a migration that is not committed yet`,
  }))
}

async function consolidated(
  history: History,
  { upSql }: ConsolidatedSql,
  { kept, files }: Remaining,
): Promise<ConsolidatedFile[]> {
  refusePlaceholder(upSql)
  const first = firstCommitted(upSql)
  const written: ConsolidatedFile[] = [
    { path: `${history.migrations.at(-1)?.id ?? ''}-consolidated_schema.sql`, text: first.text },
  ]
  let previous = first.hash
  for (const { files: paths } of kept) {
    for (const keptPath of paths) {
      const { text, hash } = committedAfter(await files.script(keptPath), previous)
      written.push({ path: keptPath, text, replaces: true })
      previous = hash
    }
  }
  return written
}

function refusePlaceholder(sql: string): void {
  const line = sql.split('\n').find((text) => ownPlaceholder.test(text))
  if (line === undefined) return
  throw new PgfoldError('placeholder-in-sql', 'graphile-migrate would replace a placeholder in the consolidated SQL', {
    details: [line.trim()],
    hint: 'Write the text in two parts where it comes from, in a newer migration, and fold again.',
    exitCode: 1,
  })
}
