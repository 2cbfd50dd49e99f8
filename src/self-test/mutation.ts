// The contract of the self-test: what is built of one kind, how each attribute of it is changed, and exactly which
// differences the comparison has to find then. The expectations are written by hand and know nothing of the kinds, so
// that a kind cannot judge itself. Together the schemas of all files are one database with everything.
import type { MinorClass } from '../model/snapshot.ts'

/** One kind: what is built of it and what is done to it. Every file of this folder but the registry exports one. */
export interface KindMutations {
  /** As the kind registry names it. */
  readonly kind: string
  /** The oldest major version that has the kind; older ones build and change nothing of it. */
  readonly requires?: number
  /**
   * Builds what is mutated, in schemas of its own that begin with `st_` and the kind's name. What lies outside every
   * schema (event triggers, casts, publications) carries that prefix too. Run once, before `schemaFrom`.
   */
  readonly schema: string
  /** Further SQL for servers of at least this major version. */
  readonly schemaFrom?: Readonly<Record<number, string>>
  /** Run in every copy of the database: what CREATE DATABASE … TEMPLATE leaves behind, such as its settings. */
  readonly perDatabase?: string
  /** What of it `pg_dump --schema-only` does not print, as differences between the database and its restored dump. */
  readonly notDumped?: readonly Expected[]
  readonly mutations: readonly Mutation[]
  readonly harmless: readonly HarmlessChange[]
  /** The attributes that PostgreSQL gives no way to change by themselves; every other one must be changed. */
  readonly unchangeable?: readonly Unchangeable[]
}

/** A change without meaning: the comparison must find nothing. */
export interface HarmlessChange {
  /** Unique within the kind; says what is changed, such as `grants in another order`. */
  readonly name: string
  /** Short, to be read by reviewers. Several texts run one after the other, each in a transaction of its own (VACUUM). */
  readonly sql: string | readonly string[]
  /** Run once the changed database is gone: what it left on the server, such as a tablespace. */
  readonly cleanUp?: string
  /** The oldest major version that takes it. */
  readonly requires?: number
  /** The newest major version that it is meant for. */
  readonly until?: number
}

/** A change with meaning, and all that the comparison may and must find: no less, no more, and never nothing. */
export interface Mutation extends HarmlessChange {
  readonly expected: readonly Expected[]
}

/** A difference between the database as it was built (left) and the mutated one (right). */
export interface Expected {
  readonly change: 'missing' | 'extra' | 'changed'
  readonly kind: string
  readonly id: string
  readonly attribute?: string
  /** Set exactly where the difference is minor. */
  readonly class?: MinorClass
  /** The id when the two databases change sides, where it is another one (renames). */
  readonly reverseId?: string
}

interface Unchangeable {
  readonly attribute: string
  /** `the server sets it when …; no statement changes it`. */
  readonly reason: string
  /** The newest major version for which this holds. */
  readonly until?: number
}

/** Roles that exist on the server while the self-test runs; neither owns anything at first. */
export const reader = 'pgfold_self_test_reader'
export const writer = 'pgfold_self_test_writer'

/** One attribute of one object is another one. */
export function changed(kind: string, id: string, attribute: string, minor?: MinorClass): Expected {
  return { change: 'changed', kind, id, attribute, ...classOf(minor) }
}

/** The mutated database has one object more. */
export function extra(kind: string, id: string, minor?: MinorClass): Expected {
  return { change: 'extra', kind, id, ...classOf(minor) }
}

/** The mutated database lacks an object. */
export function missing(kind: string, id: string, minor?: MinorClass): Expected {
  return { change: 'missing', kind, id, ...classOf(minor) }
}

/** An object has another name and is otherwise the same. */
export function renamed(kind: string, ids: readonly [from: string, to: string], minor: MinorClass): Expected {
  return { change: 'changed', kind, id: ids[0], reverseId: ids[1], attribute: 'name', class: minor }
}

function classOf(minor: MinorClass | undefined): { readonly class?: MinorClass } {
  return minor === undefined ? {} : { class: minor }
}
