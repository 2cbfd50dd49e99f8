// A statement of the history that the server refused, as a person can act on it: what, where in the file,
// what had been applied before, and what to do. The server counts `position` in characters of the statement.
import { PgfoldError, type Location } from '../errors.ts'
import { createLocator, offsetOfCharacter } from '../history/location.ts'
import { maskQuoted } from '../history/mask-secrets.ts'
import type { Script } from '../history/migration.ts'
import type { Statement } from '../history/statements.ts'
import { adviceFor } from './replay-advice.ts'

/** The fields of an error message that the server sends (manual, "Error and Notice Message Fields"). */
export interface ServerError extends Error {
  readonly code: string
  readonly severity: string
  readonly position?: string
  readonly detail?: string
  readonly hint?: string
  readonly where?: string
  readonly internalQuery?: string
}

/** Where it happened. `statement` is undefined for the runner's own BEGIN and COMMIT. */
export interface Failure {
  readonly script: Script
  readonly statement: Statement | undefined
  readonly applied: readonly string[]
  readonly serverLabel: string
  /** Why it is likely, where the other migrations or the session show it. */
  readonly cause?: string | undefined
}

/** True for an error the server answered with; a lost connection is none. */
export function isServerError(error: unknown): error is ServerError {
  return error instanceof Error && 'severity' in error && 'code' in error && typeof error.code === 'string'
}

/** What the server said about `sql`, without the passwords of `sql` that it quotes. */
export function withoutSecrets(error: ServerError, sql: string): ServerError {
  for (const field of ['message', 'detail', 'hint', 'where', 'internalQuery', 'stack'] as const) {
    const text = error[field]
    if (typeof text === 'string') Object.assign(error, { [field]: maskQuoted(text, sql) })
  }
  return error
}

/**
 * The error of a full disk, SQLSTATE 53100; undefined where `error` is another one. It says nothing about the
 * SQL that met it: whoever takes errors of the server for answers has to ask this first.
 */
export function diskFull(error: unknown): PgfoldError | undefined {
  if (error instanceof PgfoldError) return error.code === 'disk-full' ? error : undefined
  if (!isServerError(error) || error.code !== '53100') return undefined
  return new PgfoldError('disk-full', `The disk of the PostgreSQL server is full: ${error.message}`, {
    hint: 'Make room there; a scratch server of pgfold keeps its data in TMPDIR, which may be on a larger disk.',
    cause: error,
  })
}

/** The `statement-failed` error, to be thrown. */
export function statementFailed(error: ServerError, failure: Failure): PgfoldError {
  const { message } = withoutSecrets(error, failure.statement?.text ?? '')
  const hint = failure.cause ?? adviceFor(error, failure.serverLabel)
  const location = locationOf(error, failure)
  return new PgfoldError('statement-failed', `ERROR ${error.code}: ${message}`, {
    ...(location === undefined ? {} : { location }),
    hint,
    details: [...serverLines(error), appliedLine(failure.applied)],
    cause: error,
  })
}

function locationOf(error: ServerError, { script, statement }: Failure): Location | undefined {
  if (statement === undefined) return createLocator(script)(Math.max(0, script.text.trimEnd().length - 1))
  const place = createLocator(script)
  const row = /^COPY [^\n]*?, line (\d+)/mu.exec(error.where ?? '')?.[1]
  if (row !== undefined && statement.copyOffset !== undefined) {
    return place(startOfLine(script.text, statement.copyOffset, Number(row) - 1))
  }
  const characters = error.position === undefined ? 0 : Number(error.position) - 1
  return place(statement.offset + offsetOfCharacter(statement.text, characters))
}

function startOfLine(text: string, from: number, lines: number): number {
  let offset = from
  for (let passed = 0; passed < lines; passed += 1) offset = text.indexOf('\n', offset) + 1
  return offset
}

function serverLines(error: ServerError): string[] {
  return [
    ...(error.detail === undefined ? [] : [`DETAIL: ${error.detail}`]),
    ...(error.hint === undefined ? [] : [`HINT: ${error.hint}`]),
    ...(error.internalQuery === undefined ? [] : [`QUERY: ${error.internalQuery}`]),
    ...(error.where === undefined ? [] : [`CONTEXT: ${error.where}`]),
  ]
}

const named = 5

function appliedLine(applied: readonly string[]): string {
  if (applied.length === 0) return 'applied before: no migration'
  if (applied.length <= named) return `applied before: ${applied.join(', ')}`
  return `applied before: ${applied.length} migrations, the last is ${applied.at(-1)}`
}
