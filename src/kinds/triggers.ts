// Triggers, from the parts that pg_trigger holds. WHEN uses OLD and NEW, which pg_get_triggerdef alone can
// deparse. A trigger of a partition, which its partitioned table made, counts where it fires in another state.
import { anyIn, isUserSchema } from '../sql/filters.ts'
import { triggerCondition } from './trigger-condition.ts'
import { enabledStates } from './enabled.ts'
import { givenOrder } from './given-order.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { extensionOf } from './relation-filters.ts'
import { relationKey } from './relation.ts'
import type { RelationRow } from './relation.ts'
import { alterTrigger, createTrigger, dropTrigger } from './trigger-text.ts'

// Manual: CREATE TRIGGER; catalog pg_trigger. tgtype is a set of bits (pg_trigger.h); tgargs holds the arguments
// one behind the other, each with a zero byte at its end, in the encoding of the database.
const query = (serverVersion: number): string => `
  select
    t.oid,
    n.nspname::text as schema,
    c.relname::text as relation,
    c.relkind::text as relkind,
    ${extensionOf('c')} as extension,
    t.tgname::text as name,
    t.tgfoid::regproc::text as function,
    t.tgtype & 1 <> 0 as for_each_row,
    case when t.tgtype & 64 <> 0 then 'INSTEAD OF' when t.tgtype & 2 <> 0 then 'BEFORE' else 'AFTER' end as timing,
    array_remove(array[
      case when t.tgtype & 4 <> 0 then 'INSERT' end,
      case when t.tgtype & 8 <> 0 then 'DELETE' end,
      case when t.tgtype & 16 <> 0 then 'UPDATE' end,
      case when t.tgtype & 32 <> 0 then 'TRUNCATE' end], null) as events,
    array(
      select a.attname::text
      from pg_catalog.unnest(t.tgattr::smallint[]) with ordinality as key(number, position)
      join pg_catalog.pg_attribute as a on a.attrelid = t.tgrelid and a.attnum = key.number
      order by key.position
    ) as columns,
    array(
      select pg_catalog.convert_from(pg_catalog.decode(pg_catalog.replace(arg.hex, ' ', ''), 'hex'),
        pg_catalog.getdatabaseencoding())
      from pg_catalog.regexp_split_to_table(
        pg_catalog.regexp_replace(pg_catalog.encode(t.tgargs, 'hex'), '(..)', '\\1 ', 'g'), '00 ')
        with ordinality as arg(hex, position)
      where arg.position <= t.tgnargs
      order by arg.position
    ) as arguments,
    t.tgoldtable::text as old_table,
    t.tgnewtable::text as new_table,
    t.tgconstraint <> 0 as constraint_trigger,
    (
      select pg_catalog.format('%I.%I', fn.nspname, fc.relname)
      from pg_catalog.pg_class as fc
      join pg_catalog.pg_namespace as fn on fn.oid = fc.relnamespace
      where fc.oid = t.tgconstrrelid
    ) as from_table,
    t.tgdeferrable as deferrable,
    t.tginitdeferred as initially_deferred,
    t.tgenabled::text as enabled,
    parent.tgenabled::text as inherited_state,
    case when t.tgqual is not null then pg_catalog.pg_get_triggerdef(t.oid) end as definition
  from pg_catalog.pg_trigger as t
  join pg_catalog.pg_class as c on c.oid = t.tgrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  left join pg_catalog.pg_trigger as parent on parent.oid = t.tgparentid
  where (not t.tgisinternal${serverVersion < 150000 ? isCopy : ''})
    and (t.tgparentid = 0 or t.tgenabled <> parent.tgenabled)
    and ${isUserSchema('n.nspname')}
  order by n.nspname, c.relname, t.tgname`

// Before PostgreSQL 15 the copies that partitions have are internal, as the triggers behind constraints are.
const isCopy = ` or t.tgparentid <> 0 and not exists (
      select from pg_catalog.pg_constraint as behind
      where behind.oid = t.tgconstraint and behind.contype <> 't')`

interface Row extends KindRow, RelationRow {
  readonly name: string
  readonly function: string
  readonly for_each_row: boolean
  readonly timing: string
  readonly events: readonly string[]
  readonly columns: readonly string[]
  readonly arguments: readonly string[]
  readonly old_table: string | null
  readonly new_table: string | null
  readonly constraint_trigger: boolean
  readonly from_table: string | null
  readonly deferrable: boolean
  readonly initially_deferred: boolean
  readonly enabled: string
  readonly inherited_state: string | null
  readonly definition: string | null
}

export const triggers = defineKind<Row>({
  name: 'trigger',
  heading: 'Triggers',
  rank: 140,
  addressedBy: 'pg_trigger',
  isInSchema: true,
  catalogs: ['pg_trigger'],
  columnsIgnored: { 'pg_trigger.tgconstrindid': 'the index of the constraint that the trigger stands behind' },
  query,
  emptyUnless: anyIn('pg_trigger'),
  spreadBy: 'relation',
  identify: (row) => ({
    parts: [row.schema, row.relation, row.name],
    schema: row.schema,
    parent: relationKey(row),
    ...givenOrder(row.columns, row.columns.toSorted()),
  }),
  describe: (row) => {
    const enabled = enabledStates[row.enabled] ?? row.enabled
    return row.inherited_state === null ? { ...describeTrigger(row), enabled } : { inherited: true, enabled }
  },
  expressions: ['condition'],
  // Reference rows are inserted, and nothing else is done to them. (A copy on a partition tells no events.)
  behindRows: ({ attributes }) =>
    ((attributes['events'] as string[] | undefined)?.includes('INSERT') ?? true) ? 'with-rows' : 'never',
  create: createTrigger,
  drop: dropTrigger,
  alter: alterTrigger,
  mayBeMadeAnew: true,
})

function describeTrigger(row: Row) {
  return {
    inherited: false,
    timing: row.timing,
    events: row.events,
    // The order in UPDATE OF has no meaning.
    columns: row.columns.toSorted(),
    level: row.for_each_row ? 'ROW' : 'STATEMENT',
    condition: row.definition === null ? null : triggerCondition(row.definition),
    function: row.function,
    arguments: row.arguments,
    oldTable: row.old_table,
    newTable: row.new_table,
    constraint: row.constraint_trigger,
    fromTable: row.from_table,
    deferrable: row.deferrable,
    initiallyDeferred: row.initially_deferred,
  }
}
