// Runs a written script on a database of the proof, and tells a failure as a person would want to read it.
import { scriptOf } from '../history/migration.ts'
import type { Address } from '../server/database.ts'
import { sendScript } from '../server/send-script.ts'
import type { ScriptFailure } from '../server/send-script.ts'
import { withConnection } from './subjects.ts'

/**
 * Runs the script. Returns undefined, or what failed and where: `up.sql:12:3: …`, the line, a caret. Throws what is
 * no answer of the server, such as a lost connection.
 */
export async function runScript(address: Address, file: string, sql: string): Promise<string | undefined> {
  const failure = await withConnection(address, (db) => sendScript(db, scriptOf(file, sql)))
  return failure && describeFailure(failure, file)
}

function describeFailure({ error, location }: ScriptFailure, file: string): string {
  const more = [error.detail, error.where].filter((text) => text !== undefined && text !== '')
  if (location === undefined) return [`${file}: ${error.message}`, ...more].join('\n')
  const { line, column, text } = location
  return [`${file}:${line}:${column}: ${error.message}`, `  ${text}`, `  ${' '.repeat(column - 1)}^`, ...more].join(
    '\n',
  )
}
