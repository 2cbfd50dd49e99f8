// Reads an open database in two steps of one moment: fingerprints first, then only the kinds that differ.
import { endReading, openReading } from '../catalog/fingerprints.ts'
import type { Fingerprints } from '../catalog/fingerprints.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'

export interface DatabaseReader {
  /** Undefined where only some schemas are wanted: the hashes are of the whole database. */
  fingerprints(): Promise<Fingerprints | undefined>
  /** The objects of these kinds, or all; of the moment of `fingerprints`, if that was asked for before. */
  snapshot(kinds?: ReadonlySet<string>): Promise<Snapshot>
}

/** A reader of one connection. */
export function createReader(db: Database, schemas: readonly string[] | undefined): DatabaseReader {
  let isOpen = false
  return {
    fingerprints: async () => {
      if (schemas !== undefined && schemas.length > 0) return undefined
      isOpen = true
      return openReading(db)
    },
    snapshot: async (kinds) => {
      const wasOpen = isOpen
      isOpen = false
      const snapshot = await readCatalog(db, {
        ...(schemas === undefined ? {} : { schemas }),
        ...(kinds === undefined ? {} : { kinds }),
        withinTransaction: wasOpen,
      })
      if (wasOpen) await endReading(db)
      return snapshot
    },
  }
}
