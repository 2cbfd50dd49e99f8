// The history as plain data: what a layout reads, what replay runs and what archive moves. Nothing here
// touches a file or a server.
import { createHash } from 'node:crypto'
import type { Finding } from '../model/finding.ts'

/** A span of `Script.text` that stands where the file has a placeholder of `replaced` characters. */
export interface Edit {
  readonly offset: number
  readonly length: number
  readonly replaced: number
}

/** SQL text together with the file a person finds it in. */
export interface Script {
  /** The path as people are shown it: relative to the working directory where it lies below it. */
  readonly file: string
  /** What is run: decoded, without a byte order mark, placeholders replaced. */
  readonly text: string
  /** Of the file's bytes, in hex. */
  readonly sha256: string
  /** The text as it stands in the file, where placeholders were replaced; edits are in ascending order. */
  readonly original?: { readonly text: string; readonly edits: readonly Edit[] }
}

/**
 * Who opens the transaction. `runner`: one around the whole script. `script`: its own BEGIN and COMMIT, each other
 * statement by itself, as psql sends it. `file`: the whole script is one simple query, so that it is one implicit
 * transaction unless it has its own BEGIN and COMMIT or is a single statement (manual, "Multiple Statements in a Simple
 * Query").
 */
export type TransactionRule = 'runner' | 'script' | 'file'

/**
 * `each`: every migration has a session of its own. `one`: all run in the same session, and what one of them SETs the
 * next ones find. `one-reset`: the same, but the runner says RESET ALL behind each; `one-path`: it puts search_path back;
 * `one-restored`: search_path and the role; `one-public`: it puts the schema public before whatever search_path it finds.
 */
export type SessionRule = 'each' | 'one' | 'one-reset' | 'one-path' | 'one-restored' | 'one-public'

/** One step of a history. */
export interface Migration {
  /** As the runner records it: `0001`, `1700000000000`. */
  readonly id: string
  /** Without the id: `create_users`. */
  readonly name: string
  readonly up: Script
  readonly down?: Script
  readonly transaction: TransactionRule
  /** Every file of this migration, as paths relative to `History.root` with forward slashes: first that of `up`. */
  readonly files: readonly string[]
  /** The folder that is this migration's alone, relative to `History.root`. */
  readonly folder?: string
  /** What the runner records to see that a file was changed, where it does. */
  readonly checksum?: string
  /** The time of the migration that the runner records and goes by, in milliseconds since 1970. */
  readonly recordedTime?: number
  /** The runner runs it again, also behind the consolidated migration: its files stay when the others are archived. */
  readonly stays?: true
  /** The runner goes on where it fails, and does not record it. */
  readonly mayFail?: true
}

export interface TableName {
  readonly schema: string
  readonly name: string
  /** A person named it as the runner's: its columns do not matter. */
  readonly isGiven?: true
}

/** A file that went into the history, for the manifest. */
export interface SourceFile {
  /** As people are shown it. */
  readonly file: string
  /** Relative to `History.root`, with forward slashes. */
  readonly path: string
  readonly sha256: string
}

/** The ordered migrations of one folder (or the one file) in one runner's layout. */
export interface History {
  readonly layout: string
  /** Absolute path of the folder that holds the migrations, or of the one file. */
  readonly root: string
  readonly migrations: readonly Migration[]
  readonly session: SessionRule
  /** Where the runner records what it applied; never part of the output. */
  readonly trackingTables: readonly TableName[]
  /** As `Reading.trackingSchema`. */
  readonly trackingSchema?: string
  /** Schemas that belong to the runner as a whole (`hdb_catalog`); never part of the output. */
  readonly trackingSchemas: readonly string[]
  readonly sources: readonly SourceFile[]
  readonly findings: readonly Finding[]
}

/** A script from text that is at hand, such as generated SQL; `file` is the name errors show. */
export function scriptOf(file: string, text: string): Script {
  return { file, text, sha256: createHash('sha256').update(text).digest('hex') }
}

/** `0001_create_users`: how reports and comments name a migration. */
export function migrationLabel(migration: Migration): string {
  return migration.name === '' ? migration.id : `${migration.id}_${migration.name}`
}
