// Which files of formatted SQL there are, in which order: that of the changelog in the folder that includes them, else
// that of their names.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import { filesBelow, type Files, type Folder } from './layout.ts'
import { isFormatted } from './liquibase-changesets.ts'
import { readMaster, type Inclusion } from './liquibase-master.ts'

export interface OrderedFiles {
  /** Paths of SQL files. */
  readonly order: readonly string[]
  /** Changelogs that include, each with what it includes. */
  readonly masters: readonly Master[]
}

export interface Master {
  readonly path: string
  readonly inclusions: readonly (Inclusion & { readonly files: readonly string[] })[]
}

/** @throws {PgfoldError} `not-sql`, `missing-migration-file`, `several-databases` */
export async function orderedFiles(folder: Folder, files: Files): Promise<OrderedFiles> {
  const all = filesBelow(folder)
  const sql = all.filter((path) => /\.sql$/iu.test(path))
  const changelogs = await changelogsAmong(all, files)
  const masters: Master[] = []
  for (const path of changelogs) masters.push(await masterAt(path, { sql, changelogs, files }))
  if (masters.length === 0) return { order: await formattedAmong(sql, files), masters }
  const included = new Set(masters.flatMap(({ inclusions }) => inclusions.flatMap((each) => each.files)))
  const [top, second] = masters.filter(({ path }) => !included.has(path))
  if (top === undefined || second !== undefined) {
    throw new PgfoldError('several-databases', 'The folder holds several changelogs that no other one includes', {
      details: masters.map(({ path }) => path),
      hint: 'Name a folder that holds one of them and what it includes.',
    })
  }
  return { order: [...new Set(expanded(top, masters, new Set()))], masters }
}

/** Files that hold a changelog in YAML, JSON or XML. */
export async function changelogsAmong(paths: readonly string[], files: Files): Promise<string[]> {
  const named = paths.filter((path) => /\.(?:ya?ml|json|xml)$/iu.test(path))
  const found = await Promise.all(named.map(async (path) => (await files.text(path)).includes('databaseChangeLog')))
  return named.filter((_, index) => found[index])
}

export async function formattedAmong(paths: readonly string[], files: Files): Promise<string[]> {
  const found = await Promise.all(paths.map(async (path) => isFormatted(await files.text(path))))
  return paths.filter((_, index) => found[index])
}

interface Known {
  readonly sql: readonly string[]
  readonly changelogs: readonly string[]
  readonly files: Files
}

async function masterAt(path: string, { sql, changelogs, files }: Known): Promise<Master> {
  const script = await files.script(path)
  const candidates = [...sql, ...changelogs.filter((other) => other !== path)]
  const inclusions = readMaster(script).map((each) => {
    const found = meant(each, path, candidates)
    if (found.length > 0) return { ...each, files: found }
    throw new PgfoldError('missing-migration-file', `There is no ${each.path}, which the changelog includes`, {
      location: locate(script, each.start),
      hint: 'Put it back, or name the folder above, which holds it.',
    })
  })
  return { path, inclusions }
}

/**
 * The files that an inclusion means. A path that begins at Liquibase's search path may begin above the folder that was
 * given: the longest end of it that leads to a file counts.
 */
function meant({ kind, path, isRelative }: Inclusion, master: string, candidates: readonly string[]): string[] {
  const own = master.includes('/') ? master.slice(0, master.lastIndexOf('/')) : ''
  const parts = normal(isRelative ? `${own}/${path}` : path)
  const fits = (end: string): string[] =>
    kind === 'include' ? candidates.filter((file) => file === end) : candidates.filter((file) => isBelow(file, end))
  if (isRelative) return fits(parts.join('/'))
  for (let from = 0; from <= parts.length; from += 1) {
    const found = from === parts.length && kind === 'include' ? [] : fits(parts.slice(from).join('/'))
    if (found.length > 0) return found
  }
  return []
}

function normal(path: string): string[] {
  const parts: string[] = []
  for (const each of path.split('/')) {
    if (each === '..') parts.pop()
    else if (each !== '' && each !== '.') parts.push(each)
  }
  return parts
}

function isBelow(file: string, folder: string): boolean {
  return folder === '' || file.startsWith(`${folder}/`)
}

function expanded({ path, inclusions }: Master, masters: readonly Master[], above: ReadonlySet<string>): string[] {
  if (above.has(path)) return []
  return inclusions.flatMap(({ files }) =>
    files.flatMap((file) => {
      const master = masters.find((each) => each.path === file)
      return master === undefined ? [file] : expanded(master, masters, new Set([...above, path]))
    }),
  )
}
