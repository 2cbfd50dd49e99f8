// Prisma Migrate: `<14 digits>_<name>/migration.sql` and `migration_lock.toml`, which names the kind of database. The
// schema engine sends each file as one simple query, all on one connection. The table _prisma_migrations has the name
// of the folder and the SHA-256 of the script; `migrate deploy` goes by the name, `migrate dev` by both.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
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
import { mentions } from './project-files.ts'
import { besideScriptFolders, readScriptFolders, scriptFolders, scriptOfFolder } from './script-folders.ts'
import { quoteLiteral } from '../sql/quote.ts'

const lock = 'migration_lock.toml'

export const prisma: Layout = {
  name: 'prisma',
  shape: '<14 digits>_<name>/migration.sql, migration_lock.toml',
  transaction: 'file',
  session: 'one',
  trackingTables: [{ schema: 'public', name: '_prisma_migrations' }],
  trackingSchemas: [],
  whereApplied: (line) => `run prisma migrate resolve --applied ${line}_consolidated_schema`,
  records: [
    {
      table: { schema: 'public', name: '_prisma_migrations' },
      columns: ['migration_name', 'checksum', 'finished_at', 'rolled_back_at'],
      definition:
        'id varchar(36) PRIMARY KEY, checksum varchar(64) NOT NULL, finished_at timestamptz, ' +
        'migration_name varchar(255) NOT NULL, logs text, rolled_back_at timestamptz, ' +
        'started_at timestamptz NOT NULL DEFAULT now(), applied_steps_count int NOT NULL DEFAULT 0',
      newRow: () => ({
        id: 'pg_catalog.gen_random_uuid()::pg_catalog.text',
        finished_at: 'now()',
        applied_steps_count: '1',
      }),
      id: 'migration_name',
      counts: 'finished_at is not null and rolled_back_at is null',
      failed: 'finished_at is null and rolled_back_at is null',
      needsFiles: true,
      recordedAs: ({ path }) => path.split('/').at(-2) ?? '',
      checksum: 'checksum',
      row: ({ checksum = '' }) => ({ checksum: quoteLiteral(checksum) }),
    },
  ],
  detect,
  home,
  read: (folder, { files }) => read(folder, files),
  consolidated(history, { upSql }) {
    return [{ path: `${history.migrations.at(-1)?.id ?? ''}_consolidated_schema/migration.sql`, text: upSql }]
  },
}

/** The folder itself, or `migrations` in the folder of the Prisma schema. */
function home(folder: Folder): Folder {
  const below = folder.folders.find((child) => baseName(child) === 'migrations' && scriptFolders(child).length > 0)
  return scriptFolders(folder).length === 0 ? (below ?? folder) : folder
}

function detect(folder: Folder, { project, root }: Surroundings): Evidence {
  const migrations = home(folder)
  const folders = scriptFolders(migrations)
  const names = folders.map(scriptOfFolder)
  if (names.length === 0) return noEvidence
  if (migrations.files.includes(lock)) return { marks: [within(migrations, lock)], names }
  if (folders.some(({ files }) => files.includes('snapshot.json'))) return noEvidence
  const isPrisma = /\/prisma(?:\/migrations)?$/u.test(root) || mentions(project, ['package.json'], /"@?prisma[/"]/u)
  return { marks: isPrisma ? names : [], names }
}

async function read(migrations: Folder, files: Files): Promise<Reading> {
  if (migrations.files.includes(lock)) await requirePostgres(within(migrations, lock), files)
  refuseEmptyFolders(migrations)
  return {
    migrations: await readScriptFolders(scriptFolders(migrations), files),
    findings: besideScriptFolders(migrations, 'Prisma'),
  }
}

async function requirePostgres(path: string, files: Files): Promise<void> {
  const script = await files.script(path)
  const [line, provider] = /^provider\s*=\s*"([^"]*)"/mu.exec(script.text) ?? []
  if (line === undefined || provider === 'postgresql' || provider === 'postgres') return
  throw new PgfoldError('other-database', `These migrations are for ${provider}, not for PostgreSQL`, {
    location: locate(script, script.text.indexOf(line)),
    hint: 'Name the folder of the migrations for PostgreSQL.',
  })
}

/** To Prisma every folder is a migration. */
function refuseEmptyFolders(migrations: Folder): void {
  const known = new Set(scriptFolders(migrations))
  const others = migrations.folders.filter((folder) => !known.has(folder))
  if (others.length === 0) return
  throw new PgfoldError('missing-migration-file', 'Folders have no migration.sql', {
    details: others.map(({ path }) => path),
    hint: 'Put the file back, or remove the folder: Prisma takes every folder here for a migration and stops.',
  })
}
