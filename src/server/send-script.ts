// Sends a generated script to a server: whole, as any driver's simple query does; in pieces only where it has
// COPY data, which a simple query cannot carry.
import { locate, offsetOfCharacter } from '../history/location.ts'
import type { Location } from '../errors.ts'
import type { Script } from '../history/migration.ts'
import { splitStatements } from '../history/statements.ts'
import type { Statement } from '../history/statements.ts'
import type { Database } from './database.ts'
import { diskFull, isServerError, withoutSecrets } from './replay-error.ts'
import type { ServerError } from './replay-error.ts'

/** A statement of a script that the server refused. */
export interface ScriptFailure {
  readonly error: ServerError
  /** Absent where the server names no position. */
  readonly location?: Location
}

/** Sends the whole script. Answers what failed; throws what is no answer of the server. */
export async function sendScript(db: Database, script: Script): Promise<ScriptFailure | undefined> {
  if (!/^COPY /mu.test(script.text)) return send(db, script, { offset: 0, text: script.text })
  return sendStatements(db, script, await splitStatements(script))
}

/** Sends some statements of a script, those without COPY data that follow each other as one text. */
export async function sendStatements(
  db: Database,
  script: Script,
  statements: readonly Statement[],
): Promise<ScriptFailure | undefined> {
  for (const piece of piecesOf(script, statements)) {
    const failure = await send(db, script, piece)
    if (failure !== undefined) return failure
  }
  return undefined
}

interface Piece {
  readonly offset: number
  readonly text: string
  readonly copyData?: string
}

function piecesOf(script: Script, statements: readonly Statement[]): Piece[] {
  const runs: Statement[][] = []
  for (const statement of statements) {
    const run = runs.at(-1)
    const copies = statement.copyData !== undefined || run?.at(-1)?.copyData !== undefined
    if (run === undefined || copies) runs.push([statement])
    else run.push(statement)
  }
  return runs.flatMap((run) => {
    const [first, last] = [run[0], run.at(-1)]
    if (first === undefined || last === undefined) return []
    const text = script.text.slice(first.offset, last.offset + last.text.length)
    return [{ offset: first.offset, text, ...(first.copyData === undefined ? {} : { copyData: first.copyData }) }]
  })
}

async function send(
  db: Database,
  script: Script,
  { offset, text, copyData }: Piece,
): Promise<ScriptFailure | undefined> {
  try {
    if (copyData === undefined) await db.execute(text)
    else await db.copyIn(text, copyData)
    return undefined
  } catch (error) {
    if (!isServerError(error)) throw error
    const full = diskFull(error)
    if (full !== undefined) throw full // not the script's fault
    withoutSecrets(error, text)
    if (error.position === undefined) return { error }
    return { error, location: locate(script, offset + offsetOfCharacter(text, Number(error.position) - 1)) }
  }
}
