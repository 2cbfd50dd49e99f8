// Whose rows a person wants folded. A name that no table has is an error: folding none of its rows would
// look like a table that has none.
import type { RowFilter } from '../catalog/row-tables.ts'
import { PgfoldError } from '../errors.ts'
import { isUserSchema } from '../sql/filters.ts'
import type { Queryable } from '../sql/queryable.ts'
import { quotePath } from '../sql/quote.ts'

/** `auto` folds the rows of every table, `none` no row; a list folds those of the named tables. */
export type RowChoice = 'auto' | 'none' | readonly string[]

/**
 * The relations that the choice names, in these schemas if any are given: by id or by name alone; a partitioned table
 * stands for its partitions, and a table for the sequences of its columns.
 */
export function filterFor(choice: RowChoice, schemas: readonly string[] = []): RowFilter {
  const chosen = chosenBy(choice)
  return schemas.length === 0 ? chosen : (relation) => schemas.includes(relation.schema) && chosen(relation)
}

function chosenBy(choice: RowChoice): RowFilter {
  if (choice === 'auto') return () => true
  if (choice === 'none') return () => false
  const wanted = new Set(choice)
  const isWanted = ({ id, name }: { readonly id: string; readonly name: string }): boolean =>
    wanted.has(id) || wanted.has(name)
  return (relation) =>
    [relation, relation.partitionOf, relation.ownedBy].some((one) => one !== undefined && isWanted(one))
}

/** Throws `unknown-table` for a name in the choice that nothing with rows has. */
export async function refuseUnknownTables(choice: RowChoice, db: Queryable): Promise<void> {
  if (choice === 'auto' || choice === 'none') return
  const relations = await db.query<{ schema: string; name: string }>(relationsQuery)
  const known = new Set(relations.flatMap(({ schema, name }) => [name, quotePath(schema, name)]))
  const unknown = choice.filter((name) => !known.has(name))
  const [first, second] = unknown
  if (first === undefined) return
  const message = second === undefined ? `There is no table ${first}` : `There are no tables ${unknown.join(', ')}`
  throw new PgfoldError('unknown-table', `${message}, so --rows cannot fold its rows`, {
    details: relations.slice(0, shownAtMost).map(({ schema, name }) => quotePath(schema, name)),
    hint:
      relations.length > shownAtMost
        ? `Correct the name; the first ${shownAtMost} of ${relations.length} tables are listed here.`
        : 'Correct the name; the tables are listed here.',
  })
}

const shownAtMost = 10

/** Tables, partitioned tables, materialized views and sequences, extensions' own included. */
const relationsQuery = `
  select
    n.nspname as schema,
    c.relname as name
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'm', 'S')
    and ${isUserSchema('n.nspname')}
  order by c.relkind = 'S', n.nspname collate "C", c.relname collate "C"`
