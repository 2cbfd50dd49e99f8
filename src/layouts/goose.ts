// goose: `<number>_<name>.sql` with both sides in one file, told apart by annotations, in the order of the numbers. goose
// sends statement by statement on one connection, in a transaction unless an annotation says NO TRANSACTION. The table
// goose_db_version has a row for each number. Migrations written in Go may stand between the others.
import { PgfoldError } from '../errors.ts'
import type { Script } from '../history/migration.ts'
import { annotation, readAnnotations, type Annotated } from './goose-annotations.ts'
import { refuseMarkers } from './guard-sql.ts'
import {
  within,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type SideFile,
} from './layout.ts'
import { markedFiles } from './marked-files.ts'
import { numberedFiles, type NumberedFile } from './numbered-files.ts'
import { edited, part, type Span } from './parts.ts'
import { refuseTwins, strangers, withoutZeros } from './passed-over.ts'

export const goose: Layout = {
  name: 'goose',
  shape: '<number>_<name>.sql with -- +goose Up and -- +goose Down',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'goose_db_version' }],
  trackingSchemas: [],
  // A default is no value: the environment of the runner may have had another one.
  placeholder: { pattern: /\$\{([A-Za-z]\w*)(?:(?::?-|\?)[^{}]*)?\}/u },
  records: [
    {
      table: { schema: 'public', name: 'goose_db_version' },
      columns: ['version_id', 'is_applied'],
      id: 'version_id',
      counts: 'is_applied and version_id <> 0',
      failed: 'not is_applied', // as older versions note a way back
      recordedAs: ({ id }) => String(BigInt(id)),
    },
  ],
  detect: async (folder, { files }) => ({ marks: await markedFiles(pathsOf(folder), files, annotation), names: [] }),
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated(history, sql) {
    refuseMarkers(sql, 'goose', annotation)
    const text = `-- +goose Up\n${block(sql.upSql)}\n-- +goose Down\n${block(sql.downSql)}`
    return [{ path: `${history.migrations.at(-1)?.id ?? ''}_consolidated_schema.sql`, text }]
  },
}

const fileName = /^(0*[1-9]\d*)_(.*)\.sql$/u
const codeName = /^0*[1-9]\d*_.*(?<!_test)\.go$/u

function pathsOf(folder: Folder): string[] {
  return numberedFiles(folder, fileName).map(({ path }) => path)
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  refuseCode(folder)
  const migrations = await Promise.all(numberedFiles(folder, fileName).map((file) => readFile(file, files)))
  refuseTwins(migrations, withoutZeros)
  return { migrations, findings: strangers(folder, fileName, 'is not named <number>_<name>.sql') }
}

async function readFile({ id, name, path }: NumberedFile, files: Files): Promise<MigrationFiles> {
  const script = await files.script(path)
  const { up, down, changes, transaction, substituted } = readAnnotations(script)
  return {
    id,
    name,
    up: sideOf(script, path, up, changes),
    ...(down === undefined ? {} : { down: sideOf(script, path, down, changes) }),
    ...(transaction ? {} : { transaction: 'script' }),
    placeholders: substituted.length === 0 ? false : substituted,
  }
}

/** The side in its place, as goose sends it. */
function sideOf({ text }: Script, path: string, side: Span, changes: Annotated['changes']): SideFile {
  const own = changes.filter(({ start }) => start >= side.start && start < side.end)
  const kept = part(text, [side])
  return own.length === 0 ? { path, text: kept } : { path, ...edited(kept, own) }
}

function refuseCode(folder: Folder): void {
  const code = folder.files.filter((file) => codeName.test(file))
  if (code.length === 0) return
  throw new PgfoldError('not-sql', 'Migrations are written in Go, which only goose can run', {
    details: code.map((file) => within(folder, file)),
    hint: 'Fold what goose leaves in a database, with --run.',
  })
}

/** As one block, since goose would end a statement at any line that ends in a semicolon; an empty one is refused by it. */
function block(sql: string): string {
  return sql.trim() === '' ? '' : `-- +goose StatementBegin\n${sql.trim()}\n-- +goose StatementEnd\n`
}
