// Is what stands in the live database now exactly what the consolidated schema says? Asked before COMMIT,
// in the same transaction. What was there before and did not change is none of our business.
import { compare } from '../compare/compare.ts'
import { kindNamed } from '../kinds/registry.ts'
import type { Difference } from '../model/difference.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'

/** The live database on both sides of `up.sql`, and what the consolidated schema says of it. */
interface Creation {
  readonly before: Snapshot
  readonly after: Snapshot
  /** The database that `up.sql` builds in an empty one. */
  readonly reference: Snapshot
  /** Objects of `reference` that `up.sql` does not create. */
  readonly given: ReadonlySet<ObjectKey>
}

/** What was created differently from what was proved; empty where all is as it should be. */
export function creationDifferences({ before, after, reference, given }: Creation): Difference[] {
  const old = new Map(before.objects.map((object) => [keyOf(object), object]))
  const isNew = (object: CatalogObject): boolean => !isSame(old.get(keyOf(object)), object)
  const touched = new Set(after.objects.filter(isNew).map(keyOf))
  const created = new Set(reference.objects.map(keyOf).filter((key) => !given.has(key)))
  const concerns = (object: CatalogObject): boolean => created.has(keyOf(object)) || touched.has(keyOf(object))
  const { found } = compare(restricted(reference, concerns), restricted(after, concerns))
  return found.map(({ difference }) => difference)
}

/**
 * The objects that stand in the way: `up.sql` would create them and they are there. Extensions and what
 * only says something of an object that may stay (a privilege on the schema public) are not.
 */
export function inTheWay(created: readonly CatalogObject[], live: Snapshot): CatalogObject[] {
  const createdKeys = new Set(created.map(keyOf))
  const wanted = new Set(
    created
      .filter(({ kind, identity }) => {
        // CREATE EXTENSION finds its own indexes there, and up.sql takes them as they are.
        if (kind === 'extension' || identity.parent?.startsWith('extension ')) return false
        return kindNamed(kind).satellite !== true || (identity.parent !== undefined && createdKeys.has(identity.parent))
      })
      .map(keyOf),
  )
  return live.objects.filter((object) => wanted.has(keyOf(object)))
}

/** Those of the objects whose parent is not among them: a table stands for its columns. */
export function rootsOf(objects: readonly CatalogObject[]): CatalogObject[] {
  const keys = new Set(objects.map(keyOf))
  return objects.filter(({ identity }) => identity.parent === undefined || !keys.has(identity.parent))
}

function restricted(snapshot: Snapshot, wanted: (object: CatalogObject) => boolean): Snapshot {
  return { ...snapshot, objects: snapshot.objects.filter(wanted) }
}

function isSame(left: CatalogObject | undefined, right: CatalogObject): boolean {
  return left !== undefined && canonical(left.attributes) === canonical(right.attributes)
}
