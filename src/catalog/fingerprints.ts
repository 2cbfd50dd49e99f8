// Hashes of each kind, one for each bucket of its rows, made on the server, so that what is equal on both sides is never
// transferred. Equal hashes mean equal rows; of unequal ones the rows are told apart next (row-fingerprints.ts). Owners
// and grantees are compared relative to the principal, so that equal rows mean the same only where the principals are the
// same.
import { kinds } from '../kinds/registry.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Queryable } from '../sql/queryable.ts'
import { kindsThere } from './kinds-there.ts'
import { principalQuery } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import { beginReading } from './reading.ts'
import { kindLines } from './row-lines.ts'
import type { Buckets } from './row-lines.ts'

interface KindFingerprint {
  readonly rows: number
  /** By the number of the bucket; an empty bucket has none. */
  readonly hashes: Readonly<Record<string, string>>
}

export interface Fingerprints {
  /** Whom owners and grantees are compared relative to: equal rows mean the same only where this is equal. */
  readonly principal: string
  /** What the server said of the database itself. */
  readonly database: PrincipalRow
  /** By the name of the kind. */
  readonly kinds: ReadonlyMap<string, KindFingerprint>
}

/**
 * Reads the fingerprints in two round trips and leaves its transaction open, so that what is read next is of
 * the same moment; `endReading` ends it. `known` is the principal, where that is known. Where `schemas` are given, what
 * lies in others does not count.
 */
export async function openReading(db: Queryable, known?: string, schemas?: readonly string[]): Promise<Fingerprints> {
  const there = await kindsThere(db, beginReading)
  const results = await db.queries([principalQuery, ...there.map((kind) => hashQuery(kind, db.serverVersion, schemas))])
  const [principals, ...hashes] = results as [PrincipalRow[], ...KindFingerprint[][]]
  const database = principals[0] ?? { database: '', principal: '', bootstrap: '' }
  const found = new Map(there.map(({ name }, index) => [name, hashes[index]?.[0]]))
  return {
    principal: JSON.stringify([known ?? database.principal, database.bootstrap]),
    database,
    kinds: new Map(kinds.map(({ name }) => [name, found.get(name) ?? { rows: 0, hashes: {} }])),
  }
}

/** Ends the transaction of `openReading`. */
export async function endReading(db: Queryable): Promise<void> {
  await db.queries(['commit'])
}

/** The kinds whose rows are not the same on both sides: all of them where the principals differ. */
export function kindsThatDiffer(left: Fingerprints, right: Fingerprints): ReadonlySet<string> {
  if (left.principal !== right.principal) return new Set(kinds.map(({ name }) => name))
  return new Set(bucketsThatDiffer(left, right).keys())
}

/** What of the kinds is not the same on both sides, of fingerprints that are relative to the same principal. */
export function bucketsThatDiffer(left: Fingerprints, right: Fingerprints): Buckets {
  const found = kinds.map(({ name }): [string, readonly number[]] => {
    const [own, other] = [left, right].map((side) => side.kinds.get(name)?.hashes ?? {}) as [Hashes, Hashes]
    const buckets = Object.keys({ ...own, ...other })
    return [name, buckets.filter((bucket) => own[bucket] !== other[bucket]).map(Number)]
  })
  return new Map(found.filter(([, buckets]) => buckets.length > 0))
}

type Hashes = KindFingerprint['hashes']

// The sum of two 64-bit hashes of the lines does not depend on their order, so that no line has to be sorted.
function hashQuery(kind: Kind, serverVersion: number, schemas: readonly string[] | undefined): string {
  return `
    select
      coalesce(sum(bucket.rows), 0)::int as rows,
      coalesce(json_object_agg(bucket.number, bucket.hash), '{}') as hashes
    from (
      select
        bucket as number,
        count(*) as rows,
        concat_ws(' ', sum(hashtextextended(line, 0)), sum(hashtextextended(line, 1))) as hash
      from ${kindLines(kind, serverVersion, { schemas })}
      group by bucket
    ) as bucket`
}
