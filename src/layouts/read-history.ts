// The way in: a folder or a file → a history.
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { chooseLayout, isInCode, layoutNamed } from './choose-layout.ts'
import { openFiles, shownPath } from './files.ts'
import type { ScriptFiles } from './files.ts'
import { folderOfOne, readFolder } from './folder.ts'
import type { Folder, Layout, MigrationFiles, Reading } from './layout.ts'
import { readProjectFiles } from './project-files.ts'
import { unreadFolders } from './passed-over.ts'
import { readMigrations } from './read-migrations.ts'
import type { GivenTable } from './tracking-table.ts'
import { givenOr, withTrackingTable } from './tracking-table.ts'

export interface HistoryOptions {
  /** The layout's name; without it, it is found. */
  readonly layout?: string
  /** Values by placeholder name; see `fillPlaceholders`. */
  readonly placeholders?: Readonly<Record<string, string>>
  /** The id of the last migration to fold. */
  readonly to?: string
  readonly allowGaps?: boolean
  /** The runner's table where it has another name. */
  readonly trackingTable?: GivenTable
  /**
   * A command runs the migrations: those in code count as well, which are listed and not read, and without a name the
   * layout is one of code.
   */
  readonly isRun?: boolean
}

/**
 * The history in a folder or a file, every file read and checked.
 * @throws {PgfoldError} `not-readable`, `empty-history`, `unknown-layout`, `ambiguous-layout`, `not-utf8`,
 * `unknown-migration`, `placeholder-missing`, `not-sql` of migrations in code, and those of the layouts.
 */
export async function readHistory(place: string, options: HistoryOptions = {}): Promise<History> {
  const root = path.resolve(place)
  const isFile = await stat(root).then(
    (found) => found.isFile(),
    () => false,
  )
  const top = isFile ? path.dirname(root) : root
  const files = openFiles(top)
  const folder = isFile ? folderOfOne(root) : await readFolder(root)
  const project = await readProjectFiles(top)
  const layout = isFile ? layoutOfFile(root, options) : await layoutOfFolder(folder, { root, files, project, options })
  const { home, reading } = await readLayout(layout, folder, { ...options, files, project, shown: shownPath(root) })
  if (isInCode(layout) && options.isRun !== true) throw inCode(layout, reading, shownPath(root))
  const { migrations, sources, findings } = await readMigrations(upTo(reading.migrations, options.to), {
    layout,
    files,
    home: home.path,
    placeholders: options.placeholders ?? {},
  })
  return {
    layout: layout.name,
    root: isFile ? root : path.join(root, home.path),
    migrations,
    session: layout.session,
    trackingTables: withTrackingTable(layout, givenOr(options.trackingTable, reading)).trackingTables,
    ...(reading.trackingSchema === undefined ? {} : { trackingSchema: reading.trackingSchema }),
    trackingSchemas: layout.trackingSchemas,
    sources,
    findings: [...reading.findings, ...unreadFolders(home, reading), ...findings],
  }
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

interface Place {
  readonly root: string
  readonly files: ScriptFiles
  readonly project: ReadonlyMap<string, string>
  readonly options: HistoryOptions
}

async function layoutOfFolder(folder: Folder, { root, files, project, options }: Place): Promise<Layout> {
  if (options.layout !== undefined) return layoutNamed(options.layout)
  const surroundings = { files, root: root.replaceAll('\\', '/'), project }
  return chooseLayout(folder, { shown: shownPath(root), surroundings, inCode: options.isRun === true })
}

function inCode({ name, command }: Layout, { migrations }: Reading, shown: string): PgfoldError {
  const files = migrations.flatMap(({ beside = [] }) => beside)
  return new PgfoldError('not-sql', `${shown} holds migrations in code, which only their runner (${name}) can run`, {
    details: files.length > 4 ? [...files.slice(0, 3), `and ${files.length - 3} more`] : files,
    hint: `Let it build the database: pgfold consolidate ${shown} --run '${command}'.`,
  })
}

interface LayoutReading extends HistoryOptions {
  readonly files: ScriptFiles
  readonly project: ReadonlyMap<string, string>
  /** The folder as a person is told of it. */
  readonly shown: string
}

/** What the layout makes of the folder; it knows paths in the folder only, so that its errors are told with the folder's. */
async function readLayout(
  layout: Layout,
  folder: Folder,
  { layout: named, allowGaps = false, placeholders = {}, files, project, shown }: LayoutReading,
): Promise<{ readonly home: Folder; readonly reading: Reading }> {
  const isNamed = named !== undefined
  try {
    const home = layout.home(folder)
    const reading = await layout.read(home, { given: folder, allowGaps, isNamed, files, placeholders, project })
    if (reading.migrations.length === 0) throw emptyHistory(layout, isNamed)
    return { home, reading }
  } catch (error) {
    if (!(error instanceof PgfoldError) || error.location !== undefined) throw error
    const { code, message, hint, details } = error
    throw new PgfoldError(code, `${shown}: ${message}`, {
      ...(hint === undefined ? {} : { hint }),
      details,
      cause: error,
    })
  }
}

function emptyHistory(layout: Layout, isNamed: boolean): PgfoldError {
  return new PgfoldError('empty-history', `No migration of the layout ${layout.name} is here`, {
    hint: `Its files are named ${layout.shape}${isNamed ? '; without --layout, the layout is found by the files' : ''}.`,
  })
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
