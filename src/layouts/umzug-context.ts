// What umzug gives a migration is for the project to say: a QueryInterface, a client of pg, knex, or an object with one of
// them in it. The newest migration that sends anything shows where the sender is, and of what kind. This reads what
// migrations are written like, not what JavaScript means: what it does not recognise is refused, not guessed.
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { codeAlone } from './code-alone.ts'
import type { Files } from './layout.ts'

/** What sends SQL: `query()` of it or of its `sequelize`, or knex, on a connection of its own. */
export interface Sender {
  readonly kind: 'query' | 'knex'
  /** Its place in the context, which it is itself where nothing leads there. */
  readonly path: readonly string[]
}

/**
 * As the newest of the migrations that show it.
 * @throws {PgfoldError} `unknown-context` (exit code 1), also where that one shows several
 */
export async function readSender({ migrations }: Pick<History, 'migrations'>, files: Files): Promise<Sender> {
  for (const {
    files: [file = ''],
  } of migrations.toReversed()) {
    const [sender, ...others] = sendersIn(await files.text(file))
    if (others.length > 0)
      throw unknownContext('A migration sends SQL through the context of umzug in several ways', file)
    if (sender !== undefined) return sender
  }
  throw unknownContext('No migration shows how SQL is sent through the context of umzug', migrations.at(-1)?.files[0])
}

function unknownContext(message: string, file = ''): PgfoldError {
  return new PgfoldError('unknown-context', message, {
    details: [file],
    hint: 'Looked for are query() of pg or Sequelize, a QueryInterface, and knex, in the context or one name deeper. Let the newest migration send something with one of them, such as context.query(…), and with no other.',
    exitCode: 1,
  })
}

/** Each of them once; none where nothing is sent in a way that is known. */
export function sendersIn(text: string): readonly Sender[] {
  const code = codeAlone(text)
  const names = namesIn(code)
  const found = new Map<string, Sender>()
  for (const [kind, pattern] of ways) {
    for (const [, chain = ''] of code.matchAll(pattern)) {
      const place = placeOf(chain, names)
      if (place === undefined || place.at(-1) === 'schema') continue // that of knex, which another pattern finds
      const path = place.at(-1) === 'sequelize' ? place.slice(0, -1) : place
      found.set([kind, ...path].join('.'), { kind, path })
    }
  }
  return [...found.values()]
}

const chain = String.raw`([\w$]+(?:\s*\.\s*[\w$]+)*)`
const builders =
  'getQueryInterface|createTable|dropTable|renameTable|addColumn|removeColumn|changeColumn|renameColumn|addIndex|removeIndex|addConstraint|removeConstraint|bulkInsert|bulkUpdate|bulkDelete|createSchema|dropSchema'

/** What is called, behind what leads to the sender: a builder of schemas shows it as well. */
const ways: readonly (readonly [Sender['kind'], RegExp])[] = [
  ['query', new RegExp(String.raw`${chain}\s*\.\s*query\s*(?:<[^()]*>)?\(`, 'gu')],
  ['knex', new RegExp(String.raw`${chain}\s*\.\s*schema\s*\.\s*[\w$]+\s*\(`, 'gu')],
  ['knex', new RegExp(String.raw`${chain}\s*\.\s*raw\s*(?:<[^()]*>)?\(`, 'gu')],
  ['query', new RegExp(String.raw`${chain}\s*\.\s*(?:${builders})\s*\(`, 'gu')],
]

/** Names, and the path in the context that each stands for. */
type Names = ReadonlyMap<string, readonly string[]>

function namesIn(text: string): Names {
  const names = new Map<string, readonly string[]>([['context', []]])
  const [, given] = firstOfUp.exec(text) ?? []
  if (given !== undefined) names.set(given, [])
  for (const [, name = ''] of text.matchAll(/\bcontext\s*:\s*([\w$]+)/gu)) names.set(name, [])
  for (const [, list = ''] of text.matchAll(/\bcontext\s*:\s*\{([^{}]*)\}/gu)) addParts(names, list, [])
  for (const [, name, list = '', from = ''] of text.matchAll(assignments)) {
    const path = placeOf(from, names)
    if (path === undefined) continue
    if (name === undefined) addParts(names, list, path)
    else names.set(name, path)
  }
  return names
}

/** The first thing that `up` is given, where that is a name. */
const firstOfUp =
  /\bup\b(?:\s*:[^=;{]*(?==))?\s*[=:(]?\s*(?:async\b\s*)?(?:function\b\s*\w*\s*)?\(?\s*([\w$]+)\s*(?::[^,)]*)?[,)=]/u

const assignments = new RegExp(
  String.raw`\b(?:const|let|var)\s+(?:([\w$]+)\s*(?::[^=]*)?|\{([^{}]*)\})\s*=\s*${chain}\s*(?:[;\n]|$)`,
  'gu',
)

/** `a, b: c` of a pattern that takes an object apart. */
function addParts(names: Map<string, readonly string[]>, list: string, path: readonly string[]): void {
  for (const part of list.split(',')) {
    const [, key = '', name = key] = /^\s*([\w$]+)\s*(?::\s*([\w$]+))?\s*$/u.exec(part) ?? []
    if (key === 'context') names.set(name, path)
    else if (key !== '') names.set(name, [...path, key])
  }
}

function placeOf(text: string, names: Names): readonly string[] | undefined {
  const [first = '', ...rest] = text.split('.').map((part) => part.trim())
  const path = names.get(first)
  if (path === undefined) return undefined
  return [...path, ...(rest[0] === 'context' && path.length === 0 ? rest.slice(1) : rest)]
}
