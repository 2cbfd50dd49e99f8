// Subscriptions: what logical replication receives. Nothing here ever connects: a subscription is created with
// connect = false, which leaves it disabled and its slot unmade, and it is dropped without its slot. Whoever runs
// up.sql makes the slot and enables it.
import { PgfoldError } from '../errors.ts'
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { secretDigests } from '../model/secrets.ts'
import { canonical } from '../model/value.ts'
import type { Attributes, Value } from '../model/value.ts'
import { anyIn, isNotExtensionMember, isThisDatabase } from '../sql/filters.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import { joinConnection, splitConnection } from './connection-string.ts'
import { givenOrder, inGivenOrder } from './given-order.ts'
import { defineKind } from './kind.ts'
import type { KindRow, KindSecrets, RenderView } from './kind.ts'
import { secretNote } from './notes.ts'
import { ownerStatements } from './owner.ts'
import { dynamicText } from './restricted-catalog.ts'
import { dropSubscription, notEnabledFinding, slotLeftFinding } from './subscription-slots.ts'

const mayRead = `pg_catalog.has_column_privilege('pg_catalog.pg_subscription', 'subconninfo', 'SELECT')`
const ofThisDatabase = `s.subdbid = (
      select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database())`

// Manual: CREATE SUBSCRIPTION; catalog pg_subscription, shared by all databases. Two-phase commit is `p` until the first
// copy is done, `e` then. Only superusers may read subconninfo.
function subscriptionQuery(serverVersion: number): string {
  const from = (version: number, column: string, earlier: string): string =>
    serverVersion < version ? earlier : column
  return `
  select
    s.oid,
    s.subname::text as name,
    pg_catalog.pg_get_userbyid(s.subowner)::text as owner,
    case when ${mayRead}
      then ${dynamicText({ catalog: 'pg_subscription', column: 'subconninfo', oid: 's.oid' })} end as connection,
    s.subslotname::text as slot_name,
    array(select name from pg_catalog.unnest(s.subpublications) as name order by name) as publications,
    s.subpublications::text[] as publications_given,
    s.subenabled as enabled,
    s.subbinary as binary,
    ${from(160_000, 's.substream::text', "case when s.substream then 't' else 'f' end")} as streaming,
    ${from(180_000, 'false', `s.substream${serverVersion < 160_000 ? ' = false' : " = 'f'"}`)} as is_usual_before_18,
    s.subsynccommit as synchronous_commit,
    ${from(150_000, "s.subtwophasestate <> 'd'", 'false')} as two_phase,
    ${from(150_000, 's.subdisableonerr', 'false')} as disable_on_error,
    ${from(160_000, 's.subpasswordrequired', 'true')} as password_required,
    ${from(160_000, 's.subrunasowner', 'null::boolean')} as run_as_owner,
    ${from(160_000, 's.suborigin', "'any'")} as origin,
    ${from(170_000, 's.subfailover', 'false')} as failover
  from pg_catalog.pg_subscription as s
  where ${ofThisDatabase}
    and ${isNotExtensionMember('pg_subscription', 's.oid')}
  order by s.subname`
}

interface Row extends KindRow {
  readonly name: string
  readonly owner: string
  readonly connection: string | null
  readonly slot_name: string | null
  readonly publications: readonly string[]
  readonly publications_given: readonly string[]
  readonly enabled: boolean
  readonly binary: boolean
  readonly streaming: string
  /** True where the server is older than 18 and streaming is off, which is what nobody has to say there. */
  readonly is_usual_before_18: boolean
  readonly synchronous_commit: string
  readonly two_phase: boolean
  readonly disable_on_error: boolean
  readonly password_required: boolean
  readonly run_as_owner: boolean | null
  readonly origin: string
  readonly failover: boolean
}

const streamingWords: Readonly<Record<string, string>> = { f: 'off', t: 'on', p: 'parallel' }
const newer = 'read where the server has it'

const secrets: KindSecrets<Row> = {
  of: (row) => (row.connection === null ? {} : splitConnection(row.connection).secrets),
  set: (object, { to }) => [setConnection(object, joinConnection(connectionOf(object), to))],
}

export const subscriptions = defineKind<Row>({
  name: 'subscription',
  heading: 'Subscriptions',
  rank: 192,
  addressedBy: 'pg_subscription',
  catalogs: ['pg_subscription'],
  columnsIgnored: {
    'pg_subscription.subskiplsn': 'a place in the log of the publisher that is passed over once',
    'pg_subscription.subconninfo': 'read in a query of its own, since only superusers may',
    'pg_subscription.subtwophasestate': newer,
    'pg_subscription.subdisableonerr': newer,
    'pg_subscription.subpasswordrequired': newer,
    'pg_subscription.subrunasowner': newer,
    'pg_subscription.suborigin': newer,
    'pg_subscription.subfailover': newer,
  },
  query: subscriptionQuery,
  emptyUnless: anyIn('pg_subscription', isThisDatabase('subdbid')),
  identify: (row) => ({
    parts: [row.name],
    schema: null,
    ...givenOrder(row.publications_given, row.publications),
    ...(row.is_usual_before_18 ? { acrossVersions: { since: 180000, attributes: { streaming: 'parallel' } } } : {}),
  }),
  describe: (row, context) => ({
    ...describeConnection(row),
    publications: row.publications,
    slotName: row.slot_name,
    enabled: row.enabled,
    binary: row.binary,
    streaming: streamingWords[row.streaming] ?? row.streaming,
    synchronousCommit: row.synchronous_commit,
    twoPhase: row.two_phase,
    disableOnError: row.disable_on_error,
    passwordRequired: row.password_required,
    appliesAs: row.run_as_owner === null ? null : row.run_as_owner ? 'subscription owner' : 'table owner',
    origin: row.origin,
    failover: row.failover,
    owner: context.role(row.owner),
  }),
  leftToPerson: { attributes: { enabled: false }, finding: notEnabledFinding },
  mayLack: ['connection'],
  secrets,
  // Older servers apply changes as the subscription's owner, whatever it is called.
  knownFrom: { appliesAs: 160_000 },
  minor: { owner: 'owners' },
  create: createSubscription,
  drop: dropSubscription,
  leavesBehind: slotLeftFinding,
  alter: alterSubscription,
})

