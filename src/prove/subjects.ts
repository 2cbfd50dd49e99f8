// Databases on the stand, and everything that is made while they are looked at; all of it is dropped in the end.
import { readCatalog } from '../catalog/read-catalog.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { asCarried } from '../render/left-out.ts'
import { connect } from '../server/connection.ts'
import type { Address, Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../server/pg-dump.ts'
import type { SchemaDump } from '../server/pg-dump.ts'
import { sortOptionLists } from './option-lists.ts'
import type { Court, Subject } from './witness.ts'

/** A scratch server that remembers what it created, to drop exactly that. */
export interface Workshop {
  readonly scratch: ScratchServer
  dropAll(): Promise<void>
}

/**
 * Databases created through the workshop's `scratch` are dropped by `dropAll`, those of the caller are not.
 */
export function openWorkshop(scratch: ScratchServer): Workshop {
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
    dropAll: async () => {
      for (const database of made) await database.drop()
      made.clear()
    },
  }
}

/** Puts a scratch database on the stand. */
export function createSubject(label: string, address: Address, court: Court): Subject {
  const { schemas, asked = new Set() } = court
  const read = async (db: Database): Promise<Snapshot> =>
    asCarried(await readCatalog(db, schemas ? { schemas } : {}), asked)
  let snapshot: Promise<Snapshot> | undefined
  let dumped: Promise<SchemaDump> | undefined
  let restored: Promise<ScratchDatabase> | undefined
  const dump = (): Promise<SchemaDump> => (dumped ??= dumpOf(address, court))
  return {
    label,
    address,
    isOurs: true,
    connect: () => connect(address),
    snapshot: () => (snapshot ??= withConnection(address, read)),
    dump,
    restored: () => (restored ??= restore(dump, court)),
  }
}

/** What pg_dump prints of a database, with owners and privileges where they count. */
export function dumpOf(address: Address, { owners = true }: Court): Promise<SchemaDump> {
  return withConnection(address, (db) => dumpSchema(db, { owners, privileges: owners }))
}

/** How something that nobody may touch in a database is kept out of sight. */
export interface Without {
  /** What was read, without it. */
  fromSnapshot(snapshot: Snapshot): Snapshot
  /** Drops it from a restored copy. */
  fromCopy(db: Database): Promise<unknown>
}

/** The same database as if something were not there. */
export function leavingOut(subject: Subject, { fromSnapshot, fromCopy }: Without): Subject {
  let restored: Promise<ScratchDatabase> | undefined
  const restoreWithout = async (): Promise<ScratchDatabase> => {
    const copy = await subject.restored()
    await withConnection(copy.address, fromCopy)
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

async function restore(dump: () => Promise<SchemaDump>, { scratch }: Court): Promise<ScratchDatabase> {
  const [text, copy] = [await dump(), await scratch.createDatabase()]
  await withConnection(copy.address, async (db) => {
    await restoreSchemaDump(db, text)
    await sortOptionLists(db)
  })
  return copy
}
