// One hash for each kind, made on the server, so that what is equal on both sides is never transferred. A line of
// the hash is a row without its oid; a satellite's target is spelled by the server instead of its address.
// Equal hashes mean equal rows; unequal ones mean nothing but that the rows have to be read. Owners and grantees are
// compared relative to the principal, so that it is part of every hash: the same name can mean two things.
import { kinds } from '../kinds/registry.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Queryable } from '../sql/queryable.ts'
import { principalQuery } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import { beginReading } from './reading.ts'

interface KindFingerprint {
  readonly rows: number
  readonly hash: string
}

export interface Fingerprints {
  /** Whom owners and grantees are compared relative to: equal rows mean the same only where this is equal. */
  readonly principal: string
  /** By the name of the kind. */
  readonly kinds: ReadonlyMap<string, KindFingerprint>
}

/**
 * Reads the fingerprints in one round trip and leaves its transaction open, so that what is read next is of
 * the same moment; `endReading` ends it.
 */
export async function openReading(db: Queryable): Promise<Fingerprints> {
  const queries = [principalQuery, ...kinds.map((kind) => hashQuery(kind, db.serverVersion))]
  const results = await db.queries([...beginReading, ...queries])
  const [principals, ...hashes] = results.slice(beginReading.length) as [PrincipalRow[], ...KindFingerprint[][]]
  const { principal, bootstrap } = principals[0] ?? { principal: '', bootstrap: '' }
  return {
    principal: JSON.stringify([principal, bootstrap]),
    kinds: new Map(kinds.map(({ name }, index) => [name, hashes[index]?.[0] ?? { rows: 0, hash: '' }])),
  }
}

/** Ends the transaction of `openReading`. */
export async function endReading(db: Queryable): Promise<void> {
  await db.queries(['commit'])
}

/** The kinds whose rows are not the same on both sides: all of them where the principals differ. */
export function kindsThatDiffer(left: Fingerprints, right: Fingerprints): ReadonlySet<string> {
  const isEqual = (name: string): boolean =>
    left.principal === right.principal && left.kinds.get(name)?.hash === right.kinds.get(name)?.hash
  return new Set(kinds.map(({ name }) => name).filter((name) => !isEqual(name)))
}

// The sum of two 64-bit hashes of the lines does not depend on their order, so that nothing has to be sorted.
function hashQuery(kind: Kind, serverVersion: number): string {
  return `
    select
      count(*)::int as rows,
      concat_ws(' ', sum(hashtextextended(line, 0)), sum(hashtextextended(line, 1))) as hash
    from ${kindLines(kind, serverVersion)}`
}

/**
 * A FROM item with a `line` for each row of a kind and its `oid`; where it is a satellite's, also the row itself as
 * JSON (`r`).
 */
export function kindLines(kind: Kind, serverVersion: number): string {
  const query = withoutOrder(kind.query(serverVersion))
  if (kind.satellite)
    return `(
      select q.oid, ${lineOf(kind)} as line, to_jsonb(q) as r
      from (${query}) as q, ${identified}
      offset 0) as lines`
  const rows = `(select q.oid, q::text as row from (${query}) as q offset 0) as r`
  return `(select r.oid, ${lineOf(kind, 'r.row')} as line from ${rows} offset 0) as lines`
}

/** The rows at these oids, each with its hash as `row_hash`. */
export function hashedRowsQuery(kind: Kind, serverVersion: number, oids: readonly number[]): string {
  const also = kind.satellite ? `, ${identified}` : ''
  // The condition on the oid reaches the catalog's own index.
  return `
    select q.*, ${rowHashOf(lineOf(kind))} as row_hash
    from (${kind.query(serverVersion)}) as q${also}
    where q.oid = any('{${oids.join()}}'::oid[])`
}

/** The hash of one row, from its line: two rows of one kind have it in common only where they are equal. */
export function rowHashOf(line: string): string {
  return `concat_ws(' ', hashtextextended(${line}, 0), hashtextextended(${line}, 1))`
}

// A row's text begins with its oid, the first column of every kind (a test says so), which is cut off.
function lineOf(kind: Kind, row = 'q::text'): string {
  return kind.satellite
    ? `(o.type || ' ' || o.identity || (to_jsonb(q) - array['oid', 'subid', 'owner_oid', 'owner_subid'])::text)`
    : `substr(${row}, strpos(${row}, ','))`
}

const identified = `pg_identify_object(to_regclass('pg_catalog.' || q.catalog), q.oid, q.subid) as o`

/** A kind's query without its last line, the ORDER BY. Throws where it has none: a fault of the program. */
function withoutOrder(query: string): string {
  const last = query.lastIndexOf('\n  order by ')
  if (last < 0 || query.includes('\n', last + 1)) throw new Error(`a kind's query ends in a line of ORDER BY: ${query}`)
  return query.slice(0, last)
}
