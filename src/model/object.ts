import { quoteName } from '../sql/quote.ts'
import type { Attributes } from './value.ts'

/** `table public.users`: the kind, a blank, the id. Unique within a snapshot. */
export type ObjectKey = string

/**
 * What names one object, as parts that SQL returned: `['public', 'users', 'email']`. Functions carry their
 * argument types in `signature`, without the brackets.
 */
export interface Identity {
  readonly parts: readonly string[]
  readonly signature?: string
  /** The schema that `--schema` filters by; null for what lives outside every schema. */
  readonly schema: string | null
  /**
   * The object this one is a part of and goes away with: the table of a column, the target of a comment.
   * Its absence implies this object's, so it alone is reported and dropped.
   */
  readonly parent?: ObjectKey
  /** The id itself, where it is no dotted name: the key of a comment's target. */
  readonly id?: string
  /** Set where `CREATE EXTENSION` has to name the version, since it is not the one its server would choose. */
  readonly pinned?: true
  /** Options in the order in which they were given, where it is not that of the attribute: no difference, but what pg_dump prints. */
  readonly given?: readonly string[]
  /** Set where the object rests on what servers leave by themselves until some version, and otherwise from it on. */
  readonly acrossVersions?: AcrossVersions
}

/** What a database of a later version that was made the same, or an earlier one, would show instead of an object. */
export interface AcrossVersions {
  /** The first `server_version_num` that leaves something else by itself. */
  readonly since: number
  /** The attributes that would be others. */
  readonly attributes: Attributes
  /** Set where there would be no object then. */
  readonly isNothing?: true
}

/** One thing in the catalog. `dependsOn` is empty unless the snapshot was read with dependencies. */
export interface CatalogObject {
  readonly kind: string
  readonly id: string
  readonly identity: Identity
  readonly attributes: Attributes
  readonly dependsOn: readonly ObjectKey[]
}

/** The one codec of identity: parts quoted as `quote_ident` does, joined by dots, the signature in brackets. */
export function idOf(identity: Identity): string {
  if (identity.id !== undefined) return identity.id
  const name = identity.parts.map(quoteName).join('.')
  return identity.signature === undefined ? name : `${name}(${identity.signature})`
}

/** The parts of a dotted id, unquoted; a signature is left out. The inverse of `idOf`. */
export function partsOf(id: string): string[] {
  const parts: string[] = []
  for (const [token] of id.matchAll(/"(?:[^"]|"")*"|[^".(]+|\(/gu)) {
    if (token === '(') break
    parts.push(token.startsWith('"') ? token.slice(1, -1).replaceAll('""', '"') : token)
  }
  return parts
}

/** The key of the object of `kind` with this id. */
export function keyOf(object: { readonly kind: string; readonly id: string }): ObjectKey {
  return `${object.kind} ${object.id}`
}

/** The key of an object known by kind and name parts, such as a column's table. */
export function keyFor(kind: string, ...parts: string[]): ObjectKey {
  return `${kind} ${parts.map(quoteName).join('.')}`
}

/** True where two objects of one key are no pair, since what they are parts of is a table here and a foreign table there. */
export function isOfAnotherKind(left: CatalogObject, right: CatalogObject): boolean {
  const [one, other] = [left.identity.parent, right.identity.parent]
  if (one === other || one === undefined || other === undefined) return false
  return one.slice(one.indexOf(' ')) === other.slice(other.indexOf(' '))
}

/** The last part of an object's identity: the bare name within its parent or schema. */
export function bareName(object: CatalogObject): string {
  return object.identity.parts.at(-1) ?? ''
}
