import { idOf } from '../../src/model/object.ts'
import type { CatalogObject, Identity } from '../../src/model/object.ts'
import type { KindTraits, Snapshot } from '../../src/model/snapshot.ts'
import type { Attributes } from '../../src/model/value.ts'

const traits: Omit<KindTraits, 'heading' | 'rank'> = { expressions: [], orders: [], minor: {} }

/** Kinds made for these tests: the comparison knows none. */
export const kinds: Readonly<Record<string, KindTraits>> = {
  table: {
    ...traits,
    heading: 'Tables',
    rank: 1,
    orders: ['columns'],
    minor: { columns: 'column-order', owner: 'owners' },
  },
  column: { ...traits, heading: 'Columns', rank: 2, expressions: ['default'] },
  index: { ...traits, heading: 'Indexes', rank: 3, expressions: ['where'], renames: 'index-names' },
  constraint: { ...traits, heading: 'Constraints', rank: 4, expressions: ['check'], renames: 'constraint-names' },
  comment: { ...traits, heading: 'Comments', rank: 5, minorKind: 'comments' },
}

/** A snapshot of these objects, in the order that a real one has. */
export function snapshotOf(objects: readonly CatalogObject[], known = kinds): Snapshot {
  const ranked = objects.toSorted(
    (a, b) => (known[a.kind]?.rank ?? 0) - (known[b.kind]?.rank ?? 0) || (a.id < b.id ? -1 : 1),
  )
  return {
    format: 1,
    serverVersion: 180004,
    database: 'd',
    principal: 'p',
    kinds: known,
    objects: ranked,
    findings: [],
  }
}

export function table(name: string, attributes: Attributes = {}): CatalogObject {
  return object('table', { parts: ['s', name], schema: 's' }, attributes)
}

export function column(tableName: string, name: string, attributes: Attributes = {}): CatalogObject {
  return object('column', { parts: ['s', tableName, name], schema: 's', parent: `table s.${tableName}` }, attributes)
}

export function index(tableName: string, name: string, attributes: Attributes = {}): CatalogObject {
  return object('index', { parts: ['s', name], schema: 's', parent: `table s.${tableName}` }, attributes)
}

export function constraint(tableName: string, name: string, attributes: Attributes = {}): CatalogObject {
  return object(
    'constraint',
    { parts: ['s', tableName, name], schema: 's', parent: `table s.${tableName}` },
    attributes,
  )
}

/** A comment on an object; its identity is the kind and the name parts of its target. */
export function comment(on: CatalogObject, text: string): CatalogObject {
  const parts = [on.kind, ...on.identity.parts]
  return object('comment', { parts, schema: 's', parent: `${on.kind} ${on.id}` }, { text })
}

function object(kind: string, identity: Identity, attributes: Attributes): CatalogObject {
  return { kind, id: idOf(identity), identity, attributes, dependsOn: [] }
}
