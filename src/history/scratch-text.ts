// Statements that would reach beyond the scratch database they are replayed on, in the form that does not: what makes
// or changes a subscription connects to a publisher and makes, changes or drops a slot there; what sets something for a
// database, or grants it, names it, and on scratch that is another one. (Manual: CREATE, ALTER and DROP SUBSCRIPTION, ALTER
// DATABASE, GRANT.)
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import type { ParseNode } from './parse-node.ts'

/** A word of a statement and where it ends, comments left out. */
export interface Token {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** What is run on scratch instead of a statement; undefined where it is the statement itself. */
export function scratchText(node: ParseNode, text: string, tokens: () => readonly Token[]): string | undefined {
  const [kind = '', body] = Object.entries(node)[0] ?? []
  const fields = (body ?? {}) as ParseNode
  switch (kind) {
    case 'CreateSubscriptionStmt':
      return createWithoutConnecting(fields)
    case 'AlterSubscriptionStmt':
      return alterWithoutConnecting(fields)
    case 'DropSubscriptionStmt':
      return dropWithoutConnecting(fields)
    case 'AlterDatabaseSetStmt':
      return inThisDatabase(text, tokens()[2])
    case 'AlterRoleSetStmt':
      return fields['database'] === undefined ? undefined : inThisDatabase(text, databaseOf(tokens(), 'in'))
    case 'GrantStmt':
      return isOfOneDatabase(fields) ? inThisDatabase(text, databaseOf(tokens(), 'on')) : undefined
    default:
      return undefined
  }
}

const connecting: ReadonlySet<string> = new Set(['connect', 'enabled', 'create_slot', 'copy_data'])

function createWithoutConnecting(node: ParseNode): string {
  const options = optionsOf(node).filter(({ name }) => !connecting.has(name))
  const details = ['connect = false', ...options.map(({ name, value }) => `${name}${value}`)]
  const subject = `${quoteName(String(node['subname']))} CONNECTION ${quoteLiteral(String(node['conninfo']))}`
  return `CREATE SUBSCRIPTION ${subject} PUBLICATION ${publicationsOf(node)} WITH (${details.join(', ')})`
}

const publicationWords: Readonly<Record<string, string>> = {
  ALTER_SUBSCRIPTION_SET_PUBLICATION: 'SET',
  ALTER_SUBSCRIPTION_ADD_PUBLICATION: 'ADD',
  ALTER_SUBSCRIPTION_DROP_PUBLICATION: 'DROP',
}

/** Options whose change the server passes on to the slot where there is one (17, 18). */
const ofSlot: ReadonlySet<string> = new Set(['failover', 'two_phase'])

// What is not said here stays as it is: SET of what does not concern the slot, CONNECTION, SKIP, OWNER TO, DISABLE.
function alterWithoutConnecting(node: ParseNode): string | undefined {
  const kind = String(node['kind'])
  const subject = `ALTER SUBSCRIPTION ${quoteName(String(node['subname']))}`
  const word = publicationWords[kind]
  if (word !== undefined) return `${subject} ${word} PUBLICATION ${publicationsOf(node)} WITH (refresh = false)`
  if (kind.startsWith('ALTER_SUBSCRIPTION_REFRESH')) return `SELECT ${quoteLiteral(`${subject} REFRESH`)}`
  if (kind === 'ALTER_SUBSCRIPTION_ENABLED') return `${subject} DISABLE`
  const slot = optionsOf(node).filter(({ name }) => ofSlot.has(name))
  return kind !== 'ALTER_SUBSCRIPTION_OPTIONS' || slot.length === 0 ? undefined : refusal(String(node['subname']))
}

function refusal(name: string): string {
  const message = `pgfold connects to no publisher, which this change of subscription ${name} would ask for`
  return `DO ${quoteLiteral(`BEGIN RAISE EXCEPTION USING MESSAGE = ${quoteLiteral(message)}, ERRCODE = 'feature_not_supported'; END`)}`
}

function dropWithoutConnecting(node: ParseNode): string {
  const name = String(node['subname'])
  const subject = `SUBSCRIPTION ${quoteName(name)}`
  const drop = [
    `ALTER ${subject} DISABLE`,
    `ALTER ${subject} SET (slot_name = NONE)`,
    `DROP ${subject}${node['behavior'] === 'DROP_CASCADE' ? ' CASCADE' : ''}`,
  ]
  if (node['missing_ok'] !== true) return drop.join('; ')
  const found = `EXISTS (SELECT FROM pg_catalog.pg_subscription AS s WHERE ${isHere(name)})`
  return block([`IF ${found} THEN ${drop.map((statement) => `EXECUTE ${quoteLiteral(statement)};`).join(' ')} END IF`])
}

function isHere(name: string): string {
  const here = 'd.datname = pg_catalog.current_database()'
  return `s.subname = ${quoteLiteral(name)} AND s.subdbid = (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE ${here})`
}

function block(statements: readonly string[]): string {
  return `DO ${quoteLiteral(`BEGIN ${statements.join('; ')}; END`)}`
}

interface Option {
  readonly name: string
  /** ` = value`, or nothing. */
  readonly value: string
}

function optionsOf(node: ParseNode): Option[] {
  return ((node['options'] ?? []) as readonly { readonly DefElem: ParseNode }[]).map(({ DefElem: option }) => ({
    name: String(option['defname']),
    value: option['arg'] === undefined ? '' : ` = ${optionValue(option['arg'] as ParseNode)}`,
  }))
}

// Words are type names to the parser, numbers are numbers, and the rest is text.
function optionValue(arg: ParseNode): string {
  const [type, body] = Object.entries(arg)[0] ?? []
  const value = body as ParseNode
  if (type === 'Integer') return String(value['ival'] ?? 0)
  if (type === 'Float') return String(value['fval'])
  if (type === 'Boolean') return String(value['boolval'] ?? false)
  if (type === 'TypeName') return quoteLiteral(namesOf(value['names']).join('.'))
  return String(value['sval']) === 'none' ? 'NONE' : quoteLiteral(String(value['sval']))
}

function publicationsOf(node: ParseNode): string {
  return namesOf(node['publication']).map(quoteName).join(', ')
}

function namesOf(list: unknown): string[] {
  return ((list ?? []) as readonly { readonly String: { readonly sval: string } }[]).map(({ String: { sval } }) => sval)
}

function isOfOneDatabase(node: ParseNode): boolean {
  return node['objtype'] === 'OBJECT_DATABASE' && (node['objects'] as readonly unknown[] | undefined)?.length === 1
}

/** What is named behind `IN DATABASE` or `ON DATABASE`. */
function databaseOf(tokens: readonly Token[], word: 'in' | 'on'): Token | undefined {
  const isWord = (token: Token | undefined, other: string): boolean => token?.text.toLowerCase() === other
  const at = tokens.findIndex((token, index) => isWord(token, word) && isWord(tokens[index + 1], 'database'))
  return tokens[at + 2]
}

/** The statement for the database it is run in, whatever the history calls that. */
function inThisDatabase(text: string, name: Token | undefined): string | undefined {
  if (name === undefined) return undefined
  const [before, after] = [text.slice(0, name.start), text.slice(name.end)]
  const database = 'pg_catalog.quote_ident(pg_catalog.current_database())'
  return `DO ${quoteLiteral(`BEGIN EXECUTE ${quoteLiteral(before)} || ${database} || ${quoteLiteral(after)}; END`)}`
}
