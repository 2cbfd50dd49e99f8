// morph: `<number>_<name>.up.sql` and `.down.sql`, in the order of the whole names as text. Each file is one query on one
// connection, in a transaction unless it begins with `-- morph:nontransactional`. The table db_migrations has a row for each
// number and name.
import { noEvidence, pathOf, within, type Evidence, type Files, type Folder, type Layout } from './layout.ts'
import type { MigrationFiles, Reading, Surroundings } from './layout.ts'
import { consolidatedPair, pairNames, readPairs } from './pairs.ts'
import { mentions } from './project-files.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const morph: Layout = {
  name: 'morph',
  shape: '<number>_<name>.up.sql, <number>_<name>.down.sql',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'db_migrations' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `delete the rows below ${Number(line)} from db_migrations: it refuses a database with more rows than files`,
  records: [
    {
      table: { schema: 'public', name: 'db_migrations' },
      columns: ['version', 'name'],
      definition: 'version bigint PRIMARY KEY, name varchar NOT NULL',
      newRow: () => ({}),
      id: 'version',
      needsFiles: true,
      recordedAs: ({ id }) => String(BigInt(id)),
      row: ({ name }) => ({ name: quoteLiteral(name) }),
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  // It knows an applied migration by its name alone.
  consolidated: (history, sql) => consolidatedPair(history, sql, history.migrations.at(-1)?.name),
}

const nonTransactional = '-- morph:nontransactional'

async function detect(folder: Folder, { files, project }: Surroundings): Promise<Evidence> {
  const names = pairNames(folder)
  const paths = names.map((file) => within(folder, file))
  const isNamed = names.length > 0 && mentions(project, ['go.mod'], /mattermost\/morph/u)
  if (isNamed && mentions(project, ['go.mod'], /golang-migrate/u)) return { marks: [], names }
  if (isNamed) return { marks: paths, names }
  const isMarked = await Promise.all(paths.map(async (path) => (await files.text(path)).startsWith(nonTransactional)))
  const marks = paths.filter((_, index) => isMarked[index])
  return marks.length > 0 ? { marks, names } : noEvidence
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const { migrations, findings } = readPairs(folder)
  const ruled = await Promise.all(migrations.map((migration) => withDirective(migration, files)))
  return { migrations: ruled.sort(byName), findings }
}

async function withDirective(migration: MigrationFiles, files: Files): Promise<MigrationFiles> {
  if (migration.up === undefined) return migration
  const isOff = (await files.bytes(pathOf(migration.up))).toString('utf8').startsWith(nonTransactional)
  return isOff ? { ...migration, transaction: 'file' } : migration
}

function byName(a: MigrationFiles, b: MigrationFiles): number {
  const [first, second] = [a, b].map(({ up, down }) => pathOf(up ?? down ?? ''))
  return (first ?? '') < (second ?? '') ? -1 : 1
}
