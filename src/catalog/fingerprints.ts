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

/** By the name of the kind. */
export type Fingerprints = ReadonlyMap<string, KindFingerprint>

/**
 * Reads the fingerprints in one round trip and leaves its transaction open, so that what is read next is of
 * the same moment; `endReading` ends it.
 */
export async function openReading(db: Queryable): Promise<Fingerprints> {
  const queries = [principalQuery, ...kinds.map((kind) => hashQuery(kind, db.serverVersion))]
  const results = await db.queries([...beginReading, ...queries])
  const [principals, ...hashes] = results.slice(beginReading.length) as [PrincipalRow[], ...KindFingerprint[][]]
  const { principal, bootstrap } = principals[0] ?? { principal: '', bootstrap: '' }
  return new Map(
    kinds.map((kind, index) => {
      const { rows, hash } = hashes[index]?.[0] ?? { rows: 0, hash: '' }
      return [kind.name, { rows, hash: JSON.stringify([hash, principal, bootstrap]) }]
    }),
  )
}

/** Ends the transaction of `openReading`. */
export async function endReading(db: Queryable): Promise<void> {
  await db.queries(['commit'])
}

/**
 * The kinds to read on both sides: those whose hashes differ; all of them where a satellite's do, since its
 * rows name their targets by address.
 */
export function kindsThatDiffer(left: Fingerprints, right: Fingerprints): ReadonlySet<string> {
  const differing = kinds.filter(({ name }) => left.get(name)?.hash !== right.get(name)?.hash)
  return new Set((differing.some((kind) => kind.satellite) ? kinds : differing).map((kind) => kind.name))
}

// A row's text begins with its oid, the first column of every kind (a test says so), which is cut off. The sum of
// two 64-bit hashes of the lines does not depend on their order, so that nothing has to be sorted.
function hashQuery(kind: Kind, serverVersion: number): string {
  const query = withoutOrder(kind.query(serverVersion))
  const line = kind.satellite
    ? `o.type || ' ' || o.identity || (to_jsonb(r) - array['oid', 'subid', 'owner_oid', 'owner_subid'])::text`
    : `substr(r.row, strpos(r.row, ','))`
  const rows = kind.satellite
    ? `(${query}) as r, pg_identify_object(to_regclass('pg_catalog.' || r.catalog), r.oid, r.subid) as o`
    : `(select q::text as row from (${query}) as q offset 0) as r`
  return `
    select
      count(*)::int as rows,
      concat_ws(' ', sum(hashtextextended(line, 0)), sum(hashtextextended(line, 1))) as hash
    from (select ${line} as line from ${rows} offset 0) as lines`
}

/** A kind's query without its last line, the ORDER BY. Throws where it has none: a fault of the program. */
function withoutOrder(query: string): string {
  const last = query.lastIndexOf('\n  order by ')
  if (last < 0 || query.includes('\n', last + 1)) throw new Error(`a kind's query ends in a line of ORDER BY: ${query}`)
  return query.slice(0, last)
}
