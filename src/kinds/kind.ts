import type { Finding } from '../model/finding.ts'
import type { CatalogObject, Identity, ObjectKey } from '../model/object.ts'
import type { SecretValues } from '../model/secrets.ts'
import type { MinorClass } from '../model/snapshot.ts'
import type { Attributes } from '../model/value.ts'

/** A row of a kind's query. Every other column is the kind's own; its `Row` type stands beside its query. */
export interface KindRow {
  /** The object's address in `pg_depend`: with `Kind.addressedBy` and `subid` it stands for the object. */
  readonly oid: number
  /** `objsubid`: the attribute number for columns. */
  readonly subid?: number
}

/** What a description may look up; `undefined` means that no kind covers the address. */
export interface ReadContext {
  /** A role as the snapshot names it: null for the principal. */
  role(name: string): string | null
  /** The key of the object at a catalog address, for the kinds read after the others (`satellite`). */
  keyAt(catalog: string, oid: number, subid: number): ObjectKey | undefined
}

/** The snapshot that is being rendered, as the kinds see it. */
export interface RenderView {
  /** The server the snapshot was read from, such as 180004; the SQL is for this version. */
  readonly serverVersion: number
  object(key: ObjectKey): CatalogObject | undefined
  /** The objects whose parent is `key`, of one kind, ordered by id; `undefined` kind means all. */
  members(key: ObjectKey, kind?: string): readonly CatalogObject[]
  /** The objects of one kind, ordered by id. */
  all(kind: string): readonly CatalogObject[]
  /** The objects of one kind whose `dependsOn` names `key`, ordered by id: the partitions of a table. */
  dependents(key: ObjectKey, kind: string): readonly CatalogObject[]
  /** True where the object is there before the script runs. */
  isThere(key: ObjectKey): boolean
  /** True where this member is created inside its parent's CREATE statement (see `Kind.inline`). */
  isInlined(key: ObjectKey): boolean
  /** The text that `Kind.inline` of its kind gives for a member. */
  inline(object: CatalogObject): string
  /** The name of a role in SQL; null (the principal) is CURRENT_USER. */
  role(name: string | null): string
}

/** Statements that can only run once other objects exist: OWNED BY, REPLICA IDENTITY USING INDEX. */
export interface Finish {
  readonly after: readonly ObjectKey[]
  /** Runs behind the reference rows: REFRESH MATERIALIZED VIEW. */
  readonly late?: true
  readonly statements: readonly string[]
}

/** The secrets of a kind's objects (model/secrets.ts). They are read and set on scratch databases alone, for the proof. */
export interface KindSecrets<Row extends KindRow = KindRow> {
  /** The values, by the name of their option; `describe` has their digests in the attribute `secrets`. */
  of(row: Row): SecretValues
  /** Statements that give an object that is there other secrets; also shown to people, with dots for the values. */
  set(object: CatalogObject, secrets: { readonly from: SecretValues; readonly to: SecretValues }): readonly string[]
}

/** What a person should know of a database besides its comparison: what could not be read, what no script carries. */
export interface KindFinding {
  /** One SELECT of `subject`, a row for each finding; asked on every reading, whatever kinds are read. */
  query(serverVersion: number): string
  finding(subject: string): Finding
}

/** What `up.sql` leaves to a person, since no script should do it unasked. */
export interface LeftToPerson {
  /** What these attributes are in an object that `up.sql` made; left out where the whole object is left out. */
  readonly attributes?: Attributes
  finding(object: CatalogObject): Finding
}

/**
 * Everything pgfold knows of one kind of object, in one file. `describe` is the comparison: each attribute
 * it returns is compared, nothing else is.
 */
