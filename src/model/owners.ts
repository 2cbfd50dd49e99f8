// Who owns in a live database what belongs to the builder elsewhere: in a stored snapshot, or in a history's own database.
import { keyOf } from './object.ts'
import type { CatalogObject } from './object.ts'
import type { Snapshot } from './snapshot.ts'

/** The owners in `live` of those of the objects that belong to their builder, one for each; null is its principal. */
export function ownersOf(live: Snapshot, objects: readonly CatalogObject[]): (string | null)[] {
  const isBuilders = ({ attributes: { owner } }: CatalogObject): boolean => owner === null
  const builders = new Set(objects.filter(isBuilders).map(keyOf))
  return live.objects.flatMap((object) => {
    const { owner } = object.attributes
    const isOwned = typeof owner === 'string' || owner === null
    return isOwned && builders.has(keyOf(object)) ? [owner] : []
  })
}

/** Of two that are as frequent the first by name; undefined without any. */
export function mostFrequent(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0]
}