function describeConnection({ connection: text }: Row): Attributes {
  if (text === null) return {}
  const { connection, secrets } = splitConnection(text)
  return { connection, ...(Object.keys(secrets).length === 0 ? {} : { secrets: secretDigests(secrets) }) }
}

function connectionOf({ id, attributes }: CatalogObject): string {
  const { connection } = attributes
  if (typeof connection === 'string') return connection
  throw new PgfoldError('unreadable', `The connection string of subscription ${id} cannot be read`, {
    hint: 'Only a superuser may read it: connect as one.',
    exitCode: 1,
  })
}

function setConnection(object: CatalogObject, connection: string): string {
  return `ALTER SUBSCRIPTION ${object.id} CONNECTION ${quoteLiteral(connection)}`
}

interface Option {
  readonly attribute: string
  readonly option: string
  /** What a server of this version takes where nothing is said. */
  usual(serverVersion: number): Value
  /** Set where ALTER SUBSCRIPTION would connect to the publisher to change the slot as well. */
  readonly ofSlot?: true
}

const never = (): Value => false

const options: readonly Option[] = [
  { attribute: 'binary', option: 'binary', usual: never },
  { attribute: 'streaming', option: 'streaming', usual: (version) => (version < 180_000 ? 'off' : 'parallel') },
  { attribute: 'synchronousCommit', option: 'synchronous_commit', usual: () => 'off' },
  { attribute: 'twoPhase', option: 'two_phase', usual: never, ofSlot: true },
  { attribute: 'disableOnError', option: 'disable_on_error', usual: never },
  { attribute: 'passwordRequired', option: 'password_required', usual: () => true },
  {
    attribute: 'appliesAs',
    option: 'run_as_owner',
    usual: (version) => (version < 160_000 ? null : 'table owner'),
  },
  { attribute: 'origin', option: 'origin', usual: () => 'any' },
  { attribute: 'failover', option: 'failover', usual: never, ofSlot: true },
]

function createSubscription(object: CatalogObject, view: RenderView): string[] {
  const { attributes, id } = object
  const changed = options.filter(({ attribute, usual }) => attributes[attribute] !== usual(view.serverVersion))
  const details = [
    'connect = false',
    ...(attributes['slotName'] === bareName(object) ? [] : [slotOption(object)]),
    ...changed.map((option) => optionText(option, object)),
  ]
  return [
    [
      `${secretNote(object, secrets)}CREATE SUBSCRIPTION ${id}`,
      `  CONNECTION ${quoteLiteral(connectionOf(object))}`,
      `  PUBLICATION ${publicationNames(object)}`,
      `  WITH (${details.join(', ')})`,
    ].join('\n'),
    ...ownerStatements(`SUBSCRIPTION ${id}`, object, view),
  ]
}

function optionText({ attribute, option }: Option, { attributes }: CatalogObject): string {
  const value = attributes[attribute]
  return `${option} = ${String(attribute === 'appliesAs' ? value === 'subscription owner' : value)}`
}

function slotOption({ attributes }: CatalogObject): string {
  const { slotName } = attributes
  return `slot_name = ${typeof slotName === 'string' ? quoteLiteral(slotName) : 'NONE'}`
}

function publicationNames(object: CatalogObject): string {
  const publications = object.attributes['publications'] as readonly string[]
  return inGivenOrder(object, publications).map(quoteName).join(', ')
}

function alterSubscription(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [before.attributes, after.attributes]
  const isChanged = (attribute: string): boolean =>
    canonical(from[attribute] ?? null) !== canonical(to[attribute] ?? null)
  const changed = options.filter(({ attribute }) => isChanged(attribute))
  if (changed.some(({ ofSlot }) => ofSlot)) return undefined
  const settings = [
    ...(isChanged('slotName') ? [slotOption(after)] : []),
    ...changed.map((option) => optionText(option, after)),
  ]
  const subject = `SUBSCRIPTION ${after.id}`
  return [
    ...(isChanged('connection') ? [setConnection(after, connectionOf(after))] : []),
    ...(isChanged('publications')
      ? [`ALTER ${subject} SET PUBLICATION ${publicationNames(after)} WITH (refresh = false)`]
      : []),
    ...(settings.length === 0 ? [] : [`ALTER ${subject} SET (${settings.join(', ')})`]),
    ...(isChanged('owner') ? [`ALTER ${subject} OWNER TO ${view.role(to['owner'] as string | null)}`] : []),
  ]
}
