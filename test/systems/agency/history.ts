// System 3: an agency's portal on Drizzle. Its history as drizzle-kit and its people wrote it, and as its database saw it.
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

type ProjectFiles = Readonly<Record<string, string>>

const folder = path.join(import.meta.dirname, 'drizzle')
const journal = 'drizzle/meta/_journal.json'

/** The files of the history, as those of a project with the folder `drizzle`. */
export async function agencyFiles(): Promise<ProjectFiles> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
  const files = paths.map(async (file) => {
    return [`drizzle/${path.relative(folder, file)}`, await readFile(file, 'utf8')] as const
  })
  return Object.fromEntries(await Promise.all(files))
}

/** The same as it must be for drizzle-orm's migrator, which cannot run what needs no transaction. */
export function withoutConcurrently(files: ProjectFiles): ProjectFiles {
  const changed = Object.entries(files).map(([name, text]) => [name, text.replaceAll('INDEX CONCURRENTLY', 'INDEX')])
  return Object.fromEntries(changed) as ProjectFiles
}

/** The journals of the project when it had one migration, two and so on: each was deployed when it was written. */
export function deployments(files: ProjectFiles): string[] {
  const { entries, ...rest } = JSON.parse(files[journal] ?? '') as { readonly entries: readonly unknown[] }
  return entries.map((_, index) => JSON.stringify({ ...rest, entries: entries.slice(0, index + 1) }))
}
