// Rewrite rules, other than the _RETURN rule that is a view's query. The server deparses a rule as a whole.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { enabledStates, enablingWords } from './enabled.ts'
import { defineKind } from './kind.ts'
import type { KindRow } from './kind.ts'
import { extensionOf } from './relation-filters.ts'
import { relationKey } from './relation.ts'
import type { RelationRow } from './relation.ts'

// Manual: CREATE RULE; catalog pg_rewrite.
const query = `
  select
    r.oid,
    n.nspname::text as schema,
    c.relname::text as relation,
    c.relkind::text as relkind,
    ${extensionOf('c')} as extension,
    r.rulename::text as name,
    r.ev_type::text as event,
    r.is_instead as instead,
    r.ev_enabled::text as enabled,
    pg_catalog.pg_get_ruledef(r.oid) as definition
  from pg_catalog.pg_rewrite as r
  join pg_catalog.pg_class as c on c.oid = r.ev_class
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  where r.rulename <> '_RETURN'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_rewrite', 'r.oid')}
  order by n.nspname, c.relname, r.rulename`

interface Row extends KindRow, RelationRow {
  readonly name: string
  readonly event: string
  readonly instead: boolean
  readonly enabled: string
  readonly definition: string
}

const events: Readonly<Record<string, string>> = { '1': 'SELECT', '2': 'UPDATE', '3': 'INSERT', '4': 'DELETE' }

export const rules = defineKind<Row>({
  name: 'rule',
  heading: 'Rules',
  rank: 130,
  addressedBy: 'pg_rewrite',
  isInSchema: true,
  catalogs: ['pg_rewrite'],
  columnsIgnored: {
    'pg_rewrite.ev_qual': 'printed by pg_get_ruledef',
    'pg_rewrite.ev_action': 'printed by pg_get_ruledef',
  },
  query: () => query,
  emptyUnless: anyIn('pg_rewrite', `rulename <> '_RETURN' and ev_class <> 'pg_catalog.pg_settings'::regclass`),
  spreadBy: 'relation',
  identify: (row) => ({
    parts: [row.schema, row.relation, row.name],
    schema: row.schema,
    parent: relationKey(row),
  }),
  describe: (row) => ({
    event: events[row.event] ?? row.event,
    instead: row.instead,
    definition: withoutSemicolon(row.definition),
    enabled: enabledStates[row.enabled] ?? row.enabled,
  }),
  expressions: ['definition'],
  behindRows: () => 'with-rows',
  create: (object) => [
    object.attributes['definition'] as string,
    ...(object.attributes['enabled'] === 'origin' ? [] : [enableRule(object)]),
  ],
  drop: (object) => [`DROP RULE ${quoteName(bareName(object))} ON ${relationOf(object)}`],
  mayBeMadeAnew: true,
  alter: (before, after) =>
    before.attributes['definition'] === after.attributes['definition'] ? [enableRule(after)] : undefined,
})

function withoutSemicolon(definition: string): string {
  return definition.endsWith(';') ? definition.slice(0, -1) : definition
}

/** ALTER TABLE is the form for views as well. */
function enableRule(object: CatalogObject): string {
  const words = enablingWords[String(object.attributes['enabled'])]
  return `ALTER TABLE ${relationOf(object)} ${words} RULE ${quoteName(bareName(object))}`
}

function relationOf(object: CatalogObject): string {
  return quotePath(...object.identity.parts.slice(0, -1))
}
