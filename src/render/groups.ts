// Units → groups in creation order. Groups are sorted by what their members need; a cycle of groups is
// broken by taking out the parts that PostgreSQL lets one add later (foreign keys, triggers, indexes,
// checks, defaults: the highest rank first), then by view stubs, as pg_dump does; else it is an error.
import { PgfoldError } from '../errors.ts'
import { kindNamed } from '../kinds/registry.ts'
import { groupBy } from '../model/group-by.ts'
import type { ObjectKey } from '../model/object.ts'
import { findCycles, sortByNeeds } from '../model/order.ts'
import { compareUnits, stubUnits } from './units.ts'
import type { Unit, UnitKey } from './units.ts'

/** A root with all that stands with it, in creation order. */
export interface Group {
  readonly root: Unit
  readonly members: readonly Unit[]
  /** Behind the reference rows. */
  readonly late: boolean
}

/** Where reference rows go, and what must wait for them. */
export interface RowPlaces {
  readonly tables: ReadonlySet<ObjectKey>
  /** Foreign keys that no order of the rows satisfies. */
  readonly behind: ReadonlySet<ObjectKey>
}

interface Arrangement {
  readonly units: Map<UnitKey, Unit>
  readonly rows: RowPlaces
  readonly detached: Set<UnitKey>
  readonly late: Set<UnitKey>
}

/**
 * Groups in creation order, the late ones last. Throws `dependency-cycle` with its path where PostgreSQL
 * has no way to break one, and `column-order` where a table's columns cannot come in their order.
 */
export function arrangeGroups(units: ReadonlyMap<UnitKey, Unit>, rows: RowPlaces): Group[] {
  const plan: Arrangement = { units: new Map(units), rows, detached: new Set(), late: new Set() }
  setApart(plan)
  for (const unit of plan.units.values()) if (isLate(unit, plan)) plan.late.add(unit.key)
  breakCycles(plan)
  keepNeededEarly(plan)
  const byRoot = groupBy(plan.units.values(), (unit) => rootOf(unit.key, plan))
  const needs = groupNeeds(plan.units.values(), plan)
  const sorted = sortByNeeds(needs, (a, b) => compareUnits(unitAt(plan, a), unitAt(plan, b)))
  const groups = sorted.map((key) => groupOf(key, byRoot.get(key) ?? [], plan))
  return [...groups.filter((group) => !group.late), ...groups.filter((group) => group.late)]
}

// What comes behind its parent's statement, and the parts of that parent that need it.
function setApart(plan: Arrangement): void {
  for (const unit of plan.units.values()) if (unit.apart) plan.detached.add(unit.key)
  if (plan.detached.size === 0) return
  const apart = new Set(plan.detached)
  for (const unit of plan.units.values()) {
    const root = rootOf(unit.key, plan)
    const needsApart = [...unit.needs].some((need) => {
      const parent = apart.has(need) ? unitAt(plan, need).parent : undefined
      return parent !== undefined && rootOf(parent, plan) === root
    })
    if (needsApart && root !== unit.key && canDetach(unit)) plan.detached.add(unit.key)
  }
}

/** The root of a unit's group: the unit itself where it has no parent or was taken out. */
function rootOf(key: UnitKey, plan: Arrangement): UnitKey {
  let root = key
  for (;;) {
    const { parent } = unitAt(plan, root)
    if (parent === undefined || plan.detached.has(root) || plan.late.has(root)) return root
    root = parent
  }
}

function unitAt(plan: Arrangement, key: UnitKey): Unit {
  const unit = plan.units.get(key)
  if (unit === undefined) throw new Error(`no unit ${key}`)
  return unit
}

function isLate(unit: Unit, plan: Arrangement): boolean {
  if (unit.part === 'finish') return unit.finish?.late ?? false
  if (plan.rows.behind.has(unit.key)) return true
  switch (kindNamed(unit.object.kind).behindRows?.(unit.object)) {
    case 'always':
      return true
    case 'with-rows':
      return plan.rows.tables.has(unit.object.identity.parent ?? '')
    case 'when-detached':
      return plan.detached.has(unit.key)
    default:
      return false
  }
}

// What an early group needs cannot be late.
function keepNeededEarly(plan: Arrangement): void {
  if (plan.late.size === 0) return
  const byRoot = groupBy(plan.units.values(), (unit) => rootOf(unit.key, plan))
  const early = [...byRoot.keys()].filter((root) => !plan.late.has(root))
  for (let root = early.pop(); root !== undefined; root = early.pop()) {
    for (const need of (byRoot.get(root) ?? []).flatMap((unit) => [...unit.needs])) {
      const needed = rootOf(need, plan)
      if (!plan.late.delete(needed)) continue
      if (unitAt(plan, needed).parent !== undefined) plan.detached.add(needed)
      early.push(needed)
    }
  }
}

