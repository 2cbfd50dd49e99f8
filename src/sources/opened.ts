import type { Fingerprints } from '../catalog/fingerprints.ts'
import type { Buckets } from '../catalog/row-lines.ts'
import type { RowFingerprints, RowSelection } from '../catalog/row-fingerprints.ts'
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'

/** Where a runner keeps its own books: in a live database, but in no history. */
export type Tracking = Pick<History, 'trackingTables' | 'trackingSchemas'>

/** A source that can be read. `close` also drops the scratch database behind it. */
export interface OpenSource {
  /** As reports name it; holds no secret. */
  readonly label: string
  /** `PostgreSQL 15.18` · `embedded PostgreSQL 18.4` · `stored by PostgreSQL 18.4`. */
  readonly server: string
  /** The connection to the database itself; a stored snapshot has none. A live database is only read. */
  readonly database?: Database
  readonly tracking: Tracking
  /** What opening it found: roles that were created, files with oddities. */
  readonly findings: readonly Finding[]
  /** One hash a kind, before anything is transferred; undefined where there is no database, or not all of it counts. */
  fingerprints(): Promise<Fingerprints | undefined>
  /** One hash for each row in these buckets; only where `fingerprints` gave something. */
  rowFingerprints(buckets: Buckets): Promise<RowFingerprints>
  /**
   * Its objects at one moment, that of `fingerprints` if they were read: the selected ones, or all. Of a source that
   * does not know who built it another role than the one that owns most may be the principal.
   */
  snapshot(selection?: RowSelection, principal?: string): Promise<Snapshot>
  /** Set where it is known who built it, who is the principal then: the same, built by another role. */
  readonly builtBy?: (role: string) => Promise<BuiltBy>
  /** A database whose pg_dump stands for this source, for the re-read; undefined where there is none. */
  dumpable(): Promise<Database | undefined>
  /** Set where the source is compared several times: gives what was read of its restored dump before, or reads it. */
  readonly keepReread?: (read: () => Promise<Snapshot>) => Promise<Snapshot>
  /** `0007_add_tags/up.sql:12`, where a history made the object. */
  originOf(key: ObjectKey): string | undefined
  /** Closing twice is harmless. */
  close(): Promise<void>
}

/** What a source is where another role builds it, or why it cannot be built by that role. */
export type BuiltBy = { readonly snapshot: Snapshot } | { readonly problem: string }

/** No runner, no books. */
export const noTracking: Tracking = { trackingTables: [], trackingSchemas: [] }
