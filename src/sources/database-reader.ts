// Reads an open database in three steps of one moment: a hash for each kind, then one for each row of the kinds that
// differ, then only the rows that differ.
import { endReading, openReading } from '../catalog/fingerprints.ts'
import type { Fingerprints } from '../catalog/fingerprints.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { beginReading } from '../catalog/reading.ts'
import { readRowFingerprints } from '../catalog/row-fingerprints.ts'
import type { RowFingerprints, RowSelection } from '../catalog/row-fingerprints.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'

export interface DatabaseReader {
  /** Undefined where only some schemas are wanted: the hashes are of the whole database. */
  fingerprints(): Promise<Fingerprints | undefined>
  /** One hash for each row of these kinds; of the moment of `fingerprints`, if that was asked for before. */
  rowFingerprints(kinds: ReadonlySet<string>): Promise<RowFingerprints>
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
  return {
    fingerprints: async () => {
      if (schemas !== undefined && schemas.length > 0) return undefined
      isOpen = true
      return openReading(db, builder)
    },
    rowFingerprints: async (kinds) => {
      if (!isOpen) await db.queries(beginReading)
      isOpen = true
      return readRowFingerprints(db, kinds)
    },
    snapshot: async (selection, principal = builder) => {
      const wasOpen = isOpen
      isOpen = false
      const snapshot = await readCatalog(db, {
        ...(schemas === undefined ? {} : { schemas }),
        ...(selection === undefined ? {} : { selection }),
        ...(principal === undefined ? {} : { principal }),
        withinTransaction: wasOpen,
      })
      if (wasOpen) await endReading(db)
      return snapshot
    },
  }
}
