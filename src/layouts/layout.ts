// The contract of a layout: how one runner keeps migrations on disk. A layout sees names only and decides
// order, ids and pairing; reading and checking the files is done once for all in read-history.ts.
import type { History, TableName, TransactionRule } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'

/** Names below a migration folder, without hidden ones, each list in byte order. */
export interface Folder {
  /** Path from the folder that was given; `''` for that folder itself. */
  readonly path: string
  readonly files: readonly string[]
  readonly folders: readonly Folder[]
  /** The folder `rollbacks` next to the one that was given, where there is one. */
  readonly rollbacks?: Folder
}

/** The files of one migration, as paths from the folder that was given. */
export interface MigrationFiles {
  readonly id: string
  readonly name: string
  readonly up?: string
  readonly down?: string
}

/** What a layout makes of a folder. `findings` name what the runner would pass over. */
export interface Reading {
  readonly migrations: readonly MigrationFiles[]
  readonly findings: readonly Finding[]
}

/** Generated SQL without BEGIN and COMMIT. */
export interface ConsolidatedSql {
  readonly upSql: string
  readonly downSql: string
}

/** A file to write; `path` is relative to `History.root`, with forward slashes. */
export interface ConsolidatedFile {
  readonly path: string
  readonly text: string
}

export interface Layout {
  readonly name: string
  /** One line for errors: how the files are named. */
  readonly shape: string
  readonly transaction: TransactionRule
  readonly trackingTables: readonly TableName[]
  readonly trackingSchemas: readonly string[]
  /** Files that show this layout; none where it does not fit. */
  detect(folder: Folder): readonly string[]
  /**
   * The folder that holds the migrations, where the one that was given holds it.
   * @throws {PgfoldError} `several-databases`
   */
  home(folder: Folder): Folder
  /** @throws {PgfoldError} where numbers are missing, doubled or left out. */
  read(home: Folder, options: { readonly allowGaps: boolean }): Reading
  /** The consolidated migration as this runner keeps it, with the id of the newest folded migration. */
  consolidated(history: History, sql: ConsolidatedSql): readonly ConsolidatedFile[]
}

/** `a/b` from a folder's path and a name in it. */
export function within(folder: Folder, name: string): string {
  return folder.path === '' ? name : `${folder.path}/${name}`
}

/** The files of a folder that hold SQL. */
export function sqlFiles(folder: Folder): string[] {
  return folder.files.filter((file) => /\.sql$/iu.test(file))
}
