// Runs a written script as any driver's simple query does: the whole text in one message.
import { locate, offsetOfCharacter } from '../history/location.ts'
import type { Address } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import type { ServerError } from '../server/replay-error.ts'
import { withConnection } from './subjects.ts'

/**
 * Runs the script. Returns undefined, or what failed and where: `up.sql:12:3: …`, the line, a caret. Throws what is
 * no answer of the server, such as a lost connection.
 */
export async function runScript(address: Address, file: string, sql: string): Promise<string | undefined> {
  try {
    await withConnection(address, (db) => db.execute(sql))
    return undefined
  } catch (error) {
    if (isServerError(error)) return describeFailure(error, file, sql)
    throw error
  }
}

function describeFailure({ message, position, detail, where }: ServerError, file: string, sql: string): string {
  const more = [detail, where].filter((text) => text !== undefined && text !== '')
  if (position === undefined) return [`${file}: ${message}`, ...more].join('\n')
  const { line, column, text } = locate({ file, text: sql, sha256: '' }, offsetOfCharacter(sql, Number(position) - 1))
  return [`${file}:${line}:${column}: ${message}`, `  ${text}`, `  ${' '.repeat(column - 1)}^`, ...more].join('\n')
}
