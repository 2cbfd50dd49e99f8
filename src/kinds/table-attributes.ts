// What the kinds table, column and default say of an object, for those of them that have to look at each
// other: a partition at its parent, a default at its column. The casts from plain attributes stand here.
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { RenderView } from './kind.ts'
import type { SequenceSettings } from './sequence-settings.ts'

/** Schema and name. */
export type NamePath = readonly [schema: string, name: string]

export interface TableAttributes {
  readonly persistence: 'permanent' | 'unlogged'
  /** `RANGE (created_at)`, else null. */
  readonly partitionKey: string | null
  readonly partitionOf: NamePath | null
  /** `FOR VALUES FROM (1) TO (10)` or `DEFAULT`. */
  readonly bound: string | null
  readonly detachPending: boolean
  /** In the order of the INHERITS clause. */
  readonly inherits: readonly NamePath[]
  readonly ofType: NamePath | null
  readonly accessMethod: string | null
  readonly tablespace: string | null
  readonly options: readonly string[]
  readonly replicaIdentity: 'default' | 'nothing' | 'full' | 'index'
  readonly rowSecurity: boolean
  readonly forceRowSecurity: boolean
  readonly columnOrder: readonly string[]
}

export type IdentityAttribute = {
  readonly generation: 'ALWAYS' | 'BY DEFAULT'
  /** Null where the sequence has the name that the server would choose. */
  readonly sequence: NamePath | null
  /** Null where it is that of the table. */
  readonly persistence: 'permanent' | 'unlogged' | null
  readonly settings: SequenceSettings
}

/** `true` is the usual one: a valid constraint that descendants inherit, local where the column is. */
export type NotNull = boolean | { readonly inherit?: false; readonly validated?: false; readonly local?: boolean }

export interface ColumnAttributes {
  readonly type: string
  readonly collation: string | null
  readonly notNull: NotNull
  /** Null where it is the usual one: `<table>_<column>_not_null`, in a partition that of its parent. */
  readonly notNullName: string | null
  readonly identity: IdentityAttribute | null
  readonly generated: 'STORED' | 'VIRTUAL' | null
  readonly generationExpression: string | null
  /** Null where it is that of the type, unless a parent has another. */
  readonly storage: string | null
  readonly compression: string | null
  readonly statistics: number | null
  readonly options: readonly string[]
  /** For the wrapper; only columns of foreign tables have them. */
  readonly foreignOptions?: readonly string[]
  readonly isLocal: boolean
}

const fixedForForeignTables = {
  persistence: 'permanent',
  partitionKey: null,
  ofType: null,
  accessMethod: null,
  tablespace: null,
  replicaIdentity: 'default',
  rowSecurity: false,
  forceRowSecurity: false,
} as const

/** The attributes of a table, or of a foreign table, whose `options` are those of its server. */
export function tableAttributes(object: CatalogObject): TableAttributes {
  const own = object.attributes as unknown as TableAttributes
  return object.kind === 'foreign-table' ? { ...fixedForForeignTables, ...own } : own
}

/** What only foreign tables have. */
export interface ForeignTableAttributes {
  readonly server: string
  readonly options: readonly string[]
}

/** The attributes of a foreign table that no other table has. */
export function foreignTableAttributes(object: CatalogObject): ForeignTableAttributes {
  return object.attributes as unknown as ForeignTableAttributes
}

/** The attributes of a column. */
export function columnAttributes(object: CatalogObject): ColumnAttributes {
  return object.attributes as unknown as ColumnAttributes
}

/** The deparsed expression of a default. */
export function defaultExpression(object: CatalogObject): string {
  return object.attributes['expression'] as string
}

/** True for tables and foreign tables. */
export function isTable(object: CatalogObject | undefined): object is CatalogObject {
  return object?.kind === 'table' || object?.kind === 'foreign-table'
}

/** The table or foreign table of this name. */
export function tableAt(path: NamePath, view: RenderView): CatalogObject | undefined {
  return view.object(keyFor('table', ...path)) ?? view.object(keyFor('foreign-table', ...path))
}

/** The tables this one gets columns from, in order: its partitioned table, or those it inherits. */
export function parentsOf(table: CatalogObject, view: RenderView): CatalogObject[] {
  const { partitionOf, inherits } = tableAttributes(table)
  return (partitionOf === null ? inherits : [partitionOf]).flatMap((path) => tableAt(path, view) ?? [])
}

/** The tables that get columns from this one: its partitions, or those that inherit it. */
export function childrenOf(table: CatalogObject, view: RenderView): CatalogObject[] {
  const key = keyOf(table)
  return ['table', 'foreign-table']
    .flatMap((kind) => view.dependents(key, kind))
    .filter((child) => parentsOf(child, view).some((parent) => keyOf(parent) === key))
}
