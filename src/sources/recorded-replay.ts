// A history replayed on scratch, with a record of which migration made what.
import { readAddresses } from '../catalog/read-catalog.ts'
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database } from '../server/database.ts'
import { finishProvenance, provenanceMark, startProvenance } from '../server/provenance.ts'
import type { Origin } from '../server/provenance.ts'
import { replay } from '../server/replay.ts'
import type { ReplayOptions } from '../server/replay.ts'

/** Where an object was created, and where it was changed last after that. */
export interface MadeBy {
  readonly created: Origin | undefined
  readonly changed: Origin | undefined
}

interface RecordedReplay {
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

interface Listener extends Pick<ReplayOptions, 'onCreatedRoles'> {
  readonly progress: Progress
}

/** Replays the history; the record leaves no trace in the database. Throws what replaying throws. */
export async function replayRecorded(db: Database, history: History, listener: Listener): Promise<RecordedReplay> {
  const { progress, ...others } = listener
  const total = history.migrations.length
  const started = await startProvenance(db)
  const { findings } = await replay(db, history, {
    ...others,
    mark: provenanceMark,
    onMigration: ({ id, name }, index) => progress(`replaying ${index + 1} of ${total}: ${id} ${name}`),
  })
  return { origins: await readOrigins(db), findings: [...started, ...findings] }
}

async function readOrigins(db: Database): Promise<ReadonlyMap<ObjectKey, MadeBy>> {
  const records = await finishProvenance(db)
  if (records.length === 0) return new Map()
  const keyAt = await readAddresses(db)
  const origins = new Map<ObjectKey, MadeBy>()
  for (const { catalog, oid, subid, created, changed } of records) {
    const key = keyAt(catalog, oid, subid)
    if (key !== undefined && !origins.has(key)) origins.set(key, { created, changed })
  }
  return origins
}
