// Drizzle cuts a file at every `--> statement-breakpoint`, wherever it stands, and sends each piece to the server by
// itself. Between statements that is what a semicolon does; elsewhere the pieces are no SQL.
import { PgfoldError } from '../errors.ts'
import { nextBoundary } from '../history/boundaries.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { splitText } from '../history/statements.ts'

const breakpoint = '--> statement-breakpoint'
const semicolon = ';'.padEnd(breakpoint.length)

/** The script with a semicolon in the place of each breakpoint. @throws {PgfoldError} `breakpoint-inside` */
export function withoutBreakpoints(script: Script): string {
  const text = script.text.replaceAll(breakpoint, semicolon)
  const ends = endsOf(text)
  for (let at = script.text.indexOf(breakpoint); at !== -1; at = script.text.indexOf(breakpoint, at + 1)) {
    if (!ends.has(at + 1)) throw breakpointInside(script, at)
  }
  return text
}

/**
 * SQL with a breakpoint between each two statements, as drizzle-kit writes it.
 * @throws {PgfoldError} `runner-would-misread` where the SQL holds what the migrator would read as something else
 */
export async function withBreakpoints(sql: string, file: string): Promise<string> {
  const statements = await splitText(sql, file)
  if (sql.includes(breakpoint)) throw misread(`A line of ${file} reads as a breakpoint: ${breakpoint}`)
  if (statements.some(({ copyData }) => copyData !== undefined)) throw misread(`${file} holds the data of a COPY`)
  let text = ''
  let from = 0
  for (const { offset, text: statement } of statements.slice(0, -1)) {
    const end = sql.indexOf(';', offset + statement.length) + 1
    text += sql.slice(from, end) + breakpoint
    from = end
  }
  return text + sql.slice(from)
}

function endsOf(text: string): ReadonlySet<number> {
  const ends = new Set<number>()
  for (let at = 0; at < text.length;) {
    const { reason, end } = nextBoundary(text, at)
    if (reason === 'semicolon') ends.add(end)
    at = reason === 'backslash' ? end + 1 : end
  }
  return ends
}

function breakpointInside(script: Script, offset: number): PgfoldError {
  return new PgfoldError('breakpoint-inside', 'This breakpoint stands inside a statement, a string or a comment', {
    location: locate(script, offset),
    hint: 'Put it between two statements, on a line of its own, and uncomment what drizzle-kit pull has written: drizzle-orm cuts the file here, and PostgreSQL refuses the pieces.',
  })
}

function misread(message: string): PgfoldError {
  return new PgfoldError('runner-would-misread', `${message}, which drizzle-orm would not run as it stands`, {
    hint: 'Fold without --copy, and take the words of the breakpoint out of function bodies and comments.',
    exitCode: 1,
  })
}
