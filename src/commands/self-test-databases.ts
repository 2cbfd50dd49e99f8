// The databases of the self-test: one with everything, built once and never changed, and a copy of it for each
// change (CREATE DATABASE … TEMPLATE, which asks that nobody is connected to the original).
import { PgfoldError } from '../errors.ts'
import type { RowFingerprints } from '../catalog/row-fingerprints.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { applies } from '../self-test/applies.ts'
import { reader, writer } from '../self-test/mutation.ts'
import type { KindMutations } from '../self-test/mutation.ts'
import { kindMutations } from '../self-test/registry.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { createReader } from '../sources/database-reader.ts'
import { noTracking } from '../sources/opened.ts'
import type { OpenSource } from '../sources/opened.ts'

/** An open database; `close` also drops it. */
export interface OpenCopy {
  readonly db: Database
  readonly close: () => Promise<void>
}

interface Original {
  readonly server: ScratchServer
  readonly everything: ScratchDatabase
}

/**
 * Builds the database with everything, or without what belongs to some kinds; nobody is connected to it afterwards.
 * Throws PgfoldError `self-test-not-built` where the server refuses a statement.
 */
export async function buildEverything(
  server: ScratchServer,
  without: readonly string[] = [],
): Promise<ScratchDatabase> {
  await server.ensureRoles([reader, writer])
  const scratch = await server.createDatabase()
  const db = await scratch.connect()
  try {
    const major = Math.floor(server.serverVersion / 10_000)
    const wanted = kindMutations.filter((one) => applies(one, major) && !without.includes(one.kind))
    for (const one of wanted) await build(db, one, schemaOf(one, major))
  } catch (error) {
    await db.close()
    await scratch.drop()
    throw error
  }
  await db.close()
  return scratch
}

function schemaOf({ schema, schemaFrom }: KindMutations, major: number): string[] {
  const later = Object.entries(schemaFrom ?? {}).filter(([from]) => Number(from) <= major)
  return [schema, ...later.map(([, sql]) => sql)]
}

async function build(db: Database, { kind }: KindMutations, texts: readonly string[]): Promise<void> {
  try {
    for (const sql of texts) await db.execute(sql)
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    throw new PgfoldError('self-test-not-built', `The test database could not be built, at kind ${kind}: ${problem}`, {
      hint: 'Run it on the embedded server: it needs a superuser and the extensions that come with PostgreSQL.',
      cause: error,
    })
  }
}

/** A copy of the database with everything, connected to. */
export async function openCopy({ server, everything }: Original): Promise<OpenCopy> {
  const copy = await server.copyDatabase(everything)
  try {
    const db = await copy.connect()
    for (const { perDatabase } of kindMutations) if (perDatabase !== undefined) await db.execute(perDatabase)
    return { db, close: () => db.close().then(() => copy.drop()) }
  } catch (error) {
    await copy.drop()
    throw error
  }
}

/**
 * A source as compare-schemas opens it, that reads each thing once: for databases that stay as they are for as long
 * as the source is used.
 */
export function steadySource(db: Database, label: string): OpenSource {
  const catalog = createReader(db, { schemas: undefined })
  const fingerprints = once(() => catalog.fingerprints())
  const whole = once(() => catalog.snapshot())
  const rows = new Map<string, Promise<RowFingerprints>>()
  let reread: Promise<Snapshot> | undefined
  return {
    label,
    server: db.serverLabel,
    database: db,
    tracking: noTracking,
    findings: [],
    fingerprints,
    rowFingerprints: (buckets) => {
      const key = JSON.stringify([...buckets])
      const found = rows.get(key) ?? catalog.rowFingerprints(buckets)
      rows.set(key, found)
      return found
    },
    snapshot: (selection) => (selection === undefined ? whole() : catalog.snapshot(selection)),
    dumpable: () => Promise.resolve(db),
    keepReread: (read) => (reread ??= read()),
    originOf: () => undefined,
    close: () => db.close(),
  }
}

function once<Result>(read: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined
  return () => (result ??= read())
}
