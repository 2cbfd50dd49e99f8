// What has to go before the consolidated schema can be created (`apply force`), or goes with it
// (`rollback`). Never CASCADE: what depends on it and is not part of it is listed, and stops everything.
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { leftBehindFindings } from '../render/left-behind.ts'
import { dropSteps } from '../render/steps.ts'
import { quotePath } from '../sql/quote.ts'
import type { Database } from '../server/database.ts'

/** What would be dropped, with everything a person must know before. */
export interface Removal {
  readonly objects: readonly CatalogObject[]
  /** Parts of dropped objects that the consolidated schema does not know, such as an index added by hand. */
  readonly unknownParts: readonly ObjectKey[]
  /** Without final semicolons, dependents first. */
  readonly statements: readonly string[]
}

/**
 * Plans to drop `objects` of a live snapshot that was read with dependencies. Throws PgfoldError
 * `dependents` (exit code 1) with the list of what depends on them and would have to go as well.
 */
export function planRemoval(objects: readonly CatalogObject[], live: Snapshot): Removal {
  const known = new Set(objects.map(keyOf))
  const keys = withMembers(known, live)
  const outside = live.objects.filter(
    (object) => !keys.has(keyOf(object)) && object.dependsOn.some((key) => keys.has(key)),
  )
  if (outside.length > 0) throw dependentsError(outside, keys)
  const going = live.objects.filter((object) => keys.has(keyOf(object)))
  return {
    objects: going,
    unknownParts: going.map(keyOf).filter((key) => !known.has(key)),
    statements: dropSteps(going, live).flatMap((step) => step.statements),
  }
}

/** What was confirmed is what is dropped: nothing more, also not what goes with a table without a statement of its own. */
export function isSameRemoval(left: Removal, right: Removal): boolean {
  const told = ({ objects, statements }: Removal): string => JSON.stringify([objects.map(keyOf), statements])
  return told(left) === told(right)
}

/** Exact row counts of the tables among the objects, by id. */
export async function countRows(db: Database, objects: readonly CatalogObject[]): Promise<Record<string, number>> {
  const tables = objects.filter(({ kind }) => kind === 'table')
  if (tables.length === 0) return {}
  const counts = tables.map(({ identity }, index) => {
    return `select ${index} as index, pg_catalog.count(*)::text as n from only ${quotePath(...identity.parts)}`
  })
  const rows = await db.query<{ index: number; n: string }>(counts.join('\nunion all\n'))
  return Object.fromEntries(rows.map(({ index, n }) => [tables[index]?.id ?? '', Number(n)]))
}

/** Blocks writers of these tables until the transaction ends, while a backup may still read them. */
export function lockStatements(objects: readonly CatalogObject[]): string[] {
  const tables = objects.filter(({ kind }) => kind === 'table').map(({ identity }) => quotePath(...identity.parts))
  return tables.length === 0 ? [] : [`LOCK TABLE ${tables.join(', ')} IN EXCLUSIVE MODE`]
}

/** Objects per kind, as results count them. */
export function countByKind(objects: readonly CatalogObject[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** What a person should hear about before: parts that nobody folded, and what stays on another server. */
export function removalFindings({ objects, unknownParts }: Removal): Finding[] {
  const unknown = unknownParts.map((key): Finding => {
    const message = `${key} is not in the consolidated schema and goes with what it belongs to`
    return { code: 'unknown-part', severity: 'warning', subject: key, message }
  })
  return [...unknown, ...leftBehindFindings(objects)]
}

function withMembers(roots: ReadonlySet<ObjectKey>, live: Snapshot): Set<ObjectKey> {
  const keys = new Set(roots)
  for (let size = -1; size !== keys.size;) {
    size = keys.size
    for (const object of live.objects) {
      const { parent } = object.identity
      if (parent !== undefined && keys.has(parent)) keys.add(keyOf(object))
    }
  }
  return keys
}

function dependentsError(outside: readonly CatalogObject[], keys: ReadonlySet<ObjectKey>): PgfoldError {
  const details = outside.map(
    (object) => `${keyOf(object)} depends on ${object.dependsOn.find((key) => keys.has(key))}`,
  )
  return new PgfoldError('dependents', 'Objects outside the consolidated schema depend on what would be dropped', {
    details,
    hint: 'Drop or move them yourself first; pgfold never drops with CASCADE.',
    exitCode: 1,
  })
}
