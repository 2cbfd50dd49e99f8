// Two snapshots → the statements that turn one database into the other. `up.sql` is the way from the
// database before the history to the one after it, and `down.sql` is the same way back: one function.
import { kindNamed } from '../kinds/registry.ts'
import type { RenderView } from '../kinds/kind.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { findChanges } from './changes.ts'
import type { Changes } from './changes.ts'
import { arrangeGroups } from './groups.ts'
import type { Group, RowPlaces } from './groups.ts'
import { unitsOf } from './units.ts'
import type { Unit, UnitKey } from './units.ts'
import { createView } from './view.ts'

/** The statements of one object and the parts that stand with it. */
export interface Step {
  /** `Tables`, the heading it stands under. */
  readonly section: string
  readonly object: CatalogObject
  /** Without final semicolons. */
  readonly statements: readonly string[]
}

/** The way from one database to another, in the order in which it must run. */
export interface Way {
  readonly drops: readonly Step[]
  /** What is created, and what is altered under the heading `Changes`. */
  readonly creates: readonly Step[]
  /** What an altered object needed until then, and what came with an extension. */
  readonly cleanups: readonly Step[]
  /** Behind the reference rows. */
  readonly late: readonly Step[]
}

const noRows: RowPlaces = { tables: new Set(), behind: new Set() }

interface Places extends RowPlaces {
  /** Objects of `from` that are not there before an extension of `to` is made or updated. */
  readonly brought?: ReadonlySet<ObjectKey>
}

/**
 * Both snapshots must have been read with dependencies. Throws `cannot-fold-change` with the list where an
 * object that exists on both sides changed in a way that no kind can express, and `dependency-cycle`.
 */
export function findWay(from: Snapshot, to: Snapshot, rows: Places = noRows): Way {
  const { brought = new Set() } = rows
  const changes = findChanges({ from, to, brought }, createView(to))
  const creation = createSteps(changes, { from, to, rows })
  const kept = new Set([...neededByAltered(changes, from), ...brought])
  const drops = dropSteps(changes.gone, from)
  return {
    drops: drops.filter((step) => !kept.has(keyOf(step.object))),
    creates: creation.filter((step) => !step.late),
    cleanups: drops.filter((step) => kept.has(keyOf(step.object))),
    late: creation.filter((step) => step.late),
  }
}

// A type that a column had, a function that its default called.
function neededByAltered({ gone, altered }: Changes, from: Snapshot): ReadonlySet<ObjectKey> {
  const going = new Map(gone.map((object) => [keyOf(object), object]))
  const open = from.objects.filter((object) => altered.has(keyOf(object)))
  const needed = new Set<ObjectKey>()
  for (let object = open.pop(); object !== undefined; object = open.pop()) {
    for (const need of object.dependsOn) {
      const dropped = going.get(need)
      if (dropped === undefined || needed.has(need)) continue
      needed.add(need)
      open.push(dropped)
    }
  }
  return needed
}

/** Explicit drops of these objects of a snapshot, dependents first, without CASCADE. */
export function dropSteps(objects: readonly CatalogObject[], snapshot: Snapshot): Step[] {
  const units = unitsOf(objects, createView(snapshot))
  const groups = arrangeGroups(units, noRows)
  const view = createView(snapshot, { rootOf: rootsOf(groups) })
  const places = placesOf(groups)
  return groups.toReversed().flatMap((group) => {
    const statements = goesWithParent(group, places) ? [] : dropStatements(group.root, view)
    return statements.length === 0 ? [] : [{ section: sectionOf(group), object: group.root.object, statements }]
  })
}

/** The place of each unit's group in creation order. */
function placesOf(groups: readonly Group[]): ReadonlyMap<UnitKey, number> {
  return new Map(groups.flatMap((group, place) => group.members.map((unit) => [unit.key, place] as const)))
}

// A part that stands by itself is dropped with its parent, unless it depends on what must be dropped before that.
function goesWithParent({ root, members }: Group, places: ReadonlyMap<UnitKey, number>): boolean {
  if (root.parent === undefined) return false
  const parent = places.get(root.parent) ?? 0
  const own = places.get(root.key)
  const depended = members.flatMap(({ part, needs, object }) =>
    part === 'create' ? [...needs].filter((need) => object.dependsOn.includes(need)) : [...needs],
  )
  const needed = depended.map((need) => places.get(need) ?? 0)
  return needed.every((place) => place <= parent || place === own)
}

function dropStatements(root: Unit, view: RenderView): readonly string[] {
  const kind = kindNamed(root.object.kind)
  if (root.part === 'finish') return []
  // The second half of a stub is undone by putting the stub back.
  if (root.part === 'complete') return kind.stub?.(root.object, view).before ?? []
  return kind.drop(root.object, view)
}

interface Creation {
  readonly from: Snapshot
  readonly to: Snapshot
  readonly rows: RowPlaces
}

function createSteps(
  { gone, made, altered }: Changes,
  { from, to, rows }: Creation,
): (Step & { readonly late: boolean })[] {
  const dropped = new Set(gone.map(keyOf))
  const there = new Set(from.objects.map(keyOf).filter((key) => !dropped.has(key)))
  const changed = to.objects.filter((object) => altered.has(keyOf(object)))
  const groups = arrangeGroups(unitsOf(made, createView(to, { there }), changed), rows)
  const view = createView(to, { there, rootOf: rootsOf(groups) })
  return groups.map((group) => ({
    section: group.root.part === 'alter' ? 'Changes' : sectionOf(group),
    object: group.root.object,
    statements: altered.get(group.root.key) ?? group.members.flatMap((unit) => createStatements(unit, view)),
    late: group.late,
  }))
}

function createStatements(unit: Unit, view: RenderView): readonly string[] {
  const { object } = unit
  const kind = kindNamed(object.kind)
  if (unit.part === 'finish') return unit.finish?.statements ?? []
  if (unit.part === 'complete') return kind.stub?.(object, view).after ?? []
  if (unit.stubbed) return kind.stub?.(object, view).before ?? []
  return view.isInlined(keyOf(object)) ? [] : kind.create(object, view)
}

function rootsOf(groups: readonly Group[]): (key: ObjectKey) => ObjectKey | undefined {
  const roots = new Map<string, string>()
  for (const group of groups) for (const unit of group.members) roots.set(unit.key, group.root.key)
  return (key) => roots.get(key)
}

function sectionOf(group: Group): string {
  return kindNamed(group.root.object.kind).heading
}
