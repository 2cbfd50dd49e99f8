// Supabase: `supabase/migrations/<14 digits>_<name>.sql` in the order of the names. The command line sends the
// statements of a file as one batch, which is one transaction, and resets all settings before each file; a first line
// `-- pg-delta: transaction=false` has them sent one by one. What was applied is in supabase_migrations.
import type { TransactionRule } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import {
  baseName,
  noEvidence,
  sqlFiles,
  within,
  type Evidence,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type ReadOptions,
  type Reading,
  type Surroundings,
} from './layout.ts'
import { migrationFile, passedOver, refuseSame } from './passed-over.ts'
import { mentions } from './project-files.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const supabase: Layout = {
  name: 'supabase',
  shape: 'supabase/migrations/<14 digits>_<name>.sql',
  transaction: 'file',
  session: 'each',
  trackingTables: [
    { schema: 'supabase_migrations', name: 'schema_migrations' },
    { schema: 'supabase_migrations', name: 'seed_files' },
  ],
  trackingSchemas: ['supabase_migrations'],
  whereApplied: (line) =>
    `run supabase migration repair --status reverted with the folded versions but ${line}: db push refuses rows without a file`,
  records: [
    {
      table: { schema: 'supabase_migrations', name: 'schema_migrations' },
      columns: ['version', 'statements', 'name'],
      definition: 'version text PRIMARY KEY, statements text[], name text',
      newRow: () => ({}),
      id: 'version',
      needsFiles: true,
      recordedAs: ({ id }) => id,
      row: ({ name, sql }) => ({
        name: quoteLiteral(name),
        statements: sql === undefined ? 'null' : `array[${quoteLiteral(sql)}]`,
      }),
    },
  ],
  detect,
  home,
  read,
  consolidated(history, { upSql }) {
    return [{ path: `${history.migrations.at(-1)?.id ?? ''}_consolidated_schema.sql`, text: upSql }]
  },
}

const fileName = /^(\d+)_(.*)\.sql$/u
const stamped = /^\d{14}_.*\.sql$/u
/** Made by the first versions of the command line; the later ones leave it out where it comes first. */
const oldInit = /^(\d{14})_init\.sql$/u
const firstWithoutInit = '20211209000000'
const noTransaction = /^-- pg-delta: transaction=false\r?(?:\n|$)/u

/** The folder itself, or `migrations` in the folder `supabase`. */
function home(folder: Folder): Folder {
  const below = folder.folders.find((child) => baseName(child) === 'migrations' && migrationFiles(child).length > 0)
  return folder.files.some((file) => stamped.test(file)) ? folder : (below ?? folder)
}

function detect(folder: Folder, { root, project }: Surroundings): Evidence {
  const migrations = home(folder)
  const names = migrations.files.filter((file) => stamped.test(file)).map((file) => within(migrations, file))
  if (names.length === 0) return noEvidence
  const place = migrations.path === '' ? root : `${root}/${migrations.path}`
  const isSupabase = place.endsWith('/supabase/migrations') || mentions(project, ['config.toml'], /^project_id\s*=/mu)
  return isSupabase ? { marks: names, names } : noEvidence // such names are many another runner's
}

async function read(migrations: Folder, { files, project }: ReadOptions): Promise<Reading> {
  const named = migrationFiles(migrations)
  const read = await Promise.all(named.map((file) => readFile(migrations, file, files)))
  refuseSame(read, {
    keyOf: ({ id }) => id,
    fileOf: migrationFile,
    message: ({ id }) => `Two files have the version ${id}`,
    hint: 'Give one of them a version of its own: Supabase can record only one, and the other fails.',
  })
  return { migrations: read, findings: [...strangers(migrations, named), ...seed(project)] }
}

function seed(project: ReadOptions['project']): Finding[] {
  if ((project.get('seed.sql') ?? '').trim() === '') return []
  const message = 'is run by supabase db reset behind the migrations; it is none, so its rows are not folded'
  return [{ code: 'seed-left-out', severity: 'info', subject: 'seed.sql', message }]
}

function migrationFiles(migrations: Folder): string[] {
  const named = migrations.files.filter((file) => fileName.test(file))
  const [first] = migrations.files
  return first !== undefined && isOldInit(first) ? named.slice(1) : named
}

async function readFile(migrations: Folder, file: string, files: Files): Promise<MigrationFiles> {
  const [, id = '', name = ''] = fileName.exec(file) ?? []
  const up = within(migrations, file)
  const transaction: TransactionRule = noTransaction.test(await files.text(up)) ? 'script' : 'file'
  return { id, name, up, transaction }
}

function isOldInit(file: string): boolean {
  const time = oldInit.exec(file)?.[1]
  return time !== undefined && time < firstWithoutInit
}

function strangers(migrations: Folder, named: readonly string[]): Finding[] {
  return sqlFiles(migrations)
    .filter((file) => !named.includes(file))
    .map((file) => {
      const why = isOldInit(file)
        ? 'is the schema that its first versions wrote as init'
        : 'is not named <version>_<name>.sql'
      return passedOver(within(migrations, file), why, 'Supabase')
    })
}
