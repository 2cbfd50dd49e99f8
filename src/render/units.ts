// Snapshot → units: the pieces that one statement, or a few, create. A part of an object (a column, a
// trigger) belongs to the group of the object it goes away with, so that a table stands in `up.sql`
// together with its indexes, triggers, policies, comments and grants.
import { kindNamed } from '../kinds/registry.ts'
import type { Finish, RenderView } from '../kinds/kind.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'

/** `table public.users`, or with a suffix for the later parts of an object. */
export type UnitKey = string

export interface Unit {
  readonly key: UnitKey
  readonly object: CatalogObject
  /** `finish`: Kind.finish. `complete`: the second half of a stub that broke a cycle. `alter`: it is there already. */
  readonly part: 'create' | 'finish' | 'complete' | 'alter'
  readonly needs: ReadonlySet<UnitKey>
  /** The unit it stands with, unless it was detached. */
  readonly parent?: UnitKey
  readonly finish?: Finish
  /** Set where its parent's statement comes too early for it. */
  readonly apart?: true
  /** Set where the object is first created as a stub. */
  readonly stubbed?: true
}

/** The units of these objects, and of those that are altered. Needs that are not among them are met already. */
export function unitsOf(
  objects: readonly CatalogObject[],
  view: RenderView,
  altered: readonly CatalogObject[] = [],
): Map<UnitKey, Unit> {
  const made = new Set(objects.map(keyOf))
  const keys = new Set([...made, ...altered.map(keyOf)])
  const units = new Map<UnitKey, Unit>()
  const isApart = (object: CatalogObject): boolean => kindNamed(object.kind).isApart?.(object, view) ?? false
  const waits = new Map(objects.map((object) => [keyOf(object), kindNamed(object.kind).waitsFor?.(object, view) ?? []]))
  const alteredNeeds = new Map(altered.map((object) => [keyOf(object), object.dependsOn]))
  for (const object of objects) {
    const unit = {
      ...createUnit(object, { made, keys, waits, alteredNeeds }),
      ...(isApart(object) ? { apart: true as const } : {}),
    }
    units.set(unit.key, unit)
    const finish = kindNamed(object.kind).finish?.(object, view)
    if (finish) units.set(`${unit.key} finish`, finishUnit(object, finish, keys))
  }
  for (const object of altered) {
    const finished = kindNamed(object.kind).finish?.(object, view)?.after ?? []
    const needs = new Set([...object.dependsOn, ...finished].filter((need) => keys.has(need) && need !== keyOf(object)))
    units.set(keyOf(object), { key: keyOf(object), object, part: 'alter', needs })
  }
  return withFinishedNeeds(units)
}

// Where a finish waits for an object that has one itself, it waits for that: a REFRESH for an earlier REFRESH.
function withFinishedNeeds(units: Map<UnitKey, Unit>): Map<UnitKey, Unit> {
  for (const [key, unit] of units) {
    const isBehind = (need: UnitKey): boolean => unit.finish?.late === true || units.get(need)?.finish?.late !== true
    const finishes = unit.finish?.after.map((need): UnitKey => `${need} finish`).filter((need) => units.has(need)) ?? []
    const finished = finishes.filter(isBehind) // what comes before the rows waits for nothing behind them
    if (finished.length > 0) units.set(key, { ...unit, needs: new Set([...unit.needs, ...finished]) })
  }
  return units
}

interface Surroundings {
  readonly made: ReadonlySet<ObjectKey>
  /** The made and the altered. */
  readonly keys: ReadonlySet<ObjectKey>
  readonly waits: ReadonlyMap<ObjectKey, readonly ObjectKey[]>
  /** What the altered objects depend on afterwards. */
  readonly alteredNeeds: ReadonlyMap<ObjectKey, readonly ObjectKey[]>
}

// What waits for this object does not come before it, whatever pg_depend says. Nor does the change of an object that
// needs this one then: a new function of a type that is there is made for the type as it is.
function createUnit(object: CatalogObject, { made, keys, waits, alteredNeeds }: Surroundings): Unit {
  const { parent } = object.identity
  const key = keyOf(object)
  const depended = object.dependsOn.filter(
    (need) => !waits.get(need)?.includes(key) && !alteredNeeds.get(need)?.includes(key),
  )
  return {
    key,
    object,
    part: 'create',
    needs: new Set([...depended, ...(waits.get(key) ?? [])].filter((need) => keys.has(need))),
    ...(parent !== undefined && made.has(parent) ? { parent } : {}),
  }
}

function finishUnit(object: CatalogObject, finish: Finish, keys: ReadonlySet<ObjectKey>): Unit {
  const own = keyOf(object)
  return {
    key: `${own} finish`,
    object,
    part: 'finish',
    needs: new Set([own, ...finish.after.filter((key) => keys.has(key))]),
    parent: own,
    finish,
  }
}

/** The two units that a stubbed object becomes; `cycle` holds what the stub must not need. */
export function stubUnits(unit: Unit, cycle: ReadonlySet<UnitKey>): readonly [Unit, Unit] {
  const stub: Unit = { ...unit, stubbed: true, needs: new Set([...unit.needs].filter((need) => !cycle.has(need))) }
  const complete: Unit = {
    key: `${unit.key} complete`,
    object: unit.object,
    part: 'complete',
    needs: new Set([unit.key, ...unit.needs]),
  }
  return [stub, complete]
}

/** Natural order: the kind's rank, the schema, the id; a later part behind the earlier one, what is altered last. */
export function compareUnits(a: Unit, b: Unit): number {
  return (
    Number(a.part === 'alter') - Number(b.part === 'alter') ||
    rankOf(a.object) - rankOf(b.object) ||
    compareText(a.object.identity.schema ?? '', b.object.identity.schema ?? '') ||
    compareText(a.key, b.key)
  )
}

function rankOf(object: CatalogObject): number {
  const kind = kindNamed(object.kind)
  return kind.rankOf?.(object) ?? kind.rank
}

function compareText(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
