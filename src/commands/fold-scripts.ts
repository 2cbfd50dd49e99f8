// The text of up.sql and down.sql. PostgreSQL prints some expressions in another way once they were printed and read
// again, and then never changes them any more. So what is written is rendered from the database that a first up.sql
// built: folding a folded schema gives the same SQL, and the fingerprint is that of what is there to be seen.
import { createHash } from 'node:crypto'
import { narrow } from '../catalog/in-schemas.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { putSecrets } from '../catalog/secrets.ts'
import type { Secrets } from '../catalog/secrets.ts'
import { scriptOf } from '../history/migration.ts'
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { withoutSecrets } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import { asCarried, leftOutObjects, leftOutStatements } from '../render/left-out.ts'
import type { Asked } from '../render/left-out.ts'
import { scriptText } from '../render/script.ts'
import { findWay } from '../render/steps.ts'
import type { ScratchDatabase, ScratchServer } from '../server/database.ts'
import { sendScript } from '../server/send-script.ts'
import type { MadeBy } from '../sources/recorded-replay.ts'
import type { FoldStart } from './fold-extensions.ts'
import type { FoldedRows } from './fold-rows.ts'
import type { FoldSource } from './fold-source.ts'

/** What is rendered. */
export interface FoldedState {
  /** The database before. */
  readonly start: FoldStart
  readonly after: Snapshot
  readonly rows: FoldedRows
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  /** Of the replayed history, or the live database. */
  readonly secrets: Secrets
  /** Set where only these schemas are folded. */
  readonly schemas: readonly string[]
  readonly asked: Asked
}

/** What the head of the files names. */
interface Head {
  readonly source: FoldSource
  readonly server: string
}

export interface FoldScripts {
  readonly upSql: string
  readonly downSql: string
  /** SHA-256 of the snapshot that `up.sql` builds and of the reference rows without volatile values. */
  readonly fingerprint: string
  /** What `up.sql` leaves to a person. */
  readonly leftOut: readonly CatalogObject[]
}

/** Renders both files. `earlier` is the database before. Throws what `findWay` throws. */
export async function renderScripts(
  server: ScratchServer,
  earlier: ScratchDatabase,
  { state, head }: { readonly state: FoldedState; readonly head: Head },
): Promise<FoldScripts> {
  const { asked } = state
  const { forUp, forDown } = state.start
  const start = { ...state.start, forUp: asCarried(forUp, asked), forDown: asCarried(forDown, asked) }
  const after = asCarried(state.after, asked)
  const leftOut = leftOutObjects(forUp, state.after, asked)
  const carried = { ...state, start, after, leftOut: leftOutStatements(leftOut, state.after) }
  const first = upScript(carried, head, '')
  // Where the first one fails, so does the proof, which says why.
  const built = asCarried(
    (await readBuilt(server, earlier, { ...state, upSql: first, principal: after.principal, ends: [forUp, after] })) ??
      after,
    asked,
  )
  const fingerprint = fingerprintOf(built, state.rows)
  const stable = { ...carried, after: built }
  return {
    upSql: upScript(stable, head, fingerprint),
    downSql: downScript(stable, head, fingerprint),
    fingerprint,
    leftOut,
  }
}

interface BuiltScript extends Pick<FoldedState, 'secrets' | 'schemas'> {
  readonly upSql: string
  /** The role that runs it. */
  readonly principal: string
  /** What is there before and afterwards: of what lies in no schema, what belongs to the schemas in these as well. */
  readonly ends: readonly Snapshot[]
}

/** The snapshot of the database that a script builds on a copy of `earlier`; undefined where it fails. */
export async function readBuilt(
  server: ScratchServer,
  earlier: ScratchDatabase,
  { upSql, secrets, schemas, principal, ends }: BuiltScript,
): Promise<Snapshot | undefined> {
  const scratch = await server.copyDatabase(earlier)
  const db = await scratch.connect()
  try {
    if ((await sendScript(db, scriptOf('up.sql', upSql))) !== undefined) return undefined
    if (secrets.size > 0) await putSecrets(db, secrets)
    // The name of a scratch database says nothing and would make every fold another one.
    const all = await readCatalog(db, { dependencies: true, schemas, principal })
    const [built = all] = narrow([all, ...ends], schemas)
    return { ...built, database: '' }
  } finally {
    await db.close()
    await scratch.drop()
  }
}

function fingerprintOf(built: Snapshot, rows: FoldedRows): string {
  const hash = createHash('sha256')
  for (const object of withoutSecrets(built).objects) hash.update(`${keyOf(object)}\n${canonical(object.attributes)}\n`)
  for (const { table, columns, rows: all } of rows.settled.stable) {
    hash.update(canonical([table, columns.map((column) => column.name), all.map((row) => row.cells as Value)]))
  }
  return hash.digest('hex')
}

interface CarriedState extends FoldedState {
  /** Statements that stand in a comment. */
  readonly leftOut: readonly string[]
}

function upScript(state: CarriedState, head: Head, fingerprint: string): string {
  const { start, after, rows, origins, leftOut } = state
  const places = {
    tables: tablesActing(rows, after),
    behind: rows.behind,
    brought: start.brought,
  }
  const how = 'Builds the schema whole or not at all: psql -v ON_ERROR_STOP=1 -f up.sql'
  return scriptText({
    header: [...headLines('up.sql', head, fingerprint), how],
    way: findWay(start.forUp, after, places),
    rows: rows.up,
    leftOut,
    provenance: new Map([...origins].flatMap(([key, made]) => provenanceOf(key, made))),
  })
}

/** The tables that get rows, and those that they are partitions of: triggers of all of them act on the rows. */
function tablesActing(rows: FoldedRows, after: Snapshot): Set<ObjectKey> {
  const parents = new Map(after.objects.map((object) => [keyOf(object), partitionedParent(object)]))
  const acting = new Set(Object.keys(rows.counts).map((table) => `table ${table}`))
  for (const table of acting) {
    const parent = parents.get(table)
    if (parent !== undefined) acting.add(parent)
  }
  return acting
}

function partitionedParent({ attributes }: CatalogObject): ObjectKey | undefined {
  const parent = attributes['partitionOf'] as readonly string[] | null | undefined
  return parent ? keyFor('table', ...parent) : undefined
}

function downScript({ start, after, rows }: FoldedState, head: Head, fingerprint: string): string {
  const how = 'Takes back what up.sql built; stops at anything that up.sql did not make.'
  return scriptText({
    header: [...headLines('down.sql', head, fingerprint), how],
    way: findWay(after, start.forDown),
    first: rows.down,
  })
}

function provenanceOf(key: ObjectKey, { created, changed }: MadeBy): [ObjectKey, string][] {
  const later = changed && changed.migration !== created?.migration ? `changed by ${changed.migration}` : undefined
  const words = [created?.migration, later].filter((part) => part !== undefined)
  return words.length === 0 ? [] : [[key, words.join(', ')]]
}

function headLines(file: string, { source, server }: Head, fingerprint: string): string[] {
  return [`${file} of ${source.name}, folded by pgfold on ${server}`, source.folded, `fingerprint ${fingerprint}`, '']
}
