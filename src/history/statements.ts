// A script as the server's statements. PostgreSQL's own parser (libpg-query, whose one home is here) decides
// what a statement is; it counts bytes of UTF-8 for statements and characters for errors. What only psql
// knows, its meta-commands and the data below COPY … FROM stdin, is taken out first (boundaries.ts).
// The text is parsed in pieces, so that a dump of many megabytes stays linear in time and small in memory.
import { hasSqlDetails, loadModule, parsePlPgSQLSync, parseSync, scanSync } from 'libpg-query'
import { PgfoldError, type Location } from '../errors.ts'
import { nextBoundary, nextLine } from './boundaries.ts'
import { foreignSyntaxHint } from './dialect.ts'
import { createLocator, locate, offsetOfCharacter } from './location.ts'
import { maskQuoted } from './mask-secrets.ts'
import { afterMetaCommand } from './meta-commands.ts'
import { scriptOf, type Script } from './migration.ts'
import { child, type ParseNode } from './parse-node.ts'
import { scratchText, type Token } from './scratch-text.ts'
import { plpgsqlQueries } from './plpgsql-queries.ts'
import type { Change } from './change.ts'
import { changesOf } from './changes.ts'
import { copyRows } from './copy-rows.ts'
import { copiesFromStdin, statementFacts, type StatementFacts } from './statement-facts.ts'
import { withSlots } from './subscription-slots.ts'

/** One statement of a script; `line` and `column` are those of its first word in the file. */
export interface Statement extends StatementFacts {
  /** From its first word, without the semicolon; comments before it are not part of it. */
  readonly text: string
  /** What is run on scratch instead, where the statement would reach beyond the database. */
  readonly scratchText?: string
  /** In UTF-16 units of `Script.text`. */
  readonly offset: number
  readonly line: number
  readonly column: number
  /** The rows of COPY … FROM stdin, without the closing `\.` line. */
  readonly copyData?: string
  /** Where `copyData` begins in `Script.text`. */
  readonly copyOffset?: number
  /** Roles that a DO block creates, mostly where they do not exist yet. */
  readonly mayCreateRoles: readonly string[]
  /** What a DO block does to the server, by the names of `serverWide`. */
  readonly serverWideInside: readonly string[]
  /** What it changes, as far as the statement itself says. */
  readonly changes: readonly Change[]
}

const known = new WeakMap<Script, Promise<readonly Statement[]>>()

/**
 * The statements of a script in order; asked again for the same script, it answers from memory.
 * @throws {PgfoldError} `syntax-error`, `meta-command`, `copy-not-ended`, each with its place.
 */
export function splitStatements(script: Script): Promise<readonly Statement[]> {
  const before = known.get(script)
  if (before !== undefined) return before
  const statements = loadModule().then(() => split(script))
  known.set(script, statements)
  return statements
}

/** The statements of SQL text that is at hand; `file` is the name errors show. */
export function splitText(text: string, file: string): Promise<readonly Statement[]> {
  return splitStatements(scriptOf(file, text))
}

interface Parsed {
  readonly node: ParseNode
  readonly offset: number
  readonly end: number
}

const pieceLength = 131_072

function split(script: Script): Statement[] {
  const { text } = script
  const nul = text.indexOf('\0')
  if (nul !== -1)
    throw new PgfoldError('syntax-error', 'A NUL character cannot stand in SQL', { location: locate(script, nul) })
  const place = createLocator(script)
  const statements: Statement[] = []
  let piece = 0
  for (let at = 0; at < text.length;) {
    const boundary = nextBoundary(text, at)
    at = boundary.end
    const mayCopy = boundary.reason === 'semicolon' && boundary.words[0] === 'copy'
    if (boundary.reason === 'semicolon' && !mayCopy && at - piece < pieceLength) continue
    const parsed = parsePiece(script, piece, at)
    for (const item of parsed) statements.push(statementOf(text, item, place(item.offset)))
    if (boundary.reason === 'backslash') at = afterMetaCommand(script, at)
    const last = parsed.at(-1)
    if (mayCopy && last !== undefined && copiesFromStdin(last.node))
      at = takeCopyData(script, at, { copy: last.node, statements })
    piece = at
  }
  const last = parsePiece(script, piece, text.length)
  return withSlots([...statements, ...last.map((item) => statementOf(text, item, place(item.offset)))])
}

function statementOf(script: string, parsed: Parsed, place: Location): Statement {
  const facts = statementFacts(parsed.node)
  const text = script.slice(parsed.offset, parsed.end)
  const onScratch = scratchText(parsed.node, text, () => tokensOf(text))
  return {
    ...facts,
    ...(onScratch === undefined ? {} : { scratchText: onScratch }),
    changes: changesOf(parsed.node),
    ...insideOf(facts.kind, text),
    text,
    offset: parsed.offset,
    line: place.line,
    column: place.column,
  }
}

function tokensOf(text: string): Token[] {
  const toOffset = byteOffsets(text)
  const tokens = scanSync(text).tokens.map(({ start, end, tokenName }) => {
    const from = toOffset(start)
    return { start: from, end: toOffset(end), isComment: tokenName.endsWith('_COMMENT') }
  })
  return tokens.flatMap(({ start, end, isComment }) => (isComment ? [] : { text: text.slice(start, end), start, end }))
}

