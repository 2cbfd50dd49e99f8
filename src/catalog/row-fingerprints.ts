// Within the kinds that differ, one hash for each row, so that only the rows that differ are transferred: in two
// databases of ten thousand tables that differ in a column, a handful. A row that both sides have is left out of both
// snapshots, and no comparison misses it: what is equal makes no difference, and takes part in none.
import { kinds } from '../kinds/registry.ts'
import type { Kind, KindRow } from '../kinds/kind.ts'
import type { Queryable } from '../sql/queryable.ts'
import { kindLines, rowHashOf } from './row-lines.ts'
import type { Buckets } from './row-lines.ts'

interface RowFingerprint {
  readonly oid: number
  readonly hash: string
  /** The addresses that a satellite's row names: its target, and what that goes away with. */
  readonly targets: readonly { readonly catalog: string; readonly oid: number }[]
}

/** The rows of each kind that was asked for, by the name of the kind. */
export type RowFingerprints = ReadonlyMap<string, readonly RowFingerprint[]>

/** Which rows to read. */
export interface RowSelection {
  /** By the name of the kind; a kind that is not listed is not read. */
  readonly rows: ReadonlyMap<string, { readonly oids: ReadonlySet<number>; readonly hashes: ReadonlySet<string> }>
  /** Oids by catalog: objects whose keys the satellites' rows need, and which are no part of the snapshot. */
  readonly targets: ReadonlyMap<string, ReadonlySet<number>>
}

/**
 * Reads the hashes of these kinds' rows in one round trip, within the transaction of `openReading`; of a kind that
 * `buckets` lists those in its buckets, of another one all.
 */
export async function readRowFingerprints(
  db: Queryable,
  names: ReadonlySet<string>,
  buckets: Buckets = new Map(),
): Promise<RowFingerprints> {
  const wanted = kinds.filter((kind) => names.has(kind.name))
  const results = await db.queries(wanted.map((kind) => rowHashQuery(kind, db.serverVersion, buckets.get(kind.name))))
  return new Map(wanted.map(({ name }, index) => [name, (results[index] ?? []) as unknown as RowFingerprint[]]))
}

function rowHashQuery(kind: Kind, serverVersion: number, buckets: readonly number[] | undefined): string {
  return `select oid, ${rowHashOf('line')} as hash, ${kind.satellite ? targetsOf : `'[]'::json`} as targets
    from ${kindLines(kind, serverVersion, { buckets })}`
}

const targetsOf = `json_build_array(
      json_build_object('catalog', r->'catalog', 'oid', r->'oid'),
      json_build_object('catalog', r->'owner_catalog', 'oid', r->'owner_oid'))`

/** The rows of one side that the other one lacks. */
export function rowsOnlyIn(own: RowFingerprints, other: RowFingerprints): RowSelection {
  const targets = new Map<string, Set<number>>()
  const rows = new Map<string, { readonly oids: Set<number>; readonly hashes: Set<string> }>()
  for (const [kind, fingerprints] of own) {
    const differing = unmatched(fingerprints, other.get(kind) ?? [])
    rows.set(kind, {
      oids: new Set(differing.map(({ oid }) => oid)),
      hashes: new Set(differing.map(({ hash }) => hash)),
    })
    for (const { catalog, oid } of differing.flatMap((row) => row.targets)) {
      if (catalog !== null && oid !== null) targets.set(catalog, (targets.get(catalog) ?? new Set()).add(oid))
    }
  }
  return { rows, targets }
}

/** Where one side has a line more often than the other, all of its copies differ. */
function unmatched(own: readonly RowFingerprint[], other: readonly RowFingerprint[]): RowFingerprint[] {
  const counts = new Map<string, number>()
  for (const { hash } of own) counts.set(hash, (counts.get(hash) ?? 0) + 1)
  for (const { hash } of other) counts.set(hash, (counts.get(hash) ?? 0) - 1)
  return own.filter(({ hash }) => counts.get(hash) !== 0)
}

/** False for what was read only since a satellite's row names it. */
export function isSelectedRow(
  kind: string,
  row: KindRow & { readonly row_hash?: string },
  { rows }: RowSelection,
): boolean {
  return row.row_hash !== undefined && (rows.get(kind)?.hashes.has(row.row_hash) ?? false)
}
