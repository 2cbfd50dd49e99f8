// What a runner would pass over, and what it would refuse since it could not tell two migrations apart.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { pathOf, sqlFiles, within, type Folder, type MigrationFiles, type Reading } from './layout.ts'

/** A file that is left out; `why` goes on from "it". With `runner`, whose doing it is. */
export function passedOver(path: string, why: string, runner?: string): Finding {
  const as = runner === undefined ? '' : `, as ${runner} does`
  return { code: 'not-a-migration', severity: 'warning', subject: path, message: `is passed over${as}: it ${why}` }
}

/** The SQL files of a folder whose names do not fit. */
export function strangers(folder: Folder, fits: RegExp, why: string): Finding[] {
  return sqlFiles(folder)
    .filter((file) => !fits.test(file))
    .map((file) => passedOver(within(folder, file), why))
}

/** The folders below that hold SQL files of which the layout read none and told of none; not those inside such a folder. */
export function unreadFolders(home: Folder, { migrations, findings }: Reading): Finding[] {
  const read = [
    ...migrations.flatMap(({ up, down, beside = [] }) =>
      [up, down, ...beside].flatMap((file) => file ?? []).map(pathOf),
    ),
    ...findings.map(({ subject }) => subject),
  ]
  const known = new Set(read.flatMap(foldersAbove))
  const below = (folder: Folder): string[] =>
    folder.folders.flatMap((child) => (known.has(child.path) || !holdsSql(child) ? below(child) : [child.path]))
  return below(home).map((path) =>
    passedOver(path, "is a folder of SQL files whose place or names are not a migration's"),
  )
}

function foldersAbove(path: string): string[] {
  const parts = path.split('/')
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'))
}

function holdsSql(folder: Folder): boolean {
  return sqlFiles(folder).length > 0
}

/** A number as the runners that count by it see it: 1 for `0001`. */
export function withoutZeros(id: string): string {
  return id.replace(/^0+(?=\d)/u, '')
}

/**
 * Refuses two migrations with one number, which is what `numberOf` makes of an id.
 * @throws {PgfoldError} `duplicate-migrations`
 */
export function refuseTwins(
  migrations: readonly MigrationFiles[],
  numberOf: (id: string) => string = (id) => id,
): void {
  refuseSame(migrations, {
    keyOf: ({ id }) => numberOf(id),
    fileOf: migrationFile,
    message: ({ id }) => `Two migrations have the number ${numberOf(id)}`,
    hint: 'Give one of them a number of its own; the runner tells them apart by it.',
  })
}

interface Sameness<T> {
  /** What the runner tells them apart by. */
  keyOf(item: T): string
  fileOf(item: T): string
  message(item: T): string
  readonly hint: string
}

/** Refuses two that are one to the runner. @throws {PgfoldError} `duplicate-migrations` */
export function refuseSame<T>(items: readonly T[], { keyOf, fileOf, message, hint }: Sameness<T>): void {
  const known = new Map<string, T>()
  for (const item of items) {
    const twin = known.get(keyOf(item))
    known.set(keyOf(item), item)
    if (twin === undefined) continue
    throw new PgfoldError('duplicate-migrations', message(item), { details: [twin, item].map(fileOf), hint })
  }
}

/** The file that a person is shown for a migration. */
export function migrationFile({ up, down }: MigrationFiles): string {
  return pathOf(up ?? down ?? '')
}
