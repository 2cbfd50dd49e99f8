// refinery: `V<number>__<name>.sql` and `U<number>__<name>.sql`, in folders of any depth, in the order of the numbers. Each file
// is one query in a transaction, on one connection. The table refinery_schema_history has a row for each number, with a
// checksum of name, number and SQL. Flyway names its files alike: only the project tells.
import { PgfoldError } from '../errors.ts'
import { noEvidence, within, type Evidence, type Files, type Folder, type Layout } from './layout.ts'
import type { MigrationFiles, Reading, Surroundings } from './layout.ts'
import { byNumber } from './numbered-files.ts'
import { refuseTwins, strangers, withoutZeros } from './passed-over.ts'
import { mentions } from './project-files.ts'
import { sipHash13 } from './sip-hash.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const refinery: Layout = {
  name: 'refinery',
  shape: 'V<number>__<name>.sql',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'refinery_schema_history' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `delete the rows below ${line} from refinery_schema_history and give row ${line} the new name and checksum, or run with set_abort_divergent(false) and set_abort_missing(false)`,
  records: [
    {
      table: { schema: 'public', name: 'refinery_schema_history' },
      columns: ['version', 'name', 'checksum'],
      definition: 'version int4 PRIMARY KEY, name varchar(255), applied_on varchar(255), checksum varchar(255)',
      newRow: () => ({
        applied_on: `pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`,
      }),
      id: 'version',
      needsFiles: true,
      recordedAs: ({ id }) => String(BigInt(id)),
      checksum: 'checksum',
      row: ({ name, checksum = '' }) => ({ name: quoteLiteral(name), checksum: quoteLiteral(checksum) }),
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated: (history, { upSql }) => [
    { path: `V${history.migrations.at(-1)?.id ?? ''}__consolidated_schema.sql`, text: upSql },
  ],
}

const fileName = /^[UV](\d+)__([\p{L}\p{M}\p{N}_]+)\.sql$/u
const codeName = /^[UV]\d+__[\p{L}\p{M}\p{N}_]+\.rs$/u
/** These fit refinery's pattern, which then cannot make a number of the version. */
const fractionName = /^[UV]\d+\.\d+__[\p{L}\p{M}\p{N}_]+\.sql$/u

function detect(folder: Folder, { project }: Surroundings): Evidence {
  const isNamed = project.has('refinery.toml') || mentions(project, ['Cargo.toml'], /\brefinery\b/u)
  const names = isNamed ? withFolders(folder).flatMap((each) => filesLike(each, fileName)) : []
  return names.length === 0 ? noEvidence : { marks: names, names: [] }
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const folders = withFolders(folder)
  refuseOthers(folders)
  const named = folders.flatMap((each) => filesLike(each, fileName))
  const migrations = await Promise.all(named.map((path) => readFile(path, files)))
  refuseTwins(migrations, withoutZeros)
  return {
    migrations: migrations.sort(byNumber),
    findings: folders.flatMap((each) => strangers(each, fileName, 'is not named V<number>__<name>.sql')),
  }
}

async function readFile(path: string, files: Files): Promise<MigrationFiles> {
  const [, id = '', name = ''] = fileName.exec(path.slice(path.lastIndexOf('/') + 1)) ?? []
  return { id, name, up: path, checksum: checksumOf(id, name, await files.bytes(path)) }
}

// Rust hashes a text with a byte 0xff behind it, and the number as a 32-bit integer, refinery's default.
function checksumOf(id: string, name: string, sql: Buffer): string {
  const number = Buffer.alloc(4)
  number.writeInt32LE(Number(BigInt.asIntN(32, BigInt(id))))
  const end = Buffer.of(0xff)
  return String(sipHash13(Buffer.concat([Buffer.from(name), end, number, sql, end])))
}

function refuseOthers(folders: readonly Folder[]): void {
  const code = folders.flatMap((each) => filesLike(each, codeName))
  if (code.length > 0) {
    throw new PgfoldError('not-sql', 'Migrations are written in Rust, which only refinery can run', {
      details: code,
      hint: 'Fold what refinery leaves in a database, with --run.',
    })
  }
  const fractions = folders.flatMap((each) => filesLike(each, fractionName))
  if (fractions.length === 0) return
  throw new PgfoldError('missing-number', 'refinery refuses a version that is no whole number', {
    details: fractions,
    hint: 'Number each, or move what is no migration out of the folder.',
  })
}

function filesLike(folder: Folder, pattern: RegExp): string[] {
  return folder.files.filter((file) => pattern.test(file)).map((file) => within(folder, file))
}

function withFolders(folder: Folder): Folder[] {
  return [folder, ...folder.folders.flatMap(withFolders)]
}