function groupNeeds(units: Iterable<Unit>, plan: Arrangement): Map<UnitKey, Set<UnitKey>> {
  const needs = new Map<UnitKey, Set<UnitKey>>()
  for (const unit of units) {
    const root = rootOf(unit.key, plan)
    const all = needs.get(root) ?? new Set()
    needs.set(root, all)
    for (const need of unit.needs) {
      const other = rootOf(need, plan)
      if (other !== root) all.add(other)
    }
  }
  return needs
}

// Taking parts out of the groups of a cycle makes no new one elsewhere, so that only its units are looked at again.
function breakCycles(plan: Arrangement): void {
  const byRoot = groupBy(plan.units.values(), (unit) => rootOf(unit.key, plan))
  const open = findCycles(groupNeeds(plan.units.values(), plan))
  for (let cycle = open.pop(); cycle !== undefined; cycle = open.pop()) {
    const units = cycle.flatMap((root) => byRoot.get(root) ?? [])
    const changed = detachParts(cycle, units, plan) ? units : breakWithStub(cycle, units, plan)
    for (const [root, members] of groupBy(changed, (unit) => rootOf(unit.key, plan))) byRoot.set(root, members)
    open.push(...findCycles(groupNeeds(changed, plan)))
  }
}

/** Takes the parts of the highest rank that close this cycle out of their groups; false if there are none. */
function detachParts(cycle: readonly UnitKey[], units: readonly Unit[], plan: Arrangement): boolean {
  const roots = new Set(cycle)
  const parts = units.filter((unit) => {
    const root = rootOf(unit.key, plan)
    return root !== unit.key && canDetach(unit) && reaches(unit, root, { roots, plan })
  })
  const highest = parts.reduce((rank, part) => Math.max(rank, rankOf(part)), -Infinity)
  for (const part of parts) {
    if (rankOf(part) !== highest) continue
    plan.detached.add(part.key)
    if (isLate(part, plan)) plan.late.add(part.key)
  }
  return parts.length > 0
}

function rankOf(unit: Unit): number {
  return unit.part === 'finish' ? Infinity : kindNamed(unit.object.kind).rank
}

function reaches(
  unit: Unit,
  own: UnitKey,
  { roots, plan }: { readonly roots: ReadonlySet<UnitKey>; readonly plan: Arrangement },
): boolean {
  return [...unit.needs].some((need) => {
    const root = rootOf(need, plan)
    return root !== own && roots.has(root)
  })
}

// A column cannot come later: its place among the others would change.
function canDetach(unit: Unit): boolean {
  return unit.object.kind !== 'column' && kindNamed(unit.object.kind).beforeParent !== true
}

/** The units of the cycle, with one object in two parts. */
function breakWithStub(cycle: readonly UnitKey[], units: readonly Unit[], plan: Arrangement): Unit[] {
  const unit = cycle
    .map((key) => unitAt(plan, key))
    .filter((candidate) => candidate.part === 'create' && !candidate.stubbed && kindNamed(candidate.object.kind).stub)
    .toSorted(compareUnits)[0]
  if (unit === undefined) throw cycleError(cycle)
  const halves = stubUnits(unit, new Set(cycle))
  for (const half of halves) plan.units.set(half.key, half)
  return [...units.filter((other) => other.key !== unit.key), ...halves]
}

function cycleError(cycle: readonly UnitKey[]): PgfoldError {
  const details = [[...cycle, cycle[0]].join(' → ')]
  if (cycle.some((key) => key.startsWith('column ')))
    return new PgfoldError('column-order', 'no order of statements gives these tables their columns in this order', {
      details,
      hint: 'Add a migration that makes the inheriting table anew, with its columns in an order of its own.',
      exitCode: 1,
    })
  return new PgfoldError('dependency-cycle', `objects need each other in a cycle that PostgreSQL cannot break`, {
    details,
    hint: 'Change one of these objects so that it no longer needs the next one.',
  })
}

function groupOf(key: UnitKey, members: readonly Unit[], plan: Arrangement): Group {
  const root = unitAt(plan, key)
  const own = new Set(members.map((unit) => unit.key))
  const needs = new Map(members.map((unit) => [unit.key, new Set([...unit.needs].filter((need) => own.has(need)))]))
  const byKey = new Map(members.map((unit) => [unit.key, unit]))
  const sorted = sortByNeeds(needs, (a, b) => compareUnits(unitAt(plan, a), unitAt(plan, b)))
  if (sorted.length < members.length) throw cycleError(findCycles(needs)[0] ?? [key])
  return {
    root,
    members: sorted.flatMap((each) => byKey.get(each) ?? []),
    late: plan.late.has(key),
  }
}
