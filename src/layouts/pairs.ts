// `<number>_<name>.up.sql` beside `.down.sql`, as several runners keep migrations: most of them in the order of the
// numbers, however many digits they have. Some projects keep the same migration for several databases (`.postgres.up.sql` beside
// `.mysql.up.sql`): those of other databases are passed over.
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import {
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Folder,
  type MigrationFiles,
  type Reading,
} from './layout.ts'
import { passedOver, strangers } from './passed-over.ts'

/** As golang-migrate and morph have it: what is behind the side is theirs whatever it is. */
const pairName = /^(\d+)_(.*)\.(up|down)\.(.*)$/u
const sqlEnding = /^(?:sql|pgsql|psql)$/iu
const dialect = /\.(postgres(?:ql)?|pg|mysql|mariadb|sqlite3?|mssql|sqlserver|oracle|cockroach(?:db)?)$/iu
const ownDialect = /\.(?:postgres(?:ql)?|pg)$/iu

interface Side {
  readonly number: bigint
  readonly id: string
  readonly name: string
  readonly side: 'up' | 'down'
  readonly ending: string
  readonly path: string
}

/** The names in a folder that are sides of pairs. */
export function pairNames(folder: Folder): string[] {
  return folder.files.filter((file) => sqlEnding.test(pairName.exec(file)?.[4] ?? ''))
}

/** The pairs in a folder, of files that end so. @throws {PgfoldError} `duplicate-migrations` */
export function readPairs(folder: Folder, ending = sqlEnding): Reading {
  const all = folder.files.flatMap((file) => sideOf(folder, file))
  const isRead = (side: Side): boolean => !isForeign(side.name) && ending.test(side.ending)
  const migrations = new Map<bigint, MigrationFiles>()
  for (const side of all.filter(isRead).toSorted(byNumber)) {
    const known = migrations.get(side.number)
    const twin = known?.[side.side]
    if (twin !== undefined) throw duplicate(side, String(twin))
    const { id, name } = known ?? { id: side.id, name: side.name.replace(ownDialect, '') }
    migrations.set(side.number, { ...known, id, name, [side.side]: side.path })
  }
  const left = all.filter((side) => !isRead(side)).map(leftOut)
  return { migrations: [...migrations.values()], findings: [...unnamed(folder), ...left] }
}

/** The consolidated migration as a pair, under the id of the newest folded one. */
export function consolidatedPair(
  history: History,
  { upSql, downSql }: ConsolidatedSql,
  name = 'consolidated_schema',
): ConsolidatedFile[] {
  const stem = `${history.migrations.at(-1)?.id ?? ''}_${name}`
  return [
    { path: `${stem}.up.sql`, text: upSql },
    { path: `${stem}.down.sql`, text: downSql },
  ]
}

function sideOf(folder: Folder, file: string): Side[] {
  const [, id, name = '', side, ending = ''] = pairName.exec(file) ?? []
  if (id === undefined) return []
  return [{ number: BigInt(id), id, name, side: side === 'up' ? 'up' : 'down', ending, path: within(folder, file) }]
}

function byNumber(a: Side, b: Side): number {
  if (a.number !== b.number) return a.number < b.number ? -1 : 1
  return a.side === b.side ? 0 : a.side === 'up' ? -1 : 1
}

function isForeign(name: string): boolean {
  return dialect.test(name) && !ownDialect.test(name)
}

function duplicate(side: Side, twin: string): PgfoldError {
  return new PgfoldError(
    'duplicate-migrations',
    `Two ${side.side} files have the number ${side.id}, so the order is not known`,
    {
      details: [twin, side.path],
      hint: 'Give one of them a number of its own; the runner refuses them as well.',
    },
  )
}

function unnamed(folder: Folder): Finding[] {
  return strangers(folder, pairName, 'is not named <number>_<name>.up.sql or .down.sql')
}

function leftOut({ name, path }: Side): Finding {
  if (isForeign(name)) return passedOver(path, 'is for another database')
  return passedOver(path, 'does not end in .sql, .pgsql or .psql; its runner takes any ending, and would run it')
}
