// Reads an open database in three steps of one moment: a hash for each bucket of each kind, then one for each row of the
// buckets that differ, then only the rows that differ.
import { endReading, openReading } from '../catalog/fingerprints.ts'
import type { Fingerprints } from '../catalog/fingerprints.ts'
import type { Buckets } from '../catalog/row-lines.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { beginReading } from '../catalog/reading.ts'
import { readRowFingerprints } from '../catalog/row-fingerprints.ts'
import type { RowFingerprints, RowSelection } from '../catalog/row-fingerprints.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'

export interface DatabaseReader {
  /** Undefined where only some schemas are wanted: the hashes are of the whole database. */
  fingerprints(): Promise<Fingerprints | undefined>
  /** One hash for each row in these buckets; of the moment of `fingerprints`, if that was asked for before. */
  rowFingerprints(buckets: Buckets): Promise<RowFingerprints>
  /** These objects, or all; of the moment of `fingerprints`, if that was asked for before. */
  snapshot(selection?: RowSelection, principal?: string): Promise<Snapshot>
}

interface ReaderOptions {
  readonly schemas: readonly string[] | undefined
  /** The role that built it, where that is known: the principal, whatever it gave to others. */
  readonly builder?: string
}

/** A reader of one connection. */
export function createReader(db: Database, { schemas, builder }: ReaderOptions): DatabaseReader {
  let isOpen = false
  let known: Fingerprints | undefined
  return {
    fingerprints: async () => {
      if (schemas !== undefined && schemas.length > 0) return undefined
      isOpen = true
      known = await openReading(db, builder)
      return known
    },
    rowFingerprints: async (buckets) => {
      if (!isOpen) await db.queries(beginReading)
      isOpen = true
      return readRowFingerprints(db, new Set(buckets.keys()), buckets)
    },
    snapshot: async (selection, principal = builder) => {
      const wasOpen = isOpen
      isOpen = false
      const snapshot = await readCatalog(db, {
        ...(schemas === undefined ? {} : { schemas, isComparedOnly: true }),
        ...(selection === undefined ? {} : { selection }),
        ...(principal === undefined ? {} : { principal }),
        ...(wasOpen && known !== undefined ? { database: known.database } : {}),
        withinTransaction: wasOpen,
      })
      if (wasOpen) await endReading(db)
      return snapshot
    },
  }
}
