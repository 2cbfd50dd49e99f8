// What a project's folder holds, and what its database does: to be the same before and after.
import { createHash } from 'node:crypto'
import { readFile, readdir, rm, rmdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { using } from '../cutover/project.ts'

/** Where pgfold keeps what it writes. */
export function pathsOf(root: string) {
  return { consolidated: join(root, '.pgfold', 'consolidated'), archived: join(root, '.pgfold', 'archived') }
}

/** With the folder of each, where nothing else is in it. */
export async function removeFiles(root: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    await rm(join(root, path))
    await rmdir(dirname(join(root, path))).catch(() => undefined)
  }
}

/** What these files hold now; undefined of those that are not there. */
export async function contentsOf(root: string, paths: readonly string[]): Promise<[string, string | undefined][]> {
  return Promise.all(
    paths.map(async (path) => [path, await readFile(join(root, path), 'utf8').catch(() => undefined)] as const),
  ) as Promise<[string, string | undefined][]>
}

/** Every file of the project, without what pgfold wrote. */
export async function hashesOf(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const own = paths.filter((path) => !relative(root, path).startsWith('.pgfold'))
  const hashed = own.toSorted().map(async (path) => {
    const hash = createHash('sha256').update(await readFile(path))
    return [relative(root, path), hash.digest('hex')] as const
  })
  return Object.fromEntries(await Promise.all(hashed))
}

/** The rows of every table in any order, but for the runner's own. */
export async function rowsOf(database: ScratchDatabase, tracking: string): Promise<Record<string, readonly string[]>> {
  return using(database, async (db) => {
    const tables = await db.query<{ name: string }>(
      `select pg_catalog.format('%I.%I', schemaname, tablename) as name from pg_catalog.pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
    )
    const rows: Record<string, readonly string[]> = {}
    for (const { name } of tables.filter((table) => !tracking.includes(table.name))) {
      const found = await db.query<{ row: string }>(`select t::text as row from ${name} t order by 1`)
      rows[name] = found.map(({ row }) => row)
    }
    return rows
  })
}
