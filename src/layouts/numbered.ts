// Numbered files, the layout of many a home-made runner: `NNN_name.sql`, run in the order of the numbers by
// psql or a driver, each with its own BEGIN and COMMIT; what undoes them lies in `rollbacks/`, in the folder or
// beside it. What was applied is kept in a table `migrations`.
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import {
  sqlFiles,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Folder,
  type Layout,
  type Reading,
  type ReadOptions,
} from './layout.ts'
import type { NumberedFile } from './numbered-files.ts'
import { refuseSame } from './passed-over.ts'

export const numbered: Layout = {
  name: 'numbered',
  shape: 'NNN_<name>.sql, rollbacks/NNN_rollback_<name>.sql',
  transaction: 'script',
  session: 'each',
  trackingTables: [{ schema: 'public', name: 'migrations' }],
  trackingSchemas: [],
  records: ['name', 'filename', 'migration', 'file'].map((column) => ({
    table: { schema: 'public', name: 'migrations' },
    columns: [column],
    definition: `id serial PRIMARY KEY, ${column} text NOT NULL UNIQUE, applied_at timestamptz NOT NULL DEFAULT now()`,
    newRow: () => ({}),
    id: column,
    suffix: String.raw`\.sql`,
    needsFiles: true,
    recordedAs: ({ path }) => path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/iu, ''),
  })),
  detect: (folder) => ({ marks: [], names: sqlFiles(folder).filter(hasNumber) }),
  home: (folder) => folder,
  read,
  consolidated,
}

const fileName = /^(\d{1,9})(?:[_.\s-](.*))?\.sql$/iu
/** Other runners' files that begin with a number as well. */
const otherRunner = /\.(?:up|down|do|undo)\.sql$/iu
const rollbackName = /^(\d{1,9})(?:[_-]rollback)?(?:[_-].*)?\.sql$/iu

interface Counted extends NumberedFile {
  readonly number: number
}

function read(folder: Folder, options: ReadOptions): Reading {
  refuseUnnumbered(folder)
  const files = sqlFiles(folder)
    .map((file) => parts(folder, file, fileName))
    .sort((a, b) => a.number - b.number)
  refuseTwins(files)
  if (!options.allowGaps) refuseGaps(files)
  const rollbacks = rollbacksOf(folder)
  refuseTwins(rollbacks)
  const downs = new Map(rollbacks.map((rollback) => [rollback.number, rollback.path]))
  const migrations = files.map(({ number, id, name, path }) => {
    const down = downs.get(number)
    return { id, name, up: path, ...(down === undefined ? {} : { down }) }
  })
  return { migrations, findings: orphans(files, rollbacks) }
}

function consolidated(history: History, { upSql, downSql }: ConsolidatedSql): ConsolidatedFile[] {
  const newest = history.migrations.at(-1)
  const id = newest?.id ?? ''
  const rollbacks = history.migrations.flatMap((migration) => migration.files.slice(1)).at(-1)
  const files = [{ path: `${id}_consolidated_schema.sql`, text: inTransaction(upSql) }]
  if (rollbacks !== undefined) {
    const folder = rollbacks.slice(0, rollbacks.lastIndexOf('/'))
    files.push({ path: `${folder}/${id}_rollback_consolidated_schema.sql`, text: inTransaction(downSql) })
  }
  return files
}

function inTransaction(sql: string): string {
  return `BEGIN;\n\n${sql.trim()}\n\nCOMMIT;\n`
}

function hasNumber(file: string): boolean {
  return fileName.test(file) && !otherRunner.test(file)
}

function refuseUnnumbered(folder: Folder): void {
  const others = sqlFiles(folder).filter((file) => !hasNumber(file))
  if (others.length === 0) return
  const what = others.length === 1 ? 'A file is' : 'Files are'
  throw new PgfoldError('missing-number', `${what} not named NNN_<name>.sql, so the order is not known`, {
    details: others.map((file) => within(folder, file)),
    hint: 'Number each, or move what is no migration out of the folder.',
  })
}

function refuseTwins(files: readonly Counted[]): void {
  refuseSame(files, {
    keyOf: ({ number }) => String(number),
    fileOf: ({ path }) => path,
    message: ({ id }) => `Two files have the number ${id}, so the order is not known`,
    hint: 'Give one of them a number of its own.',
  })
}

function refuseGaps(files: readonly Counted[]): void {
  const missing: string[] = []
  for (const [index, file] of files.entries()) {
    const before = files[index - 1]
    if (before !== undefined && file.number > before.number + 1) missing.push(gap(before, file))
  }
  if (missing.length === 0) return
  throw new PgfoldError('missing-migrations', `Numbers are missing: ${missing.join(', ')}`, {
    hint: 'Put the missing files back, or say --allow-gaps where they never existed.',
  })
}

function gap(before: Counted, after: Counted): string {
  const digits = (number: number): string => String(number).padStart(before.id.length, '0')
  const first = digits(before.number + 1)
  const last = digits(after.number - 1)
  return first === last ? first : `${first} to ${last}`
}

function rollbacksOf(folder: Folder): Counted[] {
  const own = folder.folders.find((child) => child.path === within(folder, 'rollbacks')) ?? folder.rollbacks
  if (own === undefined) return []
  const files = sqlFiles(own).filter((file) => rollbackName.test(file))
  return files.map((file) => parts(own, file, rollbackName)).sort((a, b) => a.number - b.number)
}

function parts(folder: Folder, file: string, pattern: RegExp): Counted {
  const match = pattern.exec(file)
  const id = match?.[1] ?? ''
  return { number: Number(id), id, name: match?.[2] ?? '', path: within(folder, file) }
}

function orphans(files: readonly Counted[], rollbacks: readonly Counted[]): Finding[] {
  const numbers = new Set(files.map((file) => file.number))
  return rollbacks
    .filter((rollback) => !numbers.has(rollback.number))
    .map((rollback) => ({
      code: 'orphan-rollback',
      severity: 'warning',
      subject: rollback.path,
      message: `no migration has the number ${rollback.id}`,
    }))
}
