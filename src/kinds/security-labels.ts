// Security labels: one object for each provider and target. A provider is a module that the server has loaded, which
// decides what labels mean; SECURITY LABEL fails where it is not there. Members of extensions can be labelled too.
import { keyFor } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Finding } from '../model/finding.ts'
import { anyIn } from '../sql/filters.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, ReadContext } from './kind.ts'

// Manual: SECURITY LABEL; catalogs pg_seclabel and, for subscriptions, pg_shseclabel. The server spells the target
// itself.
const labels = `(
    select own.objoid, own.classoid, own.objsubid, own.provider, own.label
    from pg_catalog.pg_seclabel as own
    union all
    select shared.objoid, shared.classoid, 0, shared.provider, shared.label
    from pg_catalog.pg_shseclabel as shared
    join pg_catalog.pg_subscription as s on s.oid = shared.objoid
    join pg_catalog.pg_database as d on d.oid = s.subdbid
    where shared.classoid = 'pg_catalog.pg_subscription'::regclass and d.datname = pg_catalog.current_database())`

const query = `
  select
    l.objoid as oid,
    l.objsubid as subid,
    dc.relname::text as catalog,
    l.provider,
    l.label,
    target.type,
    target.identity,
    n.nspname::text as schema,
    e.extname::text as extension,
    case
      when identity.refobjid is not null then 'pg_class'
      when c.relkind = 'c' then 'pg_type'
      when r.rngtypid is not null then 'pg_type'
      else dc.relname::text
    end as owner_catalog,
    coalesce(identity.refobjid, case when c.relkind = 'c' then c.reltype end, r.rngtypid, l.objoid) as owner_oid,
    coalesce(identity.refobjsubid, 0) as owner_subid
  from ${labels} as l
  join pg_catalog.pg_class as dc on dc.oid = l.classoid
  cross join lateral pg_catalog.pg_identify_object(l.classoid, l.objoid, l.objsubid) as target
  left join pg_catalog.pg_namespace as n on n.nspname = target.schema
  left join pg_catalog.pg_class as c on l.classoid = 'pg_catalog.pg_class'::regclass and c.oid = l.objoid
  left join pg_catalog.pg_range as r on l.classoid = 'pg_catalog.pg_type'::regclass and r.rngmultitypid = l.objoid
  left join pg_catalog.pg_depend as identity
    on c.relkind = 'S' and identity.classid = l.classoid and identity.objid = c.oid
      and identity.refobjsubid > 0 and identity.deptype = 'i'
  left join pg_catalog.pg_depend as member
    on member.classid = l.classoid and member.objid = l.objoid and member.objsubid = 0
      and member.refclassid = 'pg_catalog.pg_extension'::regclass and member.deptype = 'e'
  left join pg_catalog.pg_extension as e on e.oid = member.refobjid
  order by l.provider, target.type, target.identity`

interface Row extends KindRow {
  readonly subid: number
  readonly catalog: string
  readonly provider: string
  readonly label: string
  /** `table column` */
  readonly type: string
  /** `public.users.email` */
  readonly identity: string
  readonly schema: string | null
  /** The extension that the target is a member of. */
  readonly extension: string | null
  /** The address of what the target belongs to, where it is no object itself. */
  readonly owner_catalog: string
  readonly owner_oid: number
  readonly owner_subid: number
}

const providers = `
  select distinct l.provider as subject
  from ${labels} as l
  order by l.provider`

export const securityLabels = defineKind<Row>({
  name: 'security-label',
  heading: 'Security labels',
  rank: 166,
  addressedBy: 'pg_seclabel',
  catalogs: ['pg_seclabel'],
  columnsIgnored: {},
  satellite: true,
  query: () => query,
  emptyUnless: `${anyIn('pg_seclabel')} or ${anyIn('pg_shseclabel')}`,
  spreadBy: 'identity',
  identify: (row, context) => {
    const parent = parentOf(row, context)
    return {
      parts: [targetOf(row), row.provider],
      id: `${quoteName(row.provider)} on ${row.type} ${row.identity}`,
      schema: row.schema,
      ...(parent === undefined ? {} : { parent }),
    }
  },
  describe: (row) => ({ label: row.label }),
  findings: [{ query: () => providers, finding: providerFinding }],
  create: (object) => [labelStatement(object, object.attributes['label'] as string)],
  drop: (object) => [labelStatement(object, null)],
  alter: (_before, after) => [labelStatement(after, after.attributes['label'] as string)],
})

function parentOf(row: Row, context: ReadContext): ObjectKey | undefined {
  if (row.extension !== null) return keyFor('extension', row.extension)
  const exact = context.keyAt(row.catalog, row.oid, row.subid)
  return exact ?? context.keyAt(row.owner_catalog, row.owner_oid, row.owner_subid)
}

// A routine without arguments has no spelling as AGGREGATE that fits its identity.
const words: readonly (readonly [RegExp, string])[] = [
  [/ column$/u, 'COLUMN'],
  [/^(?:function|procedure|aggregate)$/u, 'ROUTINE'],
]

function targetOf({ type, identity }: Row): string {
  const word = words.find(([pattern]) => pattern.test(type))?.[1] ?? type.toUpperCase()
  return `${word} ${identity}`
}

function labelStatement(object: CatalogObject, label: string | null): string {
  const [target = '', provider = ''] = object.identity.parts
  return `SECURITY LABEL FOR ${quoteName(provider)} ON ${target} IS ${label === null ? 'NULL' : quoteLiteral(label)}`
}

function providerFinding(subject: string): Finding {
  return {
    code: 'security-label-provider',
    severity: 'warning',
    subject,
    message: `there are security labels of the provider ${subject}: they can only be given on a server that has loaded it`,
  }
}