export interface Kind<Row extends KindRow = KindRow> {
  readonly name: string
  /** `Tables`: the section's heading in reports and in `up.sql`. */
  readonly heading: string
  /** Natural creation order, as pg_dump's; unique. */
  readonly rank: number
  /** The rank of an object that comes earlier than the others of its kind where it stands by itself. */
  rankOf?(object: CatalogObject): number
  /** The catalog whose oids `Row.oid` are: the `classid` of the object's address. */
  readonly addressedBy: string
  /**
   * Set where the column `schema` of `query` is the one that `identify` says: of other schemas than those that are wanted no
   * row has to be read. The kinds that a schema has many of have it.
   */
  readonly isInSchema?: true
  /** The catalogs of which this kind answers for every column (the ledger); `query` reads or `columnsIgnored` explains. */
  readonly catalogs: readonly string[]
  /** `pg_class.relpages` → why it holds no user state. */
  readonly columnsIgnored: Readonly<Record<string, string>>
  /** Created before its parent although it goes away with it: a sequence that a column owns. */
  readonly beforeParent?: true
  /**
   * Whether it is created behind the reference rows: `with-rows` where its parent has some, which it would
   * act on (triggers, rules); `when-detached` where it was taken out of its
   * table to break a cycle (other foreign keys); `always` for what acts on the statements of `up.sql`
   * itself or calls functions while it is built (event triggers, indexes on function calls).
   */
  behindRows?(object: CatalogObject): 'never' | 'with-rows' | 'when-detached' | 'always'
  /** Set where `query` has `subid` behind `oid`: the number of a part, which is another one where parts were dropped. */
  readonly isPart?: true
  /** Read after the others, since it names its target by address (comments, privileges). */
  readonly satellite?: true
  /** One plain SELECT with ORDER BY, for a server of this version. The search_path is empty when it runs. */
  query(serverVersion: number): string
  /**
   * A condition, cheap to ask, that is true in every database in which `query` has a row. Where it is false, `query`
   * is not sent: to plan it takes longer than to read what most databases have of most kinds. Left out for kinds that
   * every database has.
   */
  readonly emptyUnless?: string
  /**
   * The column of `query` that tells most of its rows apart, `name` when left out: they are hashed in buckets of it
   * (catalog/row-lines.ts). Best one that is cheap to read and not the same in every table.
   */
  readonly spreadBy?: string
  /** Undefined where the row's target is covered by no kind. */
  identify(row: Row, context: ReadContext): Identity | undefined
  describe(row: Row, context: ReadContext): Attributes
  readonly findings?: readonly KindFinding[]
  /** Roles that its statements name inside a text, where no parser sees them. */
  rolesInText?(object: CatalogObject): readonly string[]
  /** Compared as everything else, but not carried: the proof and `verify` say so instead of calling it a difference. */
  readonly leftToPerson?: LeftToPerson
  readonly expressions?: readonly string[]
  readonly orders?: readonly string[]
  readonly minor?: Readonly<Record<string, MinorClass>>
  readonly minorKind?: MinorClass
  readonly knownFrom?: Readonly<Record<string, number>>
  readonly chosenByServer?: readonly string[]
  readonly impliedBy?: Readonly<Record<string, string>>
  readonly renames?: MinorClass
  readonly mayLack?: readonly string[]
  readonly secrets?: KindSecrets<Row>

  /**
   * The text of this object inside its parent's CREATE statement, for kinds that have one (columns,
   * defaults, table constraints). Undefined: this object needs a statement of its own.
   */
  inline?(object: CatalogObject, view: RenderView): string | undefined
  /** Complete statements, without the final semicolon. */
  create(object: CatalogObject, view: RenderView): readonly string[]
  /**
   * Further objects that must be created (and inlined) before this one, also where pg_depend says the
   * opposite, whose edge then yields: the indexes of the partitions before the partitioned index that
   * adopts them.
   */
  waitsFor?(object: CatalogObject, view: RenderView): readonly ObjectKey[]
  /** True where the parent's CREATE statement comes too early for this object: a column that descendants got late. */
  isApart?(object: CatalogObject, view: RenderView): boolean
  /**
   * Statements for an object of the same name and columns that depends on nothing, and those that turn it
   * into the real one: how a cycle through this object is broken (views, as pg_dump does it).
   */
  stub?(
    object: CatalogObject,
    view: RenderView,
  ): { readonly before: readonly string[]; readonly after: readonly string[] }
  finish?(object: CatalogObject, view: RenderView): Finish | undefined
  /** Statements that undo `create`; without CASCADE. Not asked for where the parent is dropped as well. */
  drop(object: CatalogObject, view: RenderView): readonly string[]
  /** What those statements leave where no script reaches: the slot of a subscription, on its publisher. */
  leavesBehind?(object: CatalogObject): Finding | undefined
  /**
   * Statements that turn `before` into `after` where an object existed before the history (the schema
   * public, an extension's version). Undefined: this change cannot be expressed; the fold is refused.
   */
  alter?(before: CatalogObject, after: CatalogObject, view: RenderView): readonly string[] | undefined
  /** Kinds of dependents that must be gone while the statements of `alter` run: the views of a column. */
  disturbs?(before: CatalogObject, after: CatalogObject): readonly string[]
  /**
   * True where the object would leave on `made` what that does not have afterwards (default privileges). An object that
   * was there before and does so is set aside: dropped first, and created again behind all others.
   */
  leavesMarkOn?(object: CatalogObject, made: CatalogObject, view: RenderView): boolean
  /** Set where an object that cannot be altered may be dropped and created anew, since it holds no rows. */
  readonly mayBeMadeAnew?: true
}

/** Lets the registry hold kinds of different row types; the cast from driver rows happens here alone. */
export function defineKind<Row extends KindRow>(kind: Kind<Row>): Kind {
  return kind as unknown as Kind
}
