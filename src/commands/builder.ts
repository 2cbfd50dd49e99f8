// What is folded, as something that builds a database: a history that is replayed, or a command that is run. What it
// builds is the same each time, but for values that a clock or a random generator makes.
import type { History } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import type { MadeBy } from '../sources/recorded-replay.ts'
import type { FoldSource } from './fold-source.ts'
import type { FoundTracking } from './leave-out-tracking.ts'

/** A scratch database with what is folded on it, without the runner's bookkeeping. */
export interface Built {
  readonly scratch: ScratchDatabase
  readonly db: Database
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

/** Where it is built. */
interface Site {
  readonly server: ScratchServer
  /** What is there before; it is copied. */
  readonly start: ScratchDatabase
  readonly progress: Progress
}

export interface Builder {
  readonly source: FoldSource
  /** What can be read of it beforehand: the roles that it names have to be there. */
  readonly migrations: History['migrations']
  /** Builds on a copy of `start`. */
  first(site: Site): Promise<Built>
  /** The same once more, to find what differs; whoever asks drops the database. */
  again(site: Site): Promise<Built>
  /** What of its runner's bookkeeping is in a database before it; a prelude may bring some. */
  findTracking(db: Database): Promise<readonly FoundTracking[]>
  /** What it did to the server, which no database holds. */
  leftOut(): Promise<readonly Finding[]>
}
