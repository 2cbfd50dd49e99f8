// Event triggers fire on DDL of the whole database, so they are the last objects to be created.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyIn, isNotExtensionMember } from '../sql/filters.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { enabledStates, enablingWords } from './enabled.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { commentsAgain } from './target.ts'

// Manual: CREATE EVENT TRIGGER; catalog pg_event_trigger. The order of the tags has no meaning.
const query = `
  select
    e.oid,
    e.evtname::text as name,
    pg_catalog.pg_get_userbyid(e.evtowner)::text as owner,
    e.evtevent::text as event,
    e.evtfoid::regproc::text as function,
    e.evtenabled::text as enabled,
    array(select tag from pg_catalog.unnest(e.evttags) as tag order by tag) as tags
  from pg_catalog.pg_event_trigger as e
  where ${isNotExtensionMember('pg_event_trigger', 'e.oid')}
  order by e.evtname`

interface Row extends KindRow {
  readonly name: string
  readonly owner: string
  readonly event: string
  readonly function: string
  readonly enabled: string
  readonly tags: readonly string[]
}

export const eventTriggers = defineKind<Row>({
  name: 'event-trigger',
  heading: 'Event triggers',
  rank: 200,
  addressedBy: 'pg_event_trigger',
  catalogs: ['pg_event_trigger'],
  columnsIgnored: {},
  query: () => query,
  emptyUnless: anyIn('pg_event_trigger'),
  identify: (row) => ({ parts: [row.name], schema: null }),
  describe: (row, context) => ({
    event: row.event,
    tags: row.tags,
    function: row.function,
    enabled: enabledStates[row.enabled] ?? row.enabled,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  behindRows: () => 'always',
  create: createEventTrigger,
  drop: (object) => [`DROP EVENT TRIGGER ${quoteName(bareName(object))}`],
  alter: (before, after, view) => [
    `DROP EVENT TRIGGER ${quoteName(bareName(before))}`,
    ...createEventTrigger(after, view),
    ...commentsAgain(after, view),
  ],
})

function createEventTrigger(object: CatalogObject, view: RenderView): string[] {
  const name = quoteName(bareName(object))
  const { event, function: called, enabled, owner } = object.attributes as Readonly<Record<string, string | null>>
  const tags = object.attributes['tags'] as readonly string[]
  const words = enablingWords[String(enabled)]
  return [
    [
      `CREATE EVENT TRIGGER ${name} ON ${event}`,
      ...(tags.length === 0 ? [] : [`  WHEN TAG IN (${tags.map(quoteLiteral).join(', ')})`]),
      `  EXECUTE FUNCTION ${called}()`,
    ].join('\n'),
    ...(typeof owner === 'string' ? [`ALTER EVENT TRIGGER ${name} OWNER TO ${view.role(owner)}`] : []),
    ...(enabled === 'origin' ? [] : [`ALTER EVENT TRIGGER ${name} ${words}`]),
  ]
}
