// Migrations in code, as their files lie in a folder. What they do only their runner can say, when it runs them; here they
// are listed: which files they are, in which order, and under which id.
import type { Migration } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import { noEvidence, within } from './layout.ts'
import type { Evidence, Files, Folder, Reading, Surroundings } from './layout.ts'
import { passedOver, refuseSame } from './passed-over.ts'
import { mentions } from './project-files.ts'

export interface CodeFile {
  readonly path: string
  /** Its name without the ending. */
  readonly stem: string
  readonly text: string
}

/** How the migrations of one runner look. */
export interface CodeForm {
  /** Its name in package.json. */
  readonly packages: RegExp
  /** What no migration of another runner says. */
  readonly mark: RegExp
  /** What each migration has. */
  readonly migration: RegExp
  /** What a file without that is: goes on from "it". */
  readonly lacks: string
  /** The endings that the runner loads; any of code without it. */
  readonly endings?: RegExp
}

/** A module that exports `up`, in each way that a module can. */
export const exportsUp =
  /\bexports\.up\s*=|\bexport\s+(?:async\s+)?(?:function|const|let)\s+up\b|\bexport\s*\{[^}]*\bup\b|(?:\bmodule\.exports\s*=|\bexport\s*=|\bexport\s+default)\s*\{[^]*?\bup\b/u

const ending = /\.[cm]?[jt]s$/u
/** Any of these endings, as `Records.suffix`. */
export const codeSuffix = String.raw`\.[cm]?[jt]s`
const declaration = /\.d\.[cm]?ts$/u
const test = /\.(?:test|spec)\.[cm]?[jt]s$/u

/** The files of a folder that hold JavaScript or TypeScript. */
export function codeFiles(folder: Folder): string[] {
  return folder.files.filter((file) => ending.test(file))
}

/** What shows the runner: what its migrations say; where none of them says anything, its name in package.json. */
export async function detectCode(folder: Folder, { files, project }: Surroundings, form: CodeForm): Promise<Evidence> {
  const { migrations } = await lookThrough(folder, files, form)
  const marks = migrations.filter(({ text }) => form.mark.test(text)).map(({ path }) => path)
  if (marks.length > 0) return { marks, names: [] }
  if (!mentions(project, ['package.json'], form.packages)) return noEvidence
  return { marks: [], names: migrations.map(({ path }) => path) }
}

/** The migrations in the order of the names by which the runner sorts them. @throws {PgfoldError} `duplicate-migrations` */
export async function readCode(
  folder: Folder,
  files: Files,
  { sortedBy, ...form }: CodeForm & { readonly sortedBy: (path: string) => string },
): Promise<Reading> {
  const { migrations, findings } = await listCode(folder, files, form)
  const ordered = migrations.toSorted((a, b) => byBytes(sortedBy(a.path), sortedBy(b.path)))
  const labels = ordered.map((file) => ({ ...file, ...labelOf(file.stem) }))
  const isShared = (id: string): boolean => labels.filter((label) => label.id === id).length > 1
  const named = labels.map(({ path, stem, id, name }) =>
    isShared(id) ? { id: stem, name: '', beside: [path] } : { id, name, beside: [path] },
  )
  return { migrations: named, findings }
}

interface Listing {
  readonly migrations: readonly CodeFile[]
  readonly findings: readonly Finding[]
}

/** The migrations as the folder lists them. @throws {PgfoldError} `duplicate-migrations` */
export async function listCode(folder: Folder, files: Files, form: CodeForm): Promise<Listing> {
  const listing = await lookThrough(folder, files, form)
  refuseTwins(listing.migrations)
  return listing
}

async function lookThrough(
  folder: Folder,
  files: Files,
  { migration, lacks, endings = ending }: CodeForm,
): Promise<Listing> {
  const migrations: CodeFile[] = []
  const findings: Finding[] = []
  for (const file of codeFiles(folder)) {
    const path = within(folder, file)
    const text = await files.text(path)
    const why = strangeness(file, endings) ?? (migration.test(text) ? undefined : lacks)
    if (why === undefined) migrations.push({ path, stem: stemOf(file), text })
    else findings.push(passedOver(path, why))
  }
  return { migrations, findings }
}

function strangeness(file: string, endings: RegExp): string | undefined {
  if (declaration.test(file)) return 'declares types alone'
  if (test.test(file)) return 'has the name of a test'
  return endings.test(file) ? undefined : 'has an ending that the runner does not load'
}

/** What was compiled stands beside what it was compiled from, and nobody can say which of the two is run. */
function refuseTwins(migrations: readonly CodeFile[]): void {
  refuseSame(migrations, {
    keyOf: ({ stem }) => stem,
    fileOf: ({ path }) => path,
    message: ({ stem }) => `Two files hold the migration ${stem}`,
    hint: 'Remove the one that is not run, or name the folder that holds those that are.',
  })
}

/** A file's name without the folder and the ending. */
export function stemOf(path: string): string {
  return fileNameOf(path).replace(ending, '')
}

/** A file's name without the folder. */
export function fileNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Whether a migration goes before a file, where the runner sorts by what `sortedBy` makes of a path. */
export function sortsBefore(sortedBy: (path: string) => string): (newer: Migration, path: string) => boolean {
  return ({ files: [file = ''] }, path) => sortedBy(file) < sortedBy(path)
}

// By code units, as JavaScript sorts.
function byBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** The number or time before the name, and what stands between them; without one the whole stem is the id. */
export function labelOf(stem: string): { readonly id: string; readonly separator: string; readonly name: string } {
  const [, id = stem, separator = '_', name = ''] = /^(\d+(?:[-.:T]\d+)*)([-_.])(.+)$/u.exec(stem) ?? []
  return { id, separator, name }
}
