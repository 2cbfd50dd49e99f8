// Where sequences stand. A sequence is a relation of one row that holds its state; PostgreSQL 18 and its
// predecessors all answer SELECT from it, while pg_sequences hides the position of one never called.
import type { SequencePosition } from '../model/rows.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import type { Queryable } from '../sql/queryable.ts'
import { inReadTransaction } from './read-transaction.ts'
import type { RowFilter, RowRelation } from './row-tables.ts'

export interface SequenceRow {
  readonly schema: string
  readonly name: string
  /** bigint as text. */
  readonly start: string
  /** The table whose column it belongs to. */
  readonly ownerSchema: string | null
  readonly ownerName: string | null
}

/** The user's sequences with their start, those of serial and identity columns included. */
export const sequencesQuery = `
  select
    n.nspname as schema,
    c.relname as name,
    s.seqstart::pg_catalog.text as start,
    owner_schema.nspname as "ownerSchema",
    owner_table.relname as "ownerName"
  from pg_catalog.pg_sequence as s
  join pg_catalog.pg_class as c on c.oid = s.seqrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_depend as d
    on d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype in ('a', 'i')
      and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.refobjsubid > 0
  left join pg_catalog.pg_class as owner_table on owner_table.oid = d.refobjid
  left join pg_catalog.pg_namespace as owner_schema on owner_schema.oid = owner_table.relnamespace
  where ${isUserSchema('n.nspname')}
    and (${isNotExtensionMember('pg_class', 'c.oid')}
      or exists (select from pg_catalog.pg_extension as e where c.oid = any (e.extconfig)))
  order by n.nspname collate "C", c.relname collate "C"`

/** A sequence as the filter sees it. */
export function sequenceRelationOf({ schema, name, ownerSchema, ownerName }: SequenceRow): RowRelation {
  const relation: RowRelation = { kind: 'sequence', schema, name, id: quotePath(schema, name) }
  if (ownerSchema === null || ownerName === null) return relation
  return { ...relation, ownedBy: { name: ownerName, id: quotePath(ownerSchema, ownerName) } }
}

/** The positions of the user's sequences, ordered by id. */
export async function readSequencePositions(db: Queryable, includes: RowFilter): Promise<readonly SequencePosition[]> {
  return inReadTransaction(db, async () => {
    const sequences = await db.query<SequenceRow>(sequencesQuery)
    return sequencePositionsOf(
      db,
      sequences.filter((one) => includes(sequenceRelationOf(one))),
    )
  })
}

/** Sequences that one UNION ALL asks for; many more would cost the planner more than a second statement. */
const chunkSize = 500

/** The positions of these sequences, in their order, in one round trip. */
export async function sequencePositionsOf(
  db: Queryable,
  sequences: readonly SequenceRow[],
): Promise<readonly SequencePosition[]> {
  const queries: string[] = []
  for (let start = 0; start < sequences.length; start += chunkSize) {
    queries.push(
      sequences
        .slice(start, start + chunkSize)
        .map(positionQuery)
        .join('\nunion all\n'),
    )
  }
  const rows = (await db.queries(queries)).flat() as Omit<SequencePosition, 'moved'>[]
  const positions = new Map(rows.map((row) => [row.sequence, row]))
  return sequences.flatMap(({ schema, name, start }) => {
    const position = positions.get(quotePath(schema, name))
    return position ? [{ ...position, moved: position.isCalled || position.lastValue !== start }] : []
  })
}

function positionQuery({ schema, name }: SequenceRow): string {
  const id = quotePath(schema, name)
  return `select ${quoteLiteral(id)} as sequence, last_value::pg_catalog.text as "lastValue", is_called as "isCalled" from ${id}`
}
