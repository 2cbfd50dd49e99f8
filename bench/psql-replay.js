// A history in one psql, as its runner runs it: order and sides are those that pgfold read, all else is psql's.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { splitStatements } from '../dist/history/statements.js'

/** Writes the up sides into `folder`, with a script that includes each, and runs it. */
export async function replayWithPsql(psql, history, folder) {
  mkdirSync(folder)
  const lines = []
  for (const [index, migration] of history.migrations.entries()) {
    const file = join(folder, `${index + 1}.sql`)
    writeFileSync(file, `${migration.up.text}\n`)
    const [before, behind] = (await isWrapped(migration)) ? ['BEGIN;', 'COMMIT;'] : ['', '']
    lines.push(before, `\\i ${file}`, behind)
    if (history.session === 'each') lines.push('DISCARD ALL;')
  }
  const script = join(folder, 'all.sql')
  writeFileSync(script, lines.join('\n'))
  await psql(['-f', script])
}

// psql has no transaction round a file that the server could not run in one.
async function isWrapped({ transaction, up }) {
  const statements = await splitStatements(up)
  if (statements.some((statement) => statement.needsOwnTransaction)) return false
  if (transaction === 'runner') return !statements.some((statement) => statement.transaction === 'begin')
  const hasOwn = statements.some((statement) => statement.transaction !== undefined)
  return !hasOwn && (transaction === 'file' ? statements.length > 1 : statements.some((each) => each.needsBlock))
}
