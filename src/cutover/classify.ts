// Where a live database is, by comparing sets: what its runner recorded with what was folded and what is newer. Nothing is
// guessed from a number alone, since rows can be missing in the middle, and rows nobody knows can hide what is missing.
import type { Records } from '../layouts/records.ts'
import type { Classification } from '../model/adoption.ts'

/** As the runner records them, in the order of the history. */
export interface KnownMigrations {
  readonly folded: readonly string[]
  readonly consolidated: string
  readonly newer: readonly string[]
}

/** The migrations that the rows stand for; of a single row all up to the one it names. */
export function appliedBy(
  ids: readonly string[],
  { folded, newer }: KnownMigrations,
  single: Records['single'],
): readonly string[] {
  const [row] = ids
  if (single === undefined || row === undefined) return ids
  const sequence = [...folded, ...newer]
  const count = single === 'position' ? Number(row) : sequence.lastIndexOf(row) + 1
  return count === 0 && single === 'id' ? ids : count > sequence.length ? [...sequence, row] : sequence.slice(0, count)
}

/** The state and the sets that show it. */
export function classify(applied: readonly string[], { folded, newer }: KnownMigrations): Classification {
  const recorded = new Set(applied)
  const missing = folded.filter((id) => !recorded.has(id))
  const later = newer.filter((id) => recorded.has(id))
  const known = new Set([...folded, ...newer])
  const unknown = [...recorded].filter((id) => !known.has(id))
  return { state: stateOf({ recorded, missing, later, unknown, folded, newer }), missing, newer: later, unknown }
}

/** Rows that adopt has rewritten: the consolidated migration, newer ones, and where they may stay the folded ones. */
export function classifyAdopted(
  ids: readonly string[],
  { folded, consolidated, newer }: KnownMigrations,
  records: Pick<Records, 'single' | 'needsFiles'>,
): Classification {
  if (records.single === 'position') {
    const count = Number(ids[0] ?? 0)
    const isKnown = count >= 1 && count <= newer.length + 1
    const later = newer.slice(0, Math.max(0, count - 1))
    return { state: isKnown ? 'adopted' : 'unknown-rows', missing: [], newer: later, unknown: isKnown ? [] : ids }
  }
  const others = ids.filter((id) => records.needsFiles || !folded.includes(id) || id === consolidated)
  const { state, ...sets } = classify(others, { folded: [consolidated], consolidated, newer })
  return { ...sets, state: state === 'at-the-line' || state === 'past-the-line' ? 'adopted' : state }
}

/**
 * Whether a new database that the runner built from the folder as it is now would have these rows. Of a count nobody can
 * say so: a database that stopped early in the old folder has the same.
 */
export function isAsConsolidated(
  ids: readonly string[],
  { consolidated, newer }: KnownMigrations,
  single: Records['single'],
): boolean {
  if (single === 'position') return false
  const others = ids.filter((id) => id !== consolidated)
  return others.length === ids.length - 1 && isPrefix(others, newer)
}

/**
 * Whether a count can be that of a database that ran the folded migrations, and as well that of one that the runner built
 * from the folder as it is now: as many newer migrations as were folded are in it.
 */
export function isAmbiguous(
  [row]: readonly string[],
  { folded, newer }: KnownMigrations,
  single: Records['single'],
): boolean {
  const count = Number(row ?? 0)
  return single === 'position' && count >= folded.length && count <= newer.length + 1 && folded.length > 1
}

interface Sets {
  readonly recorded: ReadonlySet<string>
  readonly missing: readonly string[]
  readonly later: readonly string[]
  readonly unknown: readonly string[]
  readonly folded: readonly string[]
  readonly newer: readonly string[]
}

function stateOf({ recorded, missing, later, unknown, folded, newer }: Sets): Classification['state'] {
  if (recorded.size === 0) return 'fresh'
  if (unknown.length > 0) return 'unknown-rows'
  if (missing.length === 0)
    return later.length === 0 ? 'at-the-line' : isPrefix(later, newer) ? 'past-the-line' : 'partial'
  const first = folded.slice(0, folded.length - missing.length)
  return later.length === 0 && first.every((id) => recorded.has(id)) ? 'behind' : 'partial'
}

function isPrefix(ids: readonly string[], sequence: readonly string[]): boolean {
  const first = new Set(sequence.slice(0, ids.length))
  return ids.every((id) => first.has(id))
}
