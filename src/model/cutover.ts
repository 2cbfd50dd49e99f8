import type { Finding } from './finding.ts'

/** The answer of `apply`, `apply force` and `rollback`; with `--json` it is printed as it is. */
export interface CutoverResult {
  readonly command: 'apply' | 'apply force' | 'rollback'
  /** False for `--dry-run`, where nothing was touched. */
  readonly done: boolean
  /** The live database, without a password: `app on db.example.com:5432`. */
  readonly database: string
  readonly server: string
  /** Objects per kind that were created (or would be). */
  readonly created: Readonly<Record<string, number>>
  /** Objects per kind that were dropped (or would be). */
  readonly dropped: Readonly<Record<string, number>>
  /** Rows per table that went with the dropped tables, counted before. */
  readonly droppedRows: Readonly<Record<string, number>>
  /** The file with the backup; absent where nothing was dropped or none was asked for. */
  readonly backup?: string
  /** Statements that recorded it for the runner. */
  readonly tracking: readonly string[]
  /** With `--dry-run`: everything that would run, in order. */
  readonly sql?: string
  readonly findings: readonly Finding[]
  readonly seconds: number
}

/** One file that `archive` moved, or would move. Paths are as people are shown them. */
export interface MovedFile {
  readonly from: string
  readonly to: string
  readonly sha256: string
}

/** The answer of `archive`, `archive list` and `restore`; with `--json` it is printed as it is. */
export interface ArchiveResult {
  readonly command: 'archive' | 'archive list' | 'restore'
  /** False for `--dry-run` and `list`, where nothing was touched. */
  readonly done: boolean
  /** The line of the consolidated migration that this is about. */
  readonly line: string
  /** True where an earlier run had stopped half-way and this one went on from there. */
  readonly resumed: boolean
  readonly moved: readonly MovedFile[]
  /** The consolidated migration: written by `archive`, removed by `restore`. */
  readonly consolidated: readonly string[]
  /** Newer migrations that stay where they are. */
  readonly kept: readonly string[]
  /** The lines that are archived already. */
  readonly archives: readonly string[]
  readonly findings: readonly Finding[]
}
