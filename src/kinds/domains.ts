// Domains: a base type with a default, NOT NULL and checks. The checks are objects of the kind constraint,
// written inside CREATE DOMAIN where they are valid. NOT NULL is part of the domain; from PostgreSQL 18 on it
// has a name in pg_constraint, which counts where it is not the one that the server would choose.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { givenNotNullName } from './not-null-names.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE DOMAIN; catalog pg_type (typtype d).
function query(serverVersion: number): string {
  const notNullName =
    serverVersion < 170000
      ? 'null::text'
      : `(
      select con.conname::text
      from pg_catalog.pg_constraint as con
      where con.contypid = t.oid and con.contype = 'n')`
  return `
  select
    t.oid,
    n.nspname::text as schema,
    t.typname::text as name,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner,
    pg_catalog.format_type(t.typbasetype, t.typtypmod) as type,
    case when t.typcollation <> base.typcollation then (
      select pg_catalog.format('%I.%I', cn.nspname, c.collname)
      from pg_catalog.pg_collation as c
      join pg_catalog.pg_namespace as cn on cn.oid = c.collnamespace
      where c.oid = t.typcollation) end as collation,
    pg_catalog.pg_get_expr(t.typdefaultbin, 0) as default,
    t.typnotnull as not_null,
    ${notNullName} as not_null_name
  from pg_catalog.pg_type as t
  join pg_catalog.pg_type as base on base.oid = t.typbasetype
  join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
  where t.typtype = 'd'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_type', 't.oid')}
  order by n.nspname, t.typname`
}

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly type: string
  readonly collation: string | null
  readonly default: string | null
  readonly not_null: boolean
  readonly not_null_name: string | null
}

export const domains = defineKind<Row>({
  name: 'domain',
  heading: 'Domains',
  rank: 34,
  addressedBy: 'pg_type',
  isInSchema: true,
  catalogs: ['pg_type'],
  columnsIgnored: {},
  query,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({
    type: row.type,
    collation: row.collation,
    default: row.default,
    notNull: row.not_null,
    notNullName: isAutomaticName(row) ? null : row.not_null_name,
    owner: context.role(row.owner),
  }),
  expressions: ['default'],
  minor: { owner: 'owners', notNullName: 'constraint-names' },
  knownFrom: { notNullName: 170000 },
  create: (object, view) => [createDomain(object, view), ...ownerStatements(`DOMAIN ${object.id}`, object, view)],
  drop: (object) => [`DROP DOMAIN ${object.id}`],
  alter: alterDomain,
})

/** The server chooses `<domain>_not_null` and shortens the domain's name where that is too long. */
function isAutomaticName({ name, not_null_name }: Row): boolean {
  const suffix = '_not_null'
  if (not_null_name === null || !not_null_name.endsWith(suffix)) return not_null_name === null
  const start = not_null_name.slice(0, -suffix.length)
  return start === name || (name.startsWith(start) && Buffer.byteLength(not_null_name) > 60)
}

function createDomain(object: CatalogObject, view: RenderView): string {
  const { type, collation, default: value, notNull } = attributesOf(object)
  const name = givenNotNullName(object, view)
  const head = `CREATE DOMAIN ${object.id} AS ${type}${collation === null ? '' : ` COLLATE ${collation}`}`
  const clauses = [
    ...(value === null ? [] : [`DEFAULT ${value}`]),
    ...(notNull ? [`${name === null ? '' : `CONSTRAINT ${quoteName(name)} `}NOT NULL`] : []),
    ...view
      .members(keyOf(object), 'constraint')
      .filter((constraint) => view.isInlined(keyOf(constraint)))
      .map((constraint) => view.inline(constraint)),
  ]
  return [head, ...clauses].join('\n  ')
}

function alterDomain(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [attributesOf(before), attributesOf(after)]
  if (from.notNull === to.notNull && from.notNullName !== to.notNullName) return undefined
  const subject = `DOMAIN ${after.id}`
  const { default: value, notNull, notNullName } = to
  const owner = alterOwner(
    subject,
    { before: { ...before, attributes: { ...before.attributes, default: value, notNull, notNullName } }, after },
    view,
  )
  if (owner === undefined) return undefined
  return [
    ...(from.default === value ? [] : [`ALTER ${subject} ${value === null ? 'DROP DEFAULT' : `SET DEFAULT ${value}`}`]),
    ...(from.notNull === notNull ? [] : [`ALTER ${subject} ${notNull ? setNotNull(after, view) : 'DROP NOT NULL'}`]),
    ...(before.attributes['owner'] === after.attributes['owner'] ? [] : owner),
  ]
}

function setNotNull(object: CatalogObject, view: RenderView): string {
  const name = givenNotNullName(object, view)
  return name === null ? 'SET NOT NULL' : `ADD CONSTRAINT ${quoteName(name)} NOT NULL`
}

interface DomainAttributes {
  readonly type: string
  readonly collation: string | null
  readonly default: string | null
  readonly notNull: boolean
  readonly notNullName: string | null
}

function attributesOf(object: CatalogObject): DomainAttributes {
  return object.attributes as unknown as DomainAttributes
}
