// The database that a random history has built so far, as far as later steps must know it to write valid SQL:
// what there is, what it is called now, and what needs what.
import type { Choices } from './choices.ts'
import { newName, quoted } from './names.ts'

/** Anything that has a name and can be named by COMMENT ON; tables, columns, constraints … are such things. */
export interface Thing {
  /** As in `COMMENT ON label path`. */
  readonly label: string
  name: string
  /** How a statement names it now. */
  readonly path: () => string
  /** Names in use beside its own. */
  readonly used: () => Set<string>
  /** It goes away with this one. */
  readonly parent?: Thing | undefined
  readonly needs: readonly Thing[]
  /** How many others need it. */
  pins: number
  readonly drop?: () => string
  readonly rename?: (to: string) => string
  /** `ALTER … OWNER TO` without the role. */
  readonly owner?: () => string
  readonly grant?: { readonly on: string; readonly privileges: readonly string[] }
}

export type Family = 'int' | 'text' | 'bool' | 'other'

/** A data type as columns and arguments use it. */
export interface Type {
  readonly spelled: () => string
  readonly family: Family
  /** It has a default btree operator class. */
  readonly sorts: boolean
  /** A constant of it, or undefined where only NULL will do. */
  readonly constant?: () => string
  readonly thing?: Thing
  /** It is spelled with a collation, which arguments and arrays do not have. */
  readonly isCollated?: boolean
}

export interface Column extends Thing {
  readonly type: Type
  notNull: boolean
  readonly generated?: 'stored' | 'virtual' | undefined
  hasDefault: boolean
  isIdentity: boolean
  /** Its NOT NULL is not inherited, or not validated. */
  hasOddNotNull: boolean
}

export interface Schema extends Thing {
  /** Of relations and types; those of functions are a matter of their own. */
  readonly names: Set<string>
  readonly routineNames: Set<string>
}

export interface Relation extends Thing {
  readonly schema: Schema
  readonly form: 'table' | 'view' | 'materialized view' | 'function'
  readonly columns: Column[]
}

/** How a table is divided, and what its next partition gets. */
export interface Partitioning {
  readonly strategy: 'RANGE' | 'LIST' | 'HASH'
  readonly key: Column
  count: number
  hasDefault: boolean
}

/** The names of the columns of all tables that inherit from each other. */
export interface ColumnNames {
  used: Set<string>
}

export interface Table extends Relation {
  readonly form: 'table'
  readonly columnNames: ColumnNames
  readonly partitioning?: Partitioning | undefined
  /** It is a partition of this one. */
  partitionOf?: Table | undefined
  readonly parents: Table[]
  readonly children: Table[]
  /** What foreign keys can refer to. */
  readonly keys: Key[]
  hasPrimaryKey: boolean
  hasUniqueIndex: boolean
  /** Where a query may group by it: not deferrable. */
  primaryKey?: Key | undefined
  /** Of partitions as well: what an attached table must not lack. */
  readonly isUnlogged: boolean
  /** A column of its row type exists somewhere. */
  isColumnType: boolean
}

export interface Key {
  readonly thing: Thing
  readonly columns: readonly Column[]
}

export interface Routine extends Thing {
  /** Its name before the parentheses of a call. */
  readonly called: () => string
  readonly takes: readonly Type[]
  readonly returns: Type
  readonly volatility: 'IMMUTABLE' | 'STABLE' | 'VOLATILE'
}

export interface World {
  /** The server's major version. */
  readonly major: number
  readonly roles: readonly string[]
  readonly things: Thing[]
  readonly schemas: Schema[]
  readonly tables: Table[]
  /** Views, and functions that return rows. */
  readonly views: Relation[]
  readonly routines: Routine[]
  readonly triggerFunctions: Thing[]
  /** A view reads itself through a function: nothing that may read it can be filled. */
  isCyclic: boolean
  readonly types: Type[]
  readonly sequences: Thing[]
  /** Names of what belongs to the whole database, or must not meet in one table. */
  readonly names: Set<string>
}

