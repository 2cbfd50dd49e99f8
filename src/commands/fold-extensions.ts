// What the scripts of extensions make on their own tables (indexes, triggers, rules, policies) is no member of the
// extension, and no catalog tells it from what users added. So CREATE EXTENSION and ALTER EXTENSION are run alone, on a
// copy of the database before: what is there then is the extension's, all else is the users'.
import { narrow } from '../catalog/in-schemas.ts'
import { readCatalog } from '../catalog/read-catalog.ts'
import { PgfoldError } from '../errors.ts'
import { scriptOf } from '../history/migration.ts'
import { kindNamed } from '../kinds/registry.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import { scriptText } from '../render/script.ts'
import { findWay } from '../render/steps.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { sendScript } from '../server/send-script.ts'

/** The database before, as the two scripts have to take it. */
export interface FoldStart {
  /** With what the scripts of the extensions that `up.sql` creates or updates make on their tables. */
  readonly forUp: Snapshot
  /** The same without the extensions that `down.sql` drops. */
  readonly forDown: Snapshot
  /** Of `forUp`: what is not there, or is another one, before the extensions are made or updated. */
  readonly brought: ReadonlySet<ObjectKey>
}

export interface FoldEnds {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly schemas: readonly string[]
}

/**
 * Where the history makes or updates no extension with such parts, both are `before`. So they are where the statements
 * of the extensions alone fail: then `up.sql` fails as well, and the proof says why. Throws
 * `extension-members-changed` where an extension has other members than its script makes, which no script should carry.
 */
export async function findStart(server: ScratchServer, earlier: ScratchDatabase, ends: FoldEnds): Promise<FoldStart> {
  const { before, after } = ends
  const sql = extensionScript(ends)
  const same = { forUp: before, forDown: before, brought: new Set<ObjectKey>() }
  if (sql === undefined) return same
  const built = await buildExtensions(server, earlier, { ...ends, sql })
  if (built === undefined) return same
  refuseChangedMembers(built, after)
  if (partsIn(after).size === 0 && partsIn(before).size === 0) return same
  const [own, earlierParts] = [partsIn(built), partsIn(before)]
  const asBefore = new Map(before.objects.map((object) => [keyOf(object), canonical(object.attributes)]))
  const kept = before.objects.filter((object) => !earlierParts.has(keyOf(object)))
  const brought = built.objects.filter((object) => own.has(keyOf(object)))
  const ofEarlier = brought.filter((object) => asBefore.has(own.get(keyOf(object)) ?? ''))
  return {
    forUp: { ...before, objects: [...kept, ...brought] },
    forDown: { ...before, objects: [...kept, ...ofEarlier] },
    brought: new Set(
      brought.filter((object) => asBefore.get(keyOf(object)) !== canonical(object.attributes)).map(keyOf),
    ),
  }
}

function refuseChangedMembers(built: Snapshot, after: Snapshot): void {
  const made = new Map(built.objects.map((object) => [keyOf(object), object]))
  const details = after.objects.flatMap((object) => {
    const own = made.get(keyOf(object))
    if (object.kind !== 'extension' || own === undefined) return []
    const [script, history] = [membersOf(own), membersOf(object)]
    return [
      ...script.filter((line) => !history.includes(line)).map((line) => `${object.id}, by its script: ${line}`),
      ...history.filter((line) => !script.includes(line)).map((line) => `${object.id}, as it is: ${line}`),
    ]
  })
  if (details.length === 0) return
  throw new PgfoldError(
    'extension-members-changed',
    'members of extensions are not those that CREATE EXTENSION makes',
    {
      details,
      hint: 'ALTER EXTENSION … ADD or DROP, or a change of a member function made them: undo it in a migration.',
      exitCode: 1,
    },
  )
}

function membersOf({ attributes }: CatalogObject): string[] {
  return String(attributes['members'] ?? '').split('\n')
}

// In what schemas there are and for which roles; they come with the extensions.
const scripted: ReadonlySet<string> = new Set(['schema', 'extension'])

/** What creates and updates the extensions; undefined where nothing does. */
function extensionScript({ before, after }: FoldEnds): string | undefined {
  const later = after.objects.filter(({ kind }) => scripted.has(kind))
  const named = new Set(later.map(keyOf))
  const from = before.objects.filter(({ kind }) => scripted.has(kind))
  const staying = from.filter((object) => !named.has(keyOf(object)))
  const way = findWay({ ...before, objects: from }, { ...after, objects: [...staying, ...later] })
  if (!way.creates.some(({ object }) => object.kind === 'extension')) return undefined
  return scriptText({ header: ['the extensions alone'], way })
}

async function buildExtensions(
  server: ScratchServer,
  earlier: ScratchDatabase,
  { before, after, schemas, sql }: FoldEnds & { readonly sql: string },
): Promise<Snapshot | undefined> {
  return runAlone(server, earlier, sql, async (db) => {
    const all = await readCatalog(db, { dependencies: true, schemas, principal: after.principal })
    return narrow([all, before, after], schemas)[0]
  })
}

/** What `read` finds where the extensions alone are made or updated; undefined where none is, or that fails. */
export async function buildExtensionsAlone<T>(
  server: ScratchServer,
  earlier: ScratchDatabase,
  ends: FoldEnds,
  read: (db: Database) => Promise<T>,
): Promise<T | undefined> {
  const sql = extensionScript(ends)
  return sql === undefined ? undefined : runAlone(server, earlier, sql, read)
}

async function runAlone<T>(
  server: ScratchServer,
  earlier: ScratchDatabase,
  sql: string,
  read: (db: Database) => Promise<T>,
): Promise<T | undefined> {
  const scratch = await server.copyDatabase(earlier)
  const db = await scratch.connect()
  try {
    return (await sendScript(db, scriptOf('extensions.sql', sql))) === undefined ? await read(db) : undefined
  } finally {
    await db.close()
    await scratch.drop()
  }
}

/** What stands on the tables of extensions, and the parts of that, each with the extension. */
function partsIn({ objects }: Snapshot): ReadonlyMap<ObjectKey, ObjectKey> {
  const parents = new Map(objects.map((object) => [keyOf(object), object]))
  const parts = new Map<ObjectKey, ObjectKey>()
  for (const object of objects) {
    const extension = standsOn(object, parents)
    if (extension !== undefined) parts.set(keyOf(object), extension)
  }
  return parts
}

// Comments, privileges and labels of the extension and its members are told from those of its script already.
function standsOn(object: CatalogObject, objects: ReadonlyMap<ObjectKey, CatalogObject>): ObjectKey | undefined {
  const { parent } = object.identity
  if (parent === undefined) return undefined
  if (parent.startsWith('extension ')) return kindNamed(object.kind).satellite ? undefined : parent
  const above = objects.get(parent)
  return above === undefined ? undefined : standsOn(above, objects)
}
