// Row security policies. The roles of a policy are a set; the role PUBLIC has no row in pg_authid and is
// written `public`, which no role may be named.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { inBrackets } from './expression-text.ts'
import { grantee, readGrantee, sortRoles } from './grantee.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { extensionOf } from './relation-filters.ts'
import { relationKey } from './relation.ts'
import type { RelationRow } from './relation.ts'
import { commentsAgain } from './target.ts'

// Manual: CREATE POLICY; catalog pg_policy.
const query = `
  select
    p.oid,
    n.nspname::text as schema,
    c.relname::text as relation,
    c.relkind::text as relkind,
    ${extensionOf('c')} as extension,
    p.polname::text as name,
    p.polcmd::text as command,
    p.polpermissive as permissive,
    array(
      select case when role = 0 then 'public' else pg_catalog.pg_get_userbyid(role)::text end
      from pg_catalog.unnest(p.polroles) as role
    ) as roles,
    pg_catalog.pg_get_expr(p.polqual, p.polrelid) as using,
    pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid) as with_check
  from pg_catalog.pg_policy as p
  join pg_catalog.pg_class as c on c.oid = p.polrelid
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where ${isUserSchema('n.nspname')}
  order by n.nspname, c.relname, p.polname`

interface Row extends KindRow, RelationRow {
  readonly name: string
  readonly command: string
  readonly permissive: boolean
  readonly roles: readonly string[]
  readonly using: string | null
  readonly with_check: string | null
}

const commands: Readonly<Record<string, string>> = { r: 'SELECT', a: 'INSERT', w: 'UPDATE', d: 'DELETE', '*': 'ALL' }

export const policies = defineKind<Row>({
  name: 'policy',
  heading: 'Policies',
  rank: 150,
  addressedBy: 'pg_policy',
  isInSchema: true,
  catalogs: ['pg_policy'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_policy'),
  spreadBy: 'relation',
  identify: (row) => ({
    parts: [row.schema, row.relation, row.name],
    schema: row.schema,
    parent: relationKey(row),
  }),
  describe: (row, context) => ({
    command: commands[row.command] ?? row.command,
    permissive: row.permissive,
    roles: sortRoles(row.roles.map((role) => readGrantee(role, context))),
    using: row.using,
    check: row.with_check,
  }),
  expressions: ['using', 'check'],
  create: (object, view) => [createPolicy(object, view)],
  drop: (object) => [dropPolicy(object)],
  mayBeMadeAnew: true,
  alter: (before, after, view) => [dropPolicy(before), createPolicy(after, view), ...commentsAgain(after, view)],
})

function createPolicy(object: CatalogObject, view: RenderView): string {
  const { command, using, check } = object.attributes as Readonly<Record<string, string | null>>
  const roles = object.attributes['roles'] as readonly (string | null)[]
  const toAll = roles.length === 1 && roles[0] === 'public'
  return [
    `CREATE POLICY ${quoteName(bareName(object))} ON ${relationOf(object)}`,
    ...(object.attributes['permissive'] === true ? [] : ['AS RESTRICTIVE']),
    ...(command === 'ALL' ? [] : [`FOR ${command}`]),
    ...(toAll ? [] : [`TO ${roles.map((role) => grantee(role, view)).join(', ')}`]),
    ...(typeof using === 'string' ? [`USING ${inBrackets(using)}`] : []),
    ...(typeof check === 'string' ? [`WITH CHECK ${inBrackets(check)}`] : []),
  ].join('\n  ')
}

function dropPolicy(object: CatalogObject): string {
  return `DROP POLICY ${quoteName(bareName(object))} ON ${relationOf(object)}`
}

function relationOf(object: CatalogObject): string {
  return quotePath(...object.identity.parts.slice(0, -1))
}
