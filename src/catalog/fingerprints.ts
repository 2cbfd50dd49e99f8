// One hash for each kind, made on the server, so that what is equal on both sides is never transferred. Equal hashes
// mean equal rows; of unequal ones the rows are told apart next (row-fingerprints.ts). Owners and grantees are compared
// relative to the principal, so that equal rows mean the same only where the principals are the same.
import { kinds } from '../kinds/registry.ts'
import type { Kind } from '../kinds/kind.ts'
import type { Queryable } from '../sql/queryable.ts'
import { principalQuery } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import { beginReading } from './reading.ts'
import { kindLines } from './row-lines.ts'

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
 * the same moment; `endReading` ends it. `known` is the principal, where that is known.
 */
export async function openReading(db: Queryable, known?: string): Promise<Fingerprints> {
  const queries = [principalQuery, ...kinds.map((kind) => hashQuery(kind, db.serverVersion))]
  const results = await db.queries([...beginReading, ...queries])
  const [principals, ...hashes] = results.slice(beginReading.length) as [PrincipalRow[], ...KindFingerprint[][]]
  const { principal, bootstrap } = principals[0] ?? { principal: '', bootstrap: '' }
  return {
    principal: JSON.stringify([known ?? principal, bootstrap]),
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
