// The way in: a folder or a file → a history. Which layout it is, is told by the names; where two fit,
// nobody guesses.
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { PgfoldError } from '../errors.ts'
import { scriptOf, type History, type Migration, type Script, type SourceFile } from '../history/migration.ts'
import { fillPlaceholders } from '../history/placeholders.ts'
import type { Finding } from '../model/finding.ts'
import { readFolder, readScript, shownPath } from './files.ts'
import type { Folder, Layout, MigrationFiles, Reading } from './layout.ts'
import { layouts } from './registry.ts'

export interface HistoryOptions {
  /** The layout's name; without it, it is found. */
  readonly layout?: string
  /** Values by placeholder name; see `fillPlaceholders`. */
  readonly placeholders?: Readonly<Record<string, string>>
  /** The id of the last migration to fold. */
  readonly to?: string
  readonly allowGaps?: boolean
}

/**
 * The history in a folder or a file, every file read and checked.
 * @throws {PgfoldError} `not-readable`, `empty-history`, `unknown-layout`, `ambiguous-layout`, `not-utf8`,
 * `unknown-migration`, and those of the layouts.
 */
export async function readHistory(place: string, options: HistoryOptions = {}): Promise<History> {
  const root = path.resolve(place)
  const isFile = await stat(root).then(
    (found) => found.isFile(),
    () => false,
  )
  const folder = isFile ? folderOfOne(root) : await readFolder(root)
  const layout = isFile ? layoutOfFile(root, options) : chooseLayout(folder, shownPath(root), options.layout)
  const { home, reading } = readLayout(layout, folder, { ...options, shown: shownPath(root) })
  const kept = upTo(reading.migrations, options.to)
  const source = createReader(isFile ? path.dirname(root) : root, home.path, options.placeholders ?? {})
  const migrations: Migration[] = []
  for (const files of kept) migrations.push(await source.read(files, layout))
  return {
    layout: layout.name,
    root: isFile ? root : path.join(root, home.path),
    migrations,
    trackingTables: layout.trackingTables,
    trackingSchemas: layout.trackingSchemas,
    sources: source.files,
    findings: [...reading.findings, ...source.findings, ...source.unused()],
  }
}

function folderOfOne(file: string): Folder {
  return { path: '', files: [path.basename(file)], folders: [] }
}

function layoutOfFile(file: string, options: HistoryOptions): Layout {
  const plain = layoutNamed('plain')
  if (options.layout === undefined || options.layout === plain.name) return plain
  throw new PgfoldError(
    'unknown-layout',
    `${shownPath(file)} is one file, and the layout ${options.layout} is a folder`,
    {
      hint: 'Leave --layout out, or name the folder.',
    },
  )
}

/** The layout of this name. Throws `unknown-layout`. */
export function layoutNamed(name: string): Layout {
  const found = layouts.find((layout) => layout.name === name)
  if (found !== undefined) return found
  throw new PgfoldError('unknown-layout', `There is no layout "${name}"`, {
    details: known(),
    hint: 'Choose one of these, or leave --layout out to find it by the names.',
  })
}

function known(): string[] {
  return layouts.map((layout) => `${layout.name}: ${layout.shape}`)
}