function insideOf(kind: string, text: string): Pick<Statement, 'mayCreateRoles' | 'serverWideInside'> {
  const facts = kind === 'DoStmt' ? factsInBlock(text) : []
  const inStrings = kind === 'DoStmt' || kind === 'CreateFunctionStmt' ? rolesInStrings(text) : []
  return {
    mayCreateRoles: [...facts.flatMap(({ createsRoles }) => createsRoles), ...inStrings],
    serverWideInside: facts.flatMap(({ serverWide }) => serverWide ?? []),
  }
}

// What EXECUTE runs is a string; a role whose name is worked out there is not seen.
function rolesInStrings(text: string): string[] {
  if (!/\bexecute\b/iu.test(text)) return []
  return [...text.matchAll(/\bcreate\s+(?:role|user|group)\s+(?:"((?:[^"]|"")+)"|([a-z_][\w$]*))/giu)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain.toLowerCase(),
  )
}

function factsInBlock(block: string): StatementFacts[] {
  if (!/\b(?:role|user|group|grant|revoke|database|tablespace|system)\b/iu.test(block)) return [] // spares most blocks the parsing
  return plpgsqlQueries(parseBlock(block)).flatMap((query) =>
    (parseSync(query).stmts ?? []).map(({ stmt }) => statementFacts(stmt as unknown as ParseNode)),
  )
}

function parseBlock(block: string): unknown {
  try {
    return parsePlPgSQLSync(block)
  } catch {
    return undefined // the server refuses it when it runs, and says why
  }
}

/** psql takes the data from the line after the semicolon to a line of `\.` alone. */
function takeCopyData(
  script: Script,
  at: number,
  { copy, statements }: { readonly copy: ParseNode; readonly statements: Statement[] },
): number {
  const { text } = script
  const start = nextLine(text, at)
  const end = endOfData(text, start)
  const statement = statements.at(-1)
  if (statement === undefined || end === -1) {
    throw new PgfoldError('copy-not-ended', 'The data of this COPY has no end', {
      location: locate(script, statement?.offset ?? at),
      hint: 'Put \\. alone on the line after the last row.',
    })
  }
  const copyData = text.slice(start, end)
  const rows = copyRows(child(copy, 'CopyStmt'), copyData)
  const changes = rows === undefined ? statement.changes : statement.changes.map((change) => ({ ...change, rows }))
  statements[statements.length - 1] = { ...statement, changes, copyData, copyOffset: start }
  return nextLine(text, end)
}

function endOfData(text: string, start: number): number {
  const mark = /^\\\.\r?$/gmu
  mark.lastIndex = start
  return mark.exec(text)?.index ?? -1
}

function parsePiece(script: Script, start: number, end: number): Parsed[] {
  const text = script.text.slice(start, end)
  if (text.trim() === '') return []
  const toOffset = byteOffsets(text)
  return parse(script, start, text).map((item) => {
    const from = item.stmt_location ?? 0
    const offset = toOffset(from)
    const length = item.stmt_len ?? 0
    return {
      node: item.stmt,
      offset: start + offset,
      end: start + (length === 0 ? text.length : toOffset(from + length)),
    }
  })
}

interface RawStatement {
  readonly stmt: ParseNode
  readonly stmt_location?: number
  readonly stmt_len?: number
}

function parse(script: Script, start: number, text: string): readonly RawStatement[] {
  try {
    return (parseSync(text).stmts ?? []) as unknown as readonly RawStatement[]
  } catch (error) {
    if (!hasSqlDetails(error)) {
      throw new PgfoldError('syntax-error', 'The SQL is nested too deeply to be parsed', {
        location: locate(script, start),
        cause: error,
      })
    }
    const offset = offsetOfCharacter(text, error.sqlDetails?.cursorPosition ?? 0)
    throw new PgfoldError('syntax-error', oneLine(maskQuoted(error.message, text)), {
      location: locate(script, start + offset),
      hint: foreignSyntaxHint(text, offset) ?? syntaxHint(error.message),
      cause: error,
    })
  }
}

/** The parser quotes what follows the error, which may go to the end of the file: its first line is enough. */
function oneLine(message: string): string {
  return message.replace(/\s*\n[^]*$/u, ' …"')
}

function syntaxHint(message: string): string {
  const unterminated = /^unterminated ([\w/* -]+?)(?: at or near|$)/u.exec(message)?.[1]
  if (unterminated !== undefined) return `Close the ${unterminated} that begins at the caret.`
  if (message.endsWith('at end of input')) return 'Complete the statement, and end it with a semicolon.'
  return 'Correct the SQL at the caret, or what stands before it: a missing comma, bracket or semicolon.'
}

/** From ascending offsets in bytes of UTF-8 to UTF-16 units. */
function byteOffsets(text: string): (bytes: number) => number {
  // oxlint-disable-next-line no-control-regex
  if (/^[\u0000-\u007f]*$/u.test(text)) return (bytes) => bytes
  const buffer = Buffer.from(text)
  let known = { bytes: 0, units: 0 }
  return (bytes) => {
    known = { bytes, units: known.units + buffer.toString('utf8', known.bytes, bytes).length }
    return known.units
  }
}
