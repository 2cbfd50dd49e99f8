// What the kinds table, column and default say of an object, for those of them that have to look at each
// other: a partition at its parent, a default at its column. The casts from plain attributes stand here.
import { keyFor } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
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
  readonly isLocal: boolean
}

/** The attributes of a table. */
export function tableAttributes(object: CatalogObject): TableAttributes {
  return object.attributes as unknown as TableAttributes
}

/** The attributes of a column. */
export function columnAttributes(object: CatalogObject): ColumnAttributes {
  return object.attributes as unknown as ColumnAttributes
}

/** The deparsed expression of a default. */
export function defaultExpression(object: CatalogObject): string {
  return object.attributes['expression'] as string
}

/** The tables this one gets columns from, in order: its partitioned table, or those it inherits. */
export function parentKeys(table: TableAttributes): ObjectKey[] {
  const parents = table.partitionOf === null ? table.inherits : [table.partitionOf]
  return parents.map((path) => keyFor('table', ...path))
}
