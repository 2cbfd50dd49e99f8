// The consolidated migration as code: a file like the newest of those that it replaces, with the SQL in it as a person
// reads it.
import { PgfoldError } from '../errors.ts'
import { scriptOf, type History, type Migration } from '../history/migration.ts'
import { splitStatements } from '../history/statements.ts'
import { fileNameOf, labelOf, stemOf } from './code-files.ts'
import type { ConsolidatedFile, ConsolidatedSql, Remaining } from './layout.ts'

/** How the modules of a project are written. */
export interface CodeStyle {
  /** `export`, not `exports`. */
  readonly isModule: boolean
  readonly isTyped: boolean
}

interface CodeTemplate extends Remaining {
  readonly runner: string
  /** Whether the runner takes a newer migration before the file at `path`. */
  runsBefore(newer: Migration, path: string): boolean
  /** The text above the SQL, and that below it, which speaks of `upSql` and `downSql`. */
  write(style: CodeStyle): { readonly head: string; readonly body: string }
}

/**
 * One file, named after the newest folded one. @throws {PgfoldError} `runner-would-misread`, `duplicate-migrations`
 * (exit code 1)
 */
export async function consolidatedCode(
  folded: History,
  sql: ConsolidatedSql,
  { kept, files, runner, runsBefore, write }: CodeTemplate,
): Promise<readonly ConsolidatedFile[]> {
  await refuseCopy(sql, runner)
  const newest = folded.migrations.at(-1)?.files[0] ?? ''
  const path = consolidatedPath(newest)
  const before = kept.filter((newer) => runsBefore(newer, path))
  if (before.length > 0) throw sortsBehind(path, before)
  const { head, body } = write(styleOf(newest, await files.text(newest)))
  const texts = [`const upSql = ${literal(sql.upSql)}`, `const downSql = ${literal(sql.downSql)}`]
  return [{ path, text: `${[head.trim(), ...texts, body.trim()].join('\n\n')}\n` }]
}

function consolidatedPath(newest: string): string {
  const { id, separator } = labelOf(stemOf(newest))
  const name = fileNameOf(newest)
  return `${newest.slice(0, -name.length)}${id}${separator}consolidated_schema${name.slice(stemOf(name).length)}`
}

/** As the newest migration is written; a file of this ending is one or the other whatever it says. */
function styleOf(path: string, text: string): CodeStyle {
  const isTyped = path.endsWith('ts')
  const isModule = /\.(?:m[jt]s|cts)$/u.test(path) || (!path.endsWith('.cjs') && /^\s*export\b/mu.test(text))
  return { isModule, isTyped }
}

// A template literal is the one form in which lines stay lines. What it would take for its own has a backslash before it,
// and so has a carriage return, which JavaScript reads as a line feed there.
function literal(sql: string): string {
  const text = sql.trim().replaceAll(/\\|`|\$(?=\{)/gu, String.raw`\$&`)
  return `\`\n${text.replaceAll('\r', String.raw`\r`)}\n\``
}

/** The data of a COPY stand behind it for psql; a driver sends statements alone. */
async function refuseCopy({ upSql }: ConsolidatedSql, runner: string): Promise<void> {
  const statements = await splitStatements(scriptOf('up.sql', upSql))
  if (statements.every(({ copyData }) => copyData === undefined)) return
  throw new PgfoldError('runner-would-misread', `up.sql holds the data of a COPY, which ${runner} cannot send`, {
    hint: 'Fold without --copy.',
    exitCode: 1,
  })
}

function sortsBehind(path: string, before: readonly Migration[]): PgfoldError {
  return new PgfoldError('duplicate-migrations', `Newer migrations would run before ${path}`, {
    details: before.flatMap(({ files }) => files),
    hint: 'Fold up to the last of them, or give them names that sort behind it.',
    exitCode: 1,
  })
}
