import type { ObjectKey } from './object.ts'

/**
 * `manifest.json` beside `up.sql`: what was folded, what it became and what was proved. `consolidate`
 * writes it; every command that changes a live database or a migration folder checks the files against it
 * first. It holds no date and no absolute path, so that the same history gives the same file.
 */
export interface Manifest {
  readonly format: 1
  /** SHA-256 of the canonical snapshot and the reference rows: equal schemas have equal fingerprints. */
  readonly fingerprint: string
  /** `hasura`, `numbered`, …; `command` or `database` where the work of a command or a live database was folded instead. */
  readonly layout: string
  /**
   * The command, secrets behind stars. Where the folder of its migrations was not given, `layout` is `command`, and `history`,
   * `line` and `sources` are empty.
   */
  readonly command?: string
  /** The name of that database; there are no migrations then either. */
  readonly database?: string
  /** The folder that holds the migrations (`History.root`), relative to the working directory; slashes are `/`. */
  readonly history: string
  /** The schema of the runner's tables, where the settings of the project say that it is another than usual. */
  readonly trackingSchema?: string
  /** The id of the newest migration that was folded. */
  readonly line: string
  readonly sources: readonly FoldedMigration[]
  /** `server_version_num` and label of the server that replayed the history. */
  readonly serverVersion: number
  readonly server: string
  /** Objects per kind that `up.sql` creates. */
  readonly objects: Readonly<Record<string, number>>
  /** Reference rows per table that `up.sql` inserts. */
  readonly rows: Readonly<Record<string, number>>
  /** Objects of `snapshot.json` that are there without `up.sql`: the schema public, what `--prelude` made. */
  readonly before: readonly ObjectKey[]
  /** What the history does and `up.sql` leaves to a person; whole objects among them stand in `before` too. */
  readonly leftOut?: readonly LeftOut[]
  /** Roles that `up.sql` names; they must exist where it is applied. */
  readonly roles: readonly string[]
  readonly witnesses: readonly WitnessVerdict[]
  /** SHA-256 (hex) of the files beside the manifest, by name. */
  readonly files: Readonly<Record<(typeof consolidatedFileNames)[number], string>>
}

/** An object that `up.sql` leaves out, or an attribute of one that it makes. */
export interface LeftOut {
  readonly key: ObjectKey
  readonly attribute?: string
}

/** One folded migration with the files it was read from; paths are relative to the history's folder. */
export interface FoldedMigration {
  readonly id: string
  readonly name: string
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
  /** What the runner records of its files, where it records a checksum. */
  readonly checksum?: string
  /** The runner runs it again by itself: `archive` leaves it in the folder. */
  readonly stays?: true
  /** The time that the runner records of it, in milliseconds since 1970, where that is not the time at which it is applied. */
  readonly recordedTime?: number
}

/** What one witness said of one claim. `unavailable` is never taken as agreement. */
export interface WitnessVerdict {
  readonly name: string
  readonly claim: string
  readonly verdict: 'agree' | 'disagree' | 'unavailable'
  readonly detail?: string
}

/** What stands beside `manifest.json` and is covered by its checksums. `snapshot.json` is the database `up.sql` builds. */
export const consolidatedFileNames = ['up.sql', 'down.sql', 'snapshot.json'] as const
export const manifestFileName = 'manifest.json'
