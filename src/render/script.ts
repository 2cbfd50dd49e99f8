// The way between two databases → the text of `up.sql` or `down.sql`. Plain SQL with its own BEGIN and
// COMMIT: psql, a driver's simple query and a pipe into a container all run it whole or not at all.
import { keyOf } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import { commentLine } from '../sql/quote.ts'
import type { Step, Way } from './steps.ts'

export interface ScriptParts {
  /** Lines of the comment at the head of the file, without the dashes. */
  readonly header: readonly string[]
  readonly way: Way
  /** Complete statements that run before anything else: they take back rows of tables that stay. */
  readonly first?: readonly string[]
  /** Complete statements that fill tables and set sequences. */
  readonly rows?: readonly string[]
  /** Statements without final semicolons that stand in a comment only: what a person may want to run. */
  readonly leftOut?: readonly string[]
  /** Which migration made an object, in a few words. */
  readonly provenance?: ReadonlyMap<ObjectKey, string>
}

// Bodies of functions may name what is created behind them; the server checks them when they run.
const bodiesOff = 'SET LOCAL check_function_bodies = off'
const bodiesOn = 'SET LOCAL check_function_bodies = on'
const kindsWithBodies: ReadonlySet<string> = new Set(['function', 'procedure'])

const bannerWidth = 100

/** The whole file, ending in a newline. It leaves no setting behind. */
export function scriptText(parts: ScriptParts): string {
  const body = scriptBody(parts)
  const header = parts.header.map(commentLine).join('\n')
  return [header, 'BEGIN;', ...body, 'COMMIT;'].join('\n\n') + '\n'
}

function scriptBody(parts: ScriptParts): string[] {
  const { way, first = [], rows = [], leftOut = [], provenance = new Map<ObjectKey, string>() } = parts
  const comment = (step: Step): string | undefined => provenance.get(keyOf(step.object))
  const early = [...way.drops, ...way.creates, ...way.cleanups].filter(hasStatements)
  const late = way.late.filter(hasStatements)
  const unchecked = [...way.creates, ...late].some((step) => kindsWithBodies.has(step.object.kind))
  return [
    ...(unchecked ? [`${bodiesOff};`] : []),
    ...rowParagraphs(first),
    ...sections(early, comment),
    ...rowParagraphs(rows),
    ...sections(late, comment),
    ...(unchecked ? [`${bodiesOn};`] : []),
    ...(leftOut.length === 0 ? [] : [banner('Left to you'), leftOut.map(commentedOut).join('\n')]),
  ]
}

function rowParagraphs(statements: readonly string[]): string[] {
  return statements.length === 0 ? [] : [banner('Rows'), ...joinShort(statements)]
}

function commentedOut(statement: string): string {
  return terminated(statement).replaceAll(/^/gmu, '-- ')
}

function hasStatements(step: Step): boolean {
  return step.statements.length > 0
}

function sections(steps: readonly Step[], comment: (step: Step) => string | undefined): string[] {
  const paragraphs: string[] = []
  let section: string | undefined
  for (const step of steps) {
    if (step.section !== section) paragraphs.push(banner((section = step.section)))
    const origin = comment(step)
    const text = paragraph(step.statements)
    paragraphs.push(origin === undefined ? text : `${commentLine(origin)}\n${text}`)
  }
  return joinShort(paragraphs)
}

// Statements of one line follow each other closely; a longer one has air around it.
function paragraph(statements: readonly string[]): string {
  return statements
    .map((statement, index) => {
      const previous = statements[index - 1]
      const gap = previous === undefined ? '' : isLong(previous) || isLong(statement) ? '\n\n' : '\n'
      return `${gap}${terminated(statement)}`
    })
    .join('')
}

function isLong(statement: string): boolean {
  return statement.includes('\n')
}

// Runs of one-line paragraphs (schemas, extensions, drops) are set as a list.
function joinShort(paragraphs: readonly string[]): string[] {
  const isItem = (text: string | undefined): boolean => text !== undefined && !isLong(text) && !text.startsWith('--')
  return paragraphs.reduce<string[]>((joined, text, index) => {
    const last = joined.at(-1)
    if (last === undefined || !isItem(text) || !isItem(paragraphs[index - 1])) joined.push(text)
    else joined[joined.length - 1] = `${last}\n${text}`
    return joined
  }, [])
}

function banner(heading: string): string {
  return `-- ${heading} `.padEnd(bannerWidth, '-')
}

function terminated(statement: string): string {
  return `${statement};`
}
