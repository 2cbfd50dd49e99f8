// Runs up.sql or down.sql inside our own transaction. The files carry their own BEGIN and COMMIT, so that
// psql can run them; PostgreSQL's parser finds those, and what stands between them is run.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { splitStatements } from '../history/statements.ts'
import type { Statement } from '../history/statements.ts'
import type { Database } from '../server/database.ts'
import { sendStatements } from '../server/send-script.ts'
import type { ScriptFailure } from '../server/send-script.ts'

/** The script without its BEGIN and COMMIT: the header, and what stands between them, comments included. */
export async function withoutTransaction(script: Script): Promise<string> {
  await bodyStatements(script)
  const statements = await splitStatements(script)
  const [begin, commit] = [statements[0], statements.at(-1)]
  if (begin === undefined || commit === undefined) return ''
  const afterBegin = script.text.indexOf(';', begin.offset + begin.text.length) + 1
  const body = script.text.slice(afterBegin, commit.offset).trim()
  return `${withoutAdvice(script.text.slice(0, begin.offset)).trim()}\n\n${body}\n`.trimStart()
}

/** How to run the file with psql is no advice for a migration, whose runner opens the transaction. */
function withoutAdvice(head: string): string {
  return head
    .replace(/^--\r?\n(?=-- .*\bpsql -v ON_ERROR_STOP=1)/mu, '')
    .replace(/^-- .*\bpsql -v ON_ERROR_STOP=1.*$/mu, '')
}

/** Throws PgfoldError `sql-error` with the place in the script. */
export async function runScript(db: Database, script: Script): Promise<void> {
  const failure = await sendStatements(db, script, await bodyStatements(script))
  if (failure !== undefined) throw sqlError(failure)
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

function sqlError({ error, location }: ScriptFailure): PgfoldError {
  return new PgfoldError('sql-error', `ERROR ${error.code}: ${error.message}; everything was rolled back`, {
    ...(location === undefined ? {} : { location }),
    details: [error.detail, error.hint].filter((line) => line !== undefined),
    cause: error,
  })
}