/** What a step works with. */
export interface Build {
  readonly world: World
  readonly choose: Choices
  /** Writes one statement, without its semicolon. */
  run(sql: string): void
}

export interface Operation {
  /** How often it is chosen beside the others. */
  readonly weight: number
  apply(build: Build): void
}

export function createWorld(major: number, roles: readonly string[]): World {
  const world: World = {
    major,
    roles,
    things: [],
    schemas: [],
    tables: [],
    views: [],
    routines: [],
    triggerFunctions: [],
    isCyclic: false,
    types: [],
    sequences: [],
    names: new Set(['public']),
  }
  world.schemas.push(schemaNamed('public', world))
  return world
}

/** A schema with no names in it, not yet a thing of the world. */
export function schemaNamed(name: string, world: World): Schema {
  const schema: Schema = {
    label: 'SCHEMA',
    name,
    names: new Set(),
    routineNames: new Set(),
    path: () => quoted(schema.name),
    used: () => world.names,
    needs: [],
    pins: 0,
    rename: (to) => `ALTER SCHEMA ${quoted(schema.name)} RENAME TO ${to}`,
    owner: () => `ALTER SCHEMA ${quoted(schema.name)} OWNER TO`,
    grant: { on: 'SCHEMA', privileges: ['USAGE', 'CREATE'] },
  }
  return schema
}

/** Notes a new thing, and that others are needed by it. */
export function add<Made extends Thing>(world: World, thing: Made): Made {
  for (const need of thing.needs) need.pins += 1
  world.things.push(thing)
  return thing
}

/** A new name in a schema, and how it is written from anywhere. */
export function nameIn(schema: Schema, { choose }: Build, plain: string): string {
  return newName(choose, schema.names, plain)
}

export function pathIn(schema: Schema, name: string): string {
  return `${quoted(schema.name)}.${quoted(name)}`
}

/** Takes a thing and its parts out of every list. */
export function forget(world: World, thing: Thing): void {
  const gone = new Set([thing, ...world.things.filter((one) => isPartOf(one, thing))])
  for (const one of gone) for (const need of one.needs) need.pins -= 1
  const lists: Thing[][] = [
    world.things,
    world.schemas,
    world.tables,
    world.views,
    world.routines,
    world.triggerFunctions,
    world.sequences,
  ]
  for (const list of lists) keep(list, (one) => !gone.has(one))
  keep(world.types, ({ thing: own }) => own === undefined || !gone.has(own))
  for (const table of world.tables) {
    if (table.primaryKey && gone.has(table.primaryKey.thing)) table.primaryKey = undefined
    keep(table.columns, (column) => !gone.has(column))
    keep(table.keys, (key) => !gone.has(key.thing))
    keep(table.children, (child) => !gone.has(child))
  }
}

function isPartOf(thing: Thing, whole: Thing): boolean {
  for (let { parent } = thing; parent !== undefined; { parent } = parent) if (parent === whole) return true
  return false
}

function keep<Item>(list: Item[], isKept: (item: Item) => boolean): void {
  const kept = list.filter(isKept)
  list.splice(0, list.length, ...kept)
}

/** True where nothing outside the thing needs it or a part of it. */
export function isFree(world: World, thing: Thing): boolean {
  const parts = [thing, ...world.things.filter((one) => isPartOf(one, thing))]
  const inside = new Map<Thing, number>()
  for (const part of parts) for (const need of part.needs) inside.set(need, (inside.get(need) ?? 0) + 1)
  return parts.every((part) => part.pins === (inside.get(part) ?? 0))
}

/** The names of everything there is, for what goes to tables in whatever schema they are: a check, a constraint trigger. */
export function everyName({ names, schemas, things }: World): Set<string> {
  return new Set([...names, ...schemas.flatMap((schema) => [...schema.names]), ...things.map(({ name }) => name)])
}
