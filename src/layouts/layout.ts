// The contract of a layout: how one runner keeps migrations on disk. A layout decides order, ids, pairing and which
// part of a file is the up side; what is the same for all (decoding, placeholders, checksums of files, errors for what
// cannot be read) is done once in read-history.ts.
import type { Edit, History, Migration, Script, SessionRule, TableName, TransactionRule } from '../history/migration.ts'
import type { Notation } from '../history/placeholders.ts'
import type { Finding } from '../model/finding.ts'
import type { Span } from './parts.ts'
import type { Records } from './records.ts'

/** Names below a migration folder, without hidden ones, each list in byte order. */
export interface Folder {
  /** Path from the folder that was given; `''` for that folder itself. */
  readonly path: string
  readonly files: readonly string[]
  readonly folders: readonly Folder[]
  /** The folder `rollbacks` next to the one that was given, where there is one. */
  readonly rollbacks?: Folder
}

/** The contents behind the names, each file read once. Paths are those of `within`. */
export interface Files {
  /** UTF-8, without a byte order mark. @throws {PgfoldError} `not-readable`, `not-utf8` */
  text(path: string): Promise<string>
  /** The same with the name that people are shown, for `locate`. */
  script(path: string): Promise<Script>
  /** As they are on disk. @throws {PgfoldError} `not-readable` */
  bytes(path: string): Promise<Buffer>
}

/** What a layout may look at besides the names. */
export interface Surroundings {
  readonly files: Files
  /** The absolute path of the folder that was given, with forward slashes. */
  readonly root: string
  /**
   * Files that say what a project is made of (`Cargo.toml`, `go.mod`, `package.json` …, see project-files.ts), by
   * name: the text of the nearest one, in the folder or above it.
   */
  readonly project: ReadonlyMap<string, string>
}

/** What in a folder shows a layout; paths or words that a person can check. */
export interface Evidence {
  /** What only this runner has: its journal, its directives, its place in a project. */
  readonly marks: readonly string[]
  /** Files whose names fit, as those of another runner may. */
  readonly names: readonly string[]
}

/**
 * A side of a migration: a file, or what of it the runner sends: a part that `part` of parts.ts keeps in its place, or a
 * text that differs from the file's in `edits`.
 */
export type SideFile = string | { readonly path: string; readonly text: string; readonly edits?: readonly Edit[] }

/** The files of one migration, as paths from the folder that was given. */
export interface MigrationFiles {
  readonly id: string
  readonly name: string
  readonly up?: SideFile
  readonly down?: SideFile
  /** Further files that belong to it: settings, a snapshot, a test. */
  readonly beside?: readonly string[]
  /** The folder that is this migration's alone. */
  readonly folder?: string
  /** Where a directive or a setting of its own decides; otherwise the layout's. */
  readonly transaction?: TransactionRule
  /** What the runner records to see that a file was changed. */
  readonly checksum?: string
  /** The time of the migration that the runner records and goes by, in milliseconds since 1970. */
  readonly recordedTime?: number
  /** Where in its file the runner replaces placeholders, if not everywhere; false for nowhere. */
  readonly placeholders?: false | readonly Span[]
  /** What the runner itself puts in the place of placeholders, by name; see `fillPlaceholders`. */
  readonly values?: Readonly<Record<string, string>>
  /** As `Migration.stays`. */
  readonly stays?: true
  /** As `Migration.mayFail`. */
  readonly mayFail?: true
}

/** What a layout makes of a folder. `findings` name what the runner would pass over. */
export interface Reading {
  readonly migrations: readonly MigrationFiles[]
  /** The schema of the runner's tables, where the settings of the project say that it is another than usual. */
  readonly trackingSchema?: string
  readonly findings: readonly Finding[]
}

export interface ReadOptions {
  /** The folder that was given, which `home` is or lies in. */
  readonly given: Folder
  readonly allowGaps: boolean
  /** A person said that it is this layout. */
  readonly isNamed: boolean
  readonly files: Files
  /** The values that were given, by placeholder name. */
  readonly placeholders: Readonly<Record<string, string>>
  /** As `Surroundings.project`. */
  readonly project: ReadonlyMap<string, string>
}

/** Generated SQL without BEGIN and COMMIT. */
export interface ConsolidatedSql {
  readonly upSql: string
  readonly downSql: string
}

/** What stays in the folder beside the consolidated migration. */
export interface Remaining {
  /** Newer migrations, which were not folded. */
  readonly kept: readonly Migration[]
  /** Of `History.root`: paths are relative to it. */
  readonly files: Files
}

/** A file to write; `path` is relative to `History.root`, with forward slashes. */
export interface ConsolidatedFile {
  readonly path: string
  readonly text: string
  /** A file of this name is the runner's own (its journal, its sums): it goes to the archive, and this one takes its place. */
  readonly replaces?: true
}

export interface Layout {
  readonly name: string
  /** One line for errors: how the files are named. */
  readonly shape: string
  /**
   * Set where the migrations are code: they are listed, not read, and only a command such as this runs them.
   */
  readonly command?: string
  readonly transaction: TransactionRule
  readonly session: SessionRule
  readonly trackingTables: readonly TableName[]
  readonly trackingSchemas: readonly string[]
  /**
   * What a person does on a database that ran the folded migrations, so that the runner passes over the consolidated one
   * with this id: a sentence. Left out where the runner does so by itself.
   */
  whereApplied?(line: string): string
  /** Where the runner records what it applied, in each form that its table has; the one that is there counts. */
  readonly records?: readonly Records[]
  /** The runner's own placeholders: nothing else is replaced, and one that has no value is an error. */
  readonly placeholder?: Notation
  detect(folder: Folder, surroundings: Surroundings): Evidence | Promise<Evidence>
  /**
   * The folder that holds the migrations, where the one that was given holds it.
   * @throws {PgfoldError} `several-databases`
   */
  home(folder: Folder): Folder
  /** @throws {PgfoldError} where numbers are missing, doubled or left out, or a directive is none. */
  read(home: Folder, options: ReadOptions): Reading | Promise<Reading>
  /** The consolidated migration as this runner keeps it, with the id of the newest folded migration. */
  consolidated(
    folded: History,
    sql: ConsolidatedSql,
    remaining: Remaining,
  ): readonly ConsolidatedFile[] | Promise<readonly ConsolidatedFile[]>
}

/** Nothing that shows a layout. */
export const noEvidence: Evidence = { marks: [], names: [] }

/** `a/b` from a folder's path and a name in it. */
export function within(folder: Folder, name: string): string {
  return folder.path === '' ? name : `${folder.path}/${name}`
}

/** The file that a side stands in. */
export function pathOf(side: SideFile): string {
  return typeof side === 'string' ? side : side.path
}

/** The last part of a folder's path. */
export function baseName(folder: Folder): string {
  return folder.path.slice(folder.path.lastIndexOf('/') + 1)
}

/** The files of a folder that hold SQL. */
export function sqlFiles(folder: Folder): string[] {
  return folder.files.filter((file) => /\.sql$/iu.test(file))
}

/** The paths of all files in a folder and in those below it, in byte order. */
export function filesBelow(folder: Folder): string[] {
  return [...folder.files.map((file) => within(folder, file)), ...folder.folders.flatMap(filesBelow)].toSorted()
}
