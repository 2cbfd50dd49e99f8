// Databases on the stand, and everything that is made while they are looked at; all of it is dropped in the end.
import { narrow } from '../catalog/in-schemas.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { asCarried } from '../render/left-out.ts'
import { connect } from '../server/connection.ts'
import type { Address, Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../server/pg-dump.ts'
import type { SchemaDump } from '../server/pg-dump.ts'
import { sortOptionLists } from './option-lists.ts'
import type { Court, Subject } from './witness.ts'

/** A scratch server that remembers what it created, to drop exactly that, and the connections to all that is looked at. */
export interface Workshop extends Pick<Court, 'scratch' | 'ask'> {
  dropAll(): Promise<void>
}

/**
 * Databases created through the workshop's `scratch` are dropped by `dropAll`, those of the caller are not.
 */
export function openWorkshop(scratch: ScratchServer): Workshop {
  const { ask, closeAll } = keepConnections()
  const made = new Set<ScratchDatabase>()
  const create = async (creation: () => Promise<ScratchDatabase>): Promise<ScratchDatabase> => {
    const database = await creation()
    made.add(database)
    const drop = async (): Promise<void> => {
      await database.drop()
      made.delete(database)
    }
    return { ...database, drop }
  }
  return {
    scratch: {
      ...scratch,
      createDatabase: () => create(() => scratch.createDatabase()),
      copyDatabase: (source) => create(() => scratch.copyDatabase(source)),
    },
    ask,
    dropAll: async () => {
      await closeAll()
      for (const database of made) await database.drop()
      made.clear()
    },
  }
}

interface Kept {
  readonly db: Promise<Database>
  /** Settles when everything that was asked so far has been answered. */
  last: Promise<unknown>
}

/** One connection to each database that anything is asked of. What fails leaves no transaction open for the next. */
function keepConnections(): Pick<Court, 'ask'> & { closeAll(): Promise<void> } {
  const kept = new Map<Address, Kept>()
  const keptFor = (address: Address): Kept => {
    const found = kept.get(address) ?? { db: connect(address), last: Promise.resolve() }
    kept.set(address, found)
    return found
  }
  return {
    ask: (address, work) => {
      const one = keptFor(address)
      const answer = one.last.then(async () => askOne(await one.db, work))
      one.last = answer.catch(() => undefined) // told to the one who asked
      return answer
    },
    closeAll: async () => {
      for (const { db, last } of kept.values()) {
        await last
        await db.then(
          (open) => open.close(),
          () => undefined, // it was never opened: who asked was told
        )
      }
      kept.clear()
    },
  }
}

async function askOne<Result>(db: Database, work: (db: Database) => Promise<Result>): Promise<Result> {
  try {
    return await work(db)
  } catch (error) {
    await db.execute('rollback').catch(() => undefined) // the first error is the one to tell
    throw error
  }
}

/** Puts a scratch database on the stand. */
export function createSubject(label: string, address: Address, court: Court): Subject {
  const { schemas, asked = new Set() } = court
  const read = async (db: Database): Promise<Snapshot> => {
    const all = await readCatalog(db, schemas ? { schemas } : {})
    const [snapshot = all] = narrow([all], schemas)
    return asCarried(snapshot, asked)
  }
  let snapshot: Promise<Snapshot> | undefined
  let dumped: Promise<SchemaDump> | undefined
  let restored: Promise<ScratchDatabase> | undefined
  const dump = (): Promise<SchemaDump> => (dumped ??= dumpOf(address, court))
  return {
    label,
    address,
    isOurs: true,
    snapshot: () => (snapshot ??= court.ask(address, read)),
    dump,
    restored: () => (restored ??= restore(dump, court)),
  }
}

/** What pg_dump prints of a database, with owners and privileges where they count. */
export async function dumpOf(address: Address, { ask, owners = true }: Court): Promise<SchemaDump> {
  const serverVersion = await ask(address, (db) => Promise.resolve(db.serverVersion))
  return dumpSchema({ address, serverVersion }, { owners, privileges: owners, labels: true })
}

/** How something that nobody may touch in a database is kept out of sight. */
export interface Without {
  /** What was read, without it. */
  fromSnapshot(snapshot: Snapshot): Snapshot
  /** Drops it from a restored copy. */
  fromCopy(db: Database): Promise<unknown>
}

/** The same database as if something were not there. */
export function leavingOut(subject: Subject, { fromSnapshot, fromCopy }: Without, { ask }: Court): Subject {
  let restored: Promise<ScratchDatabase> | undefined
  const restoreWithout = async (): Promise<ScratchDatabase> => {
    const copy = await subject.restored()
    await ask(copy.address, fromCopy)
    return copy
  }
  return {
    ...subject,
    isOurs: false,
    snapshot: async () => fromSnapshot(await subject.snapshot()),
    restored: () => (restored ??= restoreWithout()),
  }
}

/** Opens a connection for one piece of work. */
export async function withConnection<Result>(
  address: Address,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = await connect(address)
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

async function restore(dump: () => Promise<SchemaDump>, { scratch, ask }: Court): Promise<ScratchDatabase> {
  const [text, copy] = [await dump(), await scratch.createDatabase()]
  await ask(copy.address, async (db) => {
    await restoreSchemaDump(db, text)
    await sortOptionLists(db)
  })
  return copy
}
