// A kind's rows as lines of text that two databases have in common where the rows mean the same: a row without its oid; a
// satellite's with its target spelled by the server instead of its address. Their hashes are made on the server. The rows
// are put into buckets, so that of two kinds that differ a few rows are looked at again.
import type { Kind } from '../kinds/kind.ts'
import { inSchemasCondition } from './schema-rows.ts'

/** Some buckets of kinds, such as those whose rows are not the same on both sides, by the name of the kind. */
export type Buckets = ReadonlyMap<string, readonly number[]>

/** A row of a kind with 80,000 rows shares its bucket with some 300 others. */
const bucketCount = 256

/** Which rows: of these buckets, of these schemas; all where nothing is said. */
interface Lines {
  readonly buckets?: readonly number[] | undefined
  readonly schemas?: readonly string[] | undefined
}

/**
 * A FROM item with a `line` for each row of a kind, its `bucket` and its `oid`; where it is a satellite's, also the row
 * itself as JSON (`r`).
 */
export function kindLines(kind: Kind, serverVersion: number, { buckets, schemas }: Lines = {}): string {
  const query = withoutOrder(kind.query(serverVersion))
  // Each condition is on one column, so that the server checks it before it makes the others.
  const conditions = [
    buckets === undefined ? undefined : `${bucketOf(kind)} = any('{${buckets.join()}}')`,
    inSchemasCondition(kind, schemas),
  ].filter((condition) => condition !== undefined)
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`
  return `(
      select q.oid, ${bucketOf(kind)} as bucket, ${lineOf(kind)} as line${kind.satellite ? ', to_jsonb(q) as r' : ''}
      from (${query}) as q${kind.satellite ? `, ${identified}` : ''}
      ${where}
      offset 0) as lines`
}

// Of the hash of a column that is a part of the line: equal lines are in the same bucket.
function bucketOf({ spreadBy = 'name' }: Kind): string {
  return `(coalesce(hashtext(q.${spreadBy}::text), 0) & ${bucketCount - 1})`
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

// A row's text begins with its address, the first columns of every kind (a test says so), which is cut off: its oid and,
// of a part of an object, its number. (`right` reads no further than the text that it cuts off; `substr` reads all.)
function lineOf(kind: Kind): string {
  if (kind.satellite) return `(${target} || (to_jsonb(q) - array['oid', 'subid', 'owner_oid', 'owner_subid'])::text)`
  return kind.isPart
    ? `right(q::text, -2 - length(q.oid::text || q.subid::text))`
    : `right(q::text, -1 - length(q.oid::text))`
}

const identified = `pg_identify_object(to_regclass('pg_catalog.' || q.catalog), q.oid, q.subid) as o`

// What the server cannot spell keeps its address: no row is without a line.
const target = `coalesce(o.type || ' ' || o.identity, concat_ws(' ', q.catalog, q.oid, q.subid))`

/** A kind's query without its last line, the ORDER BY. Throws where it has none: a fault of the program. */
function withoutOrder(query: string): string {
  const last = query.lastIndexOf('\n  order by ')
  if (last < 0 || query.includes('\n', last + 1)) throw new Error(`a kind's query ends in a line of ORDER BY: ${query}`)
  return query.slice(0, last)
}
