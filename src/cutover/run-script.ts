// Runs up.sql or down.sql inside our own transaction. The files carry their own BEGIN and COMMIT, so that
// psql can run them; PostgreSQL's parser finds those, and what stands between them is run.
import { PgfoldError } from '../errors.ts'
import { locate, offsetOfCharacter } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { splitStatements } from '../history/statements.ts'
import type { Statement } from '../history/statements.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'

/** The script without its BEGIN and COMMIT: the header, and what stands between them, comments included. */
export async function withoutTransaction(script: Script): Promise<string> {
  await bodyStatements(script)
  const statements = await splitStatements(script)
  const [begin, commit] = [statements[0], statements.at(-1)]
  if (begin === undefined || commit === undefined) return ''
  const afterBegin = script.text.indexOf(';', begin.offset + begin.text.length) + 1
  const body = script.text.slice(afterBegin, commit.offset).trim()
  return `${script.text.slice(0, begin.offset).trim()}\n\n${body}\n`.trimStart()
}

/** Throws PgfoldError `sql-error` with the place in the script. */
export async function runScript(db: Database, script: Script): Promise<void> {
  for (const run of runsOf(await bodyStatements(script))) await execute(db, script, run)
}

/** Consecutive statements without COPY data go to the server as one text. */
function runsOf(statements: readonly Statement[]): Statement[][] {
  const runs: Statement[][] = []
  for (const statement of statements) {
    const run = runs.at(-1)
    const copies = statement.copyData !== undefined || run?.at(-1)?.copyData !== undefined
    if (run === undefined || copies) runs.push([statement])
    else run.push(statement)
  }
  return runs
}

async function execute(db: Database, script: Script, run: readonly Statement[]): Promise<void> {
  const [first, last] = [run[0], run.at(-1)]
  if (first === undefined || last === undefined) return
  const text = script.text.slice(first.offset, last.offset + last.text.length)
  try {
    if (first.copyData === undefined) await db.execute(text)
    else await db.copyIn(text, first.copyData)
  } catch (error) {
    throw sqlError(error, { script, text, offset: first.offset })
  }
}

async function bodyStatements(script: Script): Promise<readonly Statement[]> {
  const statements = await splitStatements(script)
  const opens = statements[0]?.transaction === 'begin'
  const closes = statements.at(-1)?.transaction === 'commit'
  const body = statements.slice(opens ? 1 : 0, closes ? -1 : undefined)
  const stray = body.find((statement) => statement.transaction !== undefined || statement.needsOwnTransaction)
  if (opens && closes && stray === undefined) return body
  throw new PgfoldError('not-one-transaction', `${script.file} is not one transaction`, {
    ...(stray === undefined ? {} : { location: locate(script, stray.offset) }),
    hint: 'Run pgfold consolidate again: what it writes is one transaction.',
  })
}

interface Failed {
  readonly script: Script
  readonly text: string
  readonly offset: number
}

function sqlError(error: unknown, { script, text, offset }: Failed): unknown {
  if (!isServerError(error)) return error
  const { code, position, message, detail, hint } = error
  const at = position === undefined ? undefined : offset + offsetOfCharacter(text, Number(position) - 1)
  return new PgfoldError('sql-error', `ERROR ${code}: ${message}; everything was rolled back`, {
    ...(at === undefined ? {} : { location: locate(script, at) }),
    details: [detail, hint].filter((line) => line !== undefined),
    cause: error,
  })
}
