// The catalog of a live database as one text: equal texts are equal catalogs, whatever the databases are called.
import { endReading, openReading } from '../catalog/fingerprints.ts'
import { withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'

/** Reads it on a connection of its own. Throws what `connect` throws. */
export async function catalogFingerprint(
  options: Pick<LiveChangeOptions, 'db' | 'env'> & Partial<Pick<LiveChangeOptions, 'lockTimeout'>>,
): Promise<string> {
  return withLiveDatabase(options, async (db) => {
    const { principal, kinds } = await openReading(db)
    await endReading(db)
    return JSON.stringify([db.serverVersion, principal, [...kinds]])
  })
}
