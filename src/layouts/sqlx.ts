// sqlx: `<number>_<name>.sql`, or `.up.sql` beside `.down.sql`. Each file is one query on one connection, in a transaction
// unless its very first bytes are `-- no-transaction`. The table _sqlx_migrations has a row for each number, with the
// SHA-384 of the file; a file that has changed since, or that is gone, is an error to it.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { noEvidence, pathOf, sqlFiles, within, type Evidence, type Files, type Folder, type Layout } from './layout.ts'
import type { MigrationFiles, Reading, ReadOptions, Surroundings } from './layout.ts'
import { markedFiles, runnerDirective } from './marked-files.ts'
import { byNumber, numberedFiles } from './numbered-files.ts'
import { consolidatedPair, readPairs } from './pairs.ts'
import { refuseTwins, strangers, withoutZeros } from './passed-over.ts'
import { mentions } from './project-files.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const sqlx: Layout = {
  name: 'sqlx',
  shape: '<number>_<name>.sql, or <number>_<name>.up.sql and .down.sql',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: '_sqlx_migrations' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `delete the rows below ${line} from _sqlx_migrations, and set the checksum of ${line} to the SHA-384 of the new file`,
  records: [
    {
      table: { schema: 'public', name: '_sqlx_migrations' },
      columns: ['version', 'description', 'success', 'checksum'],
      definition:
        'version bigint PRIMARY KEY, description text NOT NULL, installed_on timestamptz NOT NULL DEFAULT now(), ' +
        'success boolean NOT NULL, checksum bytea NOT NULL, execution_time bigint NOT NULL',
      newRow: () => ({ success: 'true', execution_time: '0' }),
      id: 'version',
      counts: 'success',
      failed: 'not success',
      needsFiles: true,
      recordedAs: ({ id }) => String(BigInt(id)),
      checksum: 'checksum',
      row: ({ name, checksum = '' }) => ({
        description: quoteLiteral(name.replaceAll('_', ' ')),
        checksum: `'\\x${checksum}'::pg_catalog.bytea`,
      }),
    },
  ],
  detect,
  home: (folder) => folder,
  read,
  consolidated(history, sql) {
    const newest = history.migrations.at(-1)
    if (newest?.files.some((file) => pairName.test(file)) === true) return consolidatedPair(history, sql)
    return [{ path: `${newest?.id ?? ''}_consolidated_schema.sql`, text: sql.upSql }]
  },
}

const fileName = /^(\d+)_(.*)\.sql$/u
const pairName = /\.(?:up|down)\.sql$/u
const timestampName = /^\d{14}_/u
const noTransaction = Buffer.from('-- no-transaction')

async function detect(folder: Folder, { files, project }: Surroundings): Promise<Evidence> {
  const names = sqlFiles(folder).filter((file) => fileName.test(file))
  const paths = names.map((file) => within(folder, file))
  const isAnothers = folder.files.includes('atlas.sum') || (await markedFiles(paths, files, runnerDirective)).length > 0
  if (isAnothers) return noEvidence
  return { marks: isNamedIn(project) ? paths : [], names: names.filter((file) => timestampName.test(file)) }
}

function isNamedIn(project: Surroundings['project']): boolean {
  return mentions(project, ['Cargo.toml'], /\bsqlx\b/u)
}

async function read(folder: Folder, { files, project, isNamed }: ReadOptions): Promise<Reading> {
  refuseUnnumbered(folder)
  const simple = numberedFiles(folder, fileName).filter(({ path }) => !pairName.test(path))
  const pairs = readPairs(folder, /^sql$/u).migrations
  const migrations = [...simple.map(({ id, name, path }) => ({ id, name, up: path })), ...pairs]
  refuseTwins(migrations, withoutZeros)
  return {
    migrations: await Promise.all(migrations.sort(byNumber).map((migration) => withDirective(migration, files))),
    findings: [
      ...strangers(folder, fileName, 'is not named <number>_<name>.sql'),
      ...(isNamed || isNamedIn(project) ? [] : [onlyNamed]),
    ],
  }
}

// Supabase, Prisma and others name their files alike, and run them by other rules.
const onlyNamed: Finding = {
  code: 'layout-by-name',
  severity: 'info',
  subject: 'sqlx',
  message:
    'the files are named as sqlx names them, and no Cargo.toml speaks of it: say --layout where it is another runner',
}

/** With the checksum that sqlx records, and the transaction that it opens or not. */
async function withDirective(migration: MigrationFiles, files: Files): Promise<MigrationFiles> {
  if (migration.up === undefined) return migration
  const bytes = await files.bytes(pathOf(migration.up))
  const checksum = createHash('sha384').update(bytes).digest('hex')
  const isOff = bytes.subarray(0, noTransaction.length).equals(noTransaction)
  return { ...migration, checksum, ...(isOff ? { transaction: 'file' } : {}) }
}

// A name with an underscore and no number before it ends the run; others are passed over.
function refuseUnnumbered(folder: Folder): void {
  const unnumbered = folder.files.filter((file) => /_.*\.sql$/u.test(file) && !fileName.test(file))
  if (unnumbered.length === 0) return
  throw new PgfoldError('missing-number', 'sqlx refuses files whose names have an underscore and no number before it', {
    details: unnumbered.map((file) => within(folder, file)),
    hint: 'Number each, or move what is no migration out of the folder.',
  })
}