/** What the layout makes of the folder; it sees names only, so its errors are told with the folder's. */
function readLayout(
  layout: Layout,
  folder: Folder,
  { layout: named, allowGaps, shown }: HistoryOptions & { readonly shown: string },
): { readonly home: Folder; readonly reading: Reading } {
  try {
    const home = layout.home(folder)
    const reading = layout.read(home, { allowGaps: allowGaps ?? false })
    if (reading.migrations.length === 0) throw emptyHistory(layout, named !== undefined)
    return { home, reading }
  } catch (error) {
    if (!(error instanceof PgfoldError)) throw error
    const { code, message, hint, details } = error
    throw new PgfoldError(code, `${shown}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      details,
      cause: error,
    })
  }
}

function chooseLayout(folder: Folder, shown: string, name: string | undefined): Layout {
  if (name !== undefined) return layoutNamed(name)
  const fitting = layouts
    .map((layout) => ({ layout, evidence: layout.detect(folder) }))
    .filter(({ evidence }) => evidence.length > 0)
  const [only, second] = fitting
  if (only === undefined) throw unknownLayout(folder, shown)
  if (second === undefined) return only.layout
  throw new PgfoldError('ambiguous-layout', `${shown} holds migrations in ${fitting.length} layouts`, {
    details: fitting.map(({ layout, evidence }) => `${layout.name}: ${examples(evidence)}`),
    hint: `Say which with ${fitting.map(({ layout }) => `--layout ${layout.name}`).join(' or ')}.`,
  })
}

function unknownLayout(folder: Folder, shown: string): PgfoldError {
  const names = [...folder.folders.map((child) => `${child.path}/`), ...folder.files]
  if (names.length === 0) {
    return new PgfoldError('empty-history', `${shown} is empty`, { hint: 'Name the folder that holds the migrations.' })
  }
  return new PgfoldError('unknown-layout', `No layout fits the files in ${shown}`, {
    details: [`seen: ${examples(names)}`, ...known()],
    hint: `Name the folder that holds the migrations${fittingBelow(folder)}, or say --layout.`,
  })
}

/** `, such as migrations`, where a layout fits a folder in the one that was given. */
function fittingBelow(folder: Folder): string {
  const found = folder.folders.find((child) => layouts.some((layout) => layout.detect(child).length > 0))
  return found === undefined ? '' : `, such as ${found.path}`
}

function emptyHistory(layout: Layout, isNamed: boolean): PgfoldError {
  return new PgfoldError('empty-history', `No migration of the layout ${layout.name} is here`, {
    hint: `Its files are named ${layout.shape}${isNamed ? '; without --layout, the layout is found by the names' : ''}.`,
  })
}

function examples(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}

function upTo(migrations: readonly MigrationFiles[], id: string | undefined): readonly MigrationFiles[] {
  if (id === undefined) return migrations
  const index = migrations.findIndex((migration) => isNamed(migration, id))
  if (index !== -1) return migrations.slice(0, index + 1)
  throw new PgfoldError('unknown-migration', `There is no migration ${id}`, {
    details: nearest(migrations, id).map((migration) => `${migration.id} ${migration.name}`.trim()),
    hint: 'Choose one; the nearest are listed here.',
  })
}

/** By id, by `id_name`, and numbers without their leading zeros. */
function isNamed(migration: MigrationFiles, id: string): boolean {
  return [migration.id, `${migration.id}_${migration.name}`, migration.id.replace(/^0+(?=\d)/u, '')].includes(id)
}

function nearest(migrations: readonly MigrationFiles[], id: string): readonly MigrationFiles[] {
  const number = Number.parseInt(id, 10)
  const after = migrations.findIndex((migration) =>
    Number.isNaN(number) ? migration.id > id : Number.parseInt(migration.id, 10) > number,
  )
  const middle = after === -1 ? migrations.length : after
  return migrations.slice(Math.max(0, middle - 2), middle + 2)
}

/** Reads migrations and remembers which files went in and which placeholders were met. */
function createReader(root: string, home: string, placeholders: Readonly<Record<string, string>>) {
  const files: SourceFile[] = []
  const findings: Finding[] = []
  const met = new Set<string>()

  async function script(file: string): Promise<Script> {
    const read = await readScript(path.join(root, file))
    files.push({ file: read.script.file, sha256: read.script.sha256 })
    findings.push(...read.findings)
    const filled = fillPlaceholders(read.script, placeholders)
    for (const name of filled.found) met.add(name)
    return filled.script
  }

  return {
    files,
    findings,
    async read(migration: MigrationFiles, layout: Layout): Promise<Migration> {
      const paths = [migration.up, migration.down].filter((file) => file !== undefined)
      const up = migration.up === undefined ? nothing(path.join(root, paths[0] ?? '')) : await script(migration.up)
      const down = migration.down === undefined ? undefined : await script(migration.down)
      return {
        id: migration.id,
        name: migration.name,
        up,
        ...(down === undefined ? {} : { down }),
        transaction: layout.transaction,
        files: paths.map((file) => path.posix.relative(home, file)),
      }
    },
    unused: (): Finding[] =>
      Object.keys(placeholders)
        .filter((name) => !met.has(name))
        .map((name) => ({
          code: 'placeholder-unused',
          severity: 'warning',
          subject: name,
          message: 'no file has this placeholder',
        })),
  }
}

/** The up side of a migration that has only a down side. */
function nothing(beside: string): Script {
  return scriptOf(shownPath(beside), '')
}
