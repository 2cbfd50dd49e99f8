// Two snapshots → the statements that turn one database into the other. `up.sql` is the way from the
// database before the history to the one after it, and `down.sql` is the same way back: one function.
import { PgfoldError } from '../errors.ts'
import { kindNamed } from '../kinds/registry.ts'
import type { RenderView } from '../kinds/kind.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
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
  readonly creates: readonly Step[]
  readonly alters: readonly Step[]
  /** Behind the reference rows. */
  readonly late: readonly Step[]
}

const noRows: RowPlaces = { tables: new Set(), behind: new Set() }

/**
 * Both snapshots must have been read with dependencies. Throws `cannot-fold-change` with the list where an
 * object that exists on both sides changed in a way that no kind can express, and `dependency-cycle`.
 */
export function findWay(from: Snapshot, to: Snapshot, rows: RowPlaces = noRows): Way {
  const fromKeys = new Map(from.objects.map((object) => [keyOf(object), object]))
  const toKeys = new Map(to.objects.map((object) => [keyOf(object), object]))
  const gone = from.objects.filter((object) => !toKeys.has(keyOf(object)))
  const made = to.objects.filter((object) => !fromKeys.has(keyOf(object)))
  const creation = createSteps(made, to, rows)
  return {
    drops: dropSteps(gone, from),
    creates: creation.filter((step) => !step.late),
    alters: alterSteps(fromKeys, to),
    late: creation.filter((step) => step.late),
  }
}

/** Explicit drops of these objects of a snapshot, dependents first, without CASCADE. */
export function dropSteps(objects: readonly CatalogObject[], snapshot: Snapshot): Step[] {
  const units = unitsOf(objects, createView(snapshot))
  const groups = arrangeGroups(units, noRows)
  const view = viewOfGroups(snapshot, groups)
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

function createSteps(
  objects: readonly CatalogObject[],
  snapshot: Snapshot,
  rows: RowPlaces,
): (Step & { readonly late: boolean })[] {
  const units = unitsOf(objects, createView(snapshot))
  const groups = arrangeGroups(units, rows)
  const view = viewOfGroups(snapshot, groups)
  return groups.map((group) => ({
    section: sectionOf(group),
    object: group.root.object,
    statements: group.members.flatMap((unit) => createStatements(unit, view)),
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

function viewOfGroups(snapshot: Snapshot, groups: readonly Group[]): RenderView {
  const roots = new Map<string, string>()
  for (const group of groups) for (const unit of group.members) roots.set(unit.key, group.root.key)
  return createView(snapshot, (key) => roots.get(key))
}

function sectionOf(group: Group): string {
  return kindNamed(group.root.object.kind).heading
}

function alterSteps(from: ReadonlyMap<ObjectKey, CatalogObject>, to: Snapshot): Step[] {
  const view = createView(to)
  const steps: Step[] = []
  const refused: string[] = []
  for (const after of to.objects) {
    const before = from.get(keyOf(after))
    if (before === undefined || canonical(before.attributes) === canonical(after.attributes)) continue
    const statements = kindNamed(after.kind).alter?.(before, after, view)
    if (statements === undefined) refused.push(keyOf(after))
    else if (statements.length > 0) steps.push({ section: 'Changes', object: after, statements })
  }
  if (refused.length === 0) return steps
  throw new PgfoldError('cannot-fold-change', 'the history changes objects that existed before it', {
    details: refused,
    hint: 'Fold with a --prelude that leaves these objects out, so that the history creates them.',
  })
}
