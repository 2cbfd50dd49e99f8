// Tables of extensions. They are left to the extension, but for what their owner may do to them and no membership
// tells: row security, columns, constraints, settings. A fold knows from the extension's own script what is a user's.
import { keyFor } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Finding } from '../model/finding.ts'
import { anyIn, isUserSchema } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { sortedOptions } from './relation-options.ts'

// Manual: "Packaging Related Objects into an Extension"; catalogs pg_class, pg_attribute, pg_attrdef, pg_constraint.
// The number -1 is no column: other kinds go on to find the extension at the table's address.
const query = `
  select
    c.oid,
    -1 as subid,
    n.nspname::text as schema,
    c.relname::text as name,
    e.extname::text as extension,
    c.relrowsecurity as row_security,
    c.relforcerowsecurity as force_row_security,
    (
      select coalesce(pg_catalog.json_object_agg(a.attname, pg_catalog.concat_ws(' ',
        pg_catalog.format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then 'NOT NULL' end,
        case when a.attidentity <> '' then 'IDENTITY' when a.attgenerated <> '' then 'GENERATED' end,
        'DEFAULT ' || pg_catalog.pg_get_expr(d.adbin, d.adrelid)) order by a.attname), '{}')
      from pg_catalog.pg_attribute as a
      left join pg_catalog.pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
    (
      select coalesce(
        pg_catalog.json_object_agg(con.conname, pg_catalog.pg_get_constraintdef(con.oid) order by con.conname), '{}')
      from pg_catalog.pg_constraint as con
      where con.conrelid = c.oid and con.contype in ('c', 'f', 'p', 'u', 'x')) as constraints,
    ${sortedOptions('c.reloptions')} as options,
    c.relreplident::text as replica_identity
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_depend as member
    on member.classid = 'pg_catalog.pg_class'::regclass and member.objid = c.oid and member.objsubid = 0
      and member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e'
  join pg_catalog.pg_extension as e on e.oid = member.refobjid
  where c.relkind in ('r', 'p', 'f') and ${isUserSchema('n.nspname')}
  order by n.nspname, c.relname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly extension: string
  readonly row_security: boolean
  readonly force_row_security: boolean
  /** Type, NOT NULL and default of each column. */
  readonly columns: Readonly<Record<string, string>>
  /** The definition of each constraint. */
  readonly constraints: Readonly<Record<string, string>>
  readonly options: readonly string[]
  readonly replica_identity: string
}

export const extensionTables = defineKind<Row>({
  name: 'extension-table',
  heading: 'Tables of extensions',
  rank: 21,
  addressedBy: 'pg_class',
  catalogs: [],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn(
    'pg_depend',
    `refclassid = 'pg_catalog.pg_extension'::regclass and classid = 'pg_catalog.pg_class'::regclass and deptype = 'e'`,
  ),
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    parent: keyFor('extension', row.extension),
  }),
  describe: (row) => ({
    rowSecurity: row.row_security,
    forceRowSecurity: row.force_row_security,
    columns: row.columns,
    constraints: row.constraints,
    options: row.options,
    replicaIdentity: row.replica_identity,
  }),
  minor: { options: 'storage' },
  leftToPerson: {
    attributes: { columns: {}, constraints: {}, options: [], replicaIdentity: 'd' },
    finding: changedFinding,
  },
  // The extension makes and drops it.
  create: () => [],
  drop: () => [],
  alter: (before, after) => [
    ...switchOf('rowSecurity', ['DISABLE', 'ENABLE'], { before, after }),
    ...switchOf('forceRowSecurity', ['NO FORCE', 'FORCE'], { before, after }),
  ],
})

function switchOf(
  attribute: string,
  [off, on]: readonly [off: string, on: string],
  { before, after }: { readonly before: CatalogObject; readonly after: CatalogObject },
): string[] {
  const state = after.attributes[attribute]
  if (state === before.attributes[attribute]) return []
  return [`ALTER TABLE ${after.id} ${state === true ? on : off} ROW LEVEL SECURITY`]
}

function changedFinding({ id }: CatalogObject): Finding {
  return {
    code: 'extension-table-changed',
    severity: 'warning',
    subject: id,
    message: `${id} is a table of an extension, and its columns, constraints or settings are not those that the extension gives it: up.sql leaves that to you`,
  }
}
