// A stored snapshot: compared without a server. Where the up.sql that builds it lies beside it, as
// `consolidate` leaves them, that file stands for the database in a re-read.
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inSchemas, narrow } from '../catalog/in-schemas.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { compare } from '../compare/compare.ts'
import { PgfoldError } from '../errors.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Database } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import { rolesNamed } from '../history/roles.ts'
import { buildAs, problemOf } from './build-as.ts'
import { noTracking } from './opened.ts'
import type { BuiltBy, OpenSource } from './opened.ts'
import type { RunContext } from './run-context.ts'
import { openScratch } from './scratch-database.ts'

/** Opens a `snapshot.json`. Throws `not-found` and `bad-snapshot`. */
export async function openSnapshot(path: string, context: RunContext): Promise<OpenSource> {
  const snapshot = partOf(parseSnapshot(await readFile(path, 'utf8'), path), context.options.schemas)
  const upFile = join(dirname(path), 'up.sql')
  let building: Promise<Built | undefined> | undefined
  const buildUp = (): Promise<Built | undefined> => (building ??= build(upFile, snapshot, context))
  return {
    label: path,
    server: `stored by PostgreSQL ${versionLabel(snapshot.serverVersion)}`,
    tracking: noTracking,
    findings: [],
    fingerprints: () => Promise.resolve(undefined),
    rowFingerprints: () => Promise.resolve(new Map()),
    snapshot: () => Promise.resolve(snapshot),
    dumpable: async () => (await buildUp())?.db,
    builtBy: async (role) => builtAgain(role, { built: await buildUp().catch(problemOf), upFile, context }),
    originOf: () => undefined,
    close: async () => {
      const built = await building?.catch(() => undefined) // its error went to whoever asked for the database
      await built?.close()
    },
  }
}

/** The snapshot that a file holds. Throws `bad-snapshot` where it is none of this format. */
function parseSnapshot(text: string, file: string): Snapshot {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw badSnapshot(file, `it is not JSON: ${(cause as Error).message}`, cause)
  }
  if (!isSnapshot(parsed)) {
    throw badSnapshot(file, 'it is not a snapshot that this version of pgfold can read')
  }
  return parsed
}

function isSnapshot(value: unknown): value is Snapshot {
  const { format, serverVersion, kinds, objects, findings } = (value ?? {}) as Readonly<Record<string, unknown>>
  return (
    format === 1 &&
    typeof serverVersion === 'number' &&
    typeof kinds === 'object' &&
    kinds !== null &&
    Array.isArray(findings) &&
    Array.isArray(objects) &&
    objects.every(isObject)
  )
}

function isObject(value: unknown): boolean {
  const { kind, id, identity, attributes } = (value ?? {}) as Readonly<Record<string, unknown>>
  const { parts } = (identity ?? {}) as { readonly parts?: unknown }
  return (
    typeof kind === 'string' &&
    typeof id === 'string' &&
    Array.isArray(parts) &&
    typeof attributes === 'object' &&
    attributes !== null
  )
}

function badSnapshot(file: string, problem: string, cause?: unknown): PgfoldError {
  return new PgfoldError('bad-snapshot', `cannot read ${file}: ${problem}`, {
    hint: 'Name the snapshot.json that pgfold consolidate wrote.',
    ...(cause === undefined ? {} : { cause }),
  })
}

function partOf(snapshot: Snapshot, schemas: readonly string[] | undefined): Snapshot {
  return { ...snapshot, objects: inSchemas(snapshot.objects, schemas) }
}

/** `18.4` of 180004. */
function versionLabel(serverVersion: number): string {
  return `${majorOf(serverVersion)}.${serverVersion % 10_000}`
}

function majorOf(serverVersion: number): number {
  return Math.floor(serverVersion / 10_000)
}

interface Built {
  readonly db: Database
  readonly close: () => Promise<void>
}

/** The database that up.sql builds, if there is one; it must be the one that was stored, or it proves nothing. */
async function build(upFile: string, stored: Snapshot, context: RunContext): Promise<Built | undefined> {
  const found = await stat(upFile).catch(() => undefined) // no up.sql: the snapshot stands alone
  if (found === undefined) return undefined
  const history = await readHistory(upFile)
  const server = await context.scratch()
  const scratch = await openScratch(server)
  try {
    await server.ensureRoles(await rolesNamed(history))
    await context.inTurn(() => replay(scratch.db, history))
    const { schemas } = context.options
    const all = await readCatalog(scratch.db, {
      principal: scratch.db.address.user,
      ...(schemas === undefined ? {} : { schemas }),
    })
    const [known = stored, built = all] = narrow([stored, all], schemas)
    refuseOther(upFile, known, built)
    return scratch
  } catch (error) {
    await scratch.close()
    throw error
  }
}

interface Again {
  /** The database that up.sql builds, which is the one that was stored. */
  readonly built: Built | undefined | { readonly problem: string }
  readonly upFile: string
  readonly context: RunContext
}

async function builtAgain(role: string, { built, upFile, context }: Again): Promise<BuiltBy> {
  if (built === undefined) return { problem: 'there is no up.sql beside it' }
  if ('problem' in built) return built
  const history = await readHistory(upFile)
  const run = async (db: Database): Promise<void> => {
    await replay(db, history)
  }
  const server = await context.scratch()
  return context.inTurn(() => buildAs(server, role, { run, schemas: context.options.schemas }))
}

/** Another major version may print an expression in another way; nothing else may differ. */
function refuseOther(upFile: string, stored: Snapshot, built: Snapshot): void {
  const samePrint = majorOf(stored.serverVersion) === majorOf(built.serverVersion)
  const differing = compare(stored, built).found.filter(({ expression }) => samePrint || !expression)
  if (differing.length === 0) return
  throw new PgfoldError('stale-snapshot', `${upFile} does not build the snapshot beside it`, {
    details: differing.slice(0, 5).map(({ difference }) => `${difference.kind} ${difference.id}`),
    hint: 'Run pgfold consolidate again.',
  })
}
