// The catalog of a live database as one text: equal texts are equal catalogs, whatever the databases are called.
import { endReading, openReading } from '../catalog/fingerprints.ts'
import { unmodelledQuery } from '../catalog/unmodelled.ts'
import { unreadableQuery } from '../catalog/unreadable.ts'
import { withLiveDatabase } from './live-change.ts'
import type { LiveChangeOptions } from './live-change.ts'

type Fingerprinted = Pick<LiveChangeOptions, 'db' | 'env'> &
  Partial<Pick<LiveChangeOptions, 'lockTimeout'>> & {
    /** Of the schemas only this one counts, so that a thousand tenants do not read each other. */
    readonly tenant?: string
  }

/** Reads it on a connection of its own. Throws what `connect` throws. */
export async function catalogFingerprint({ tenant, ...options }: Fingerprinted): Promise<string> {
  return withLiveDatabase(options, async (db) => {
    const { principal, kinds } = await openReading(db, undefined, tenant === undefined ? undefined : [tenant])
    // What could not be looked at makes another answer of the same kinds.
    const unseen = await db.queries([unmodelledQuery(), unreadableQuery])
    await endReading(db)
    return JSON.stringify([db.serverVersion, principal, [...kinds], unseen])
  })
}
