// A statement of the history that the server refused, as a person can act on it: what, where in the file,
// what had been applied before, and what to do. The server counts `position` in characters of the statement.
import { PgfoldError, type Location } from '../errors.ts'
import { foreignNameHint } from '../history/dialect.ts'
import { createLocator, offsetOfCharacter } from '../history/location.ts'
import { maskQuoted } from '../history/mask-secrets.ts'
import type { Script } from '../history/migration.ts'
import type { Statement } from '../history/statements.ts'

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
  const hint =
    hintFor(error, failure.serverLabel) ??
    'Correct it: a fresh database with only these migrations stops here too. What exists before them goes into a file given with --prelude.'
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

interface Advice {
  readonly code: string
  readonly pattern: RegExp
  readonly hint: (match: RegExpExecArray, serverLabel: string) => string
}

function hintFor(error: ServerError, serverLabel: string): string | undefined {
  for (const { code, pattern, hint } of advices) {
    const match = error.code === code ? pattern.exec(error.message) : null
    if (match !== null) return hint(match, serverLabel)
  }
  return namesSomething.has(error.code) ? foreignNameHint(error.message) : undefined
}

/** undefined_object, undefined_function, undefined_table, undefined_column */
const namesSomething = new Set(['42704', '42883', '42P01', '42703'])

const noExtension = (match: RegExpExecArray, serverLabel: string): string =>
  `The scratch server (${serverLabel}) does not have the extension ${match[1]}: use one that does, with --scratch installed or --scratch URL.`

function extensionOf(type: string): string {
  if (type === 'raster') return 'postgis_raster'
  return type.startsWith('geo') ? 'postgis' : type
}

const advices: readonly Advice[] = [
  {
    code: '22023',
    pattern: /security label provider/u,
    hint: (_, serverLabel) =>
      `The scratch server (${serverLabel}) has not loaded that provider: use one that has, with --scratch URL.`,
  },
  { code: '0A000', pattern: /extension "([^"]+)" is not available/u, hint: noExtension },
  { code: '58P01', pattern: /extension control file ".*\/([^/"]+)\.control"/u, hint: noExtension },
  {
    code: '58P01',
    pattern: /could not access file "([^"]+)"/u,
    hint: (match, serverLabel) =>
      `The scratch server (${serverLabel}) lacks the library ${match[1]}: use one that has it, with --scratch installed or --scratch URL.`,
  },
  {
    code: '55P04',
    pattern: /unsafe use of new value/u,
    hint: () => 'Put what uses the new enum value into a later migration: it can be used only after a COMMIT.',
  },
  {
    code: '42704',
    pattern: /type "?(?:\w+\.)?(citext|hstore|ltree|cube|vector|geometry|geography|raster)"? does not exist/u,
    hint: (match) =>
      `The type ${match[1]} belongs to the extension ${extensionOf(match[1] ?? '')}: create that first, in a file given with --prelude where the platform provides it.`,
  },
  {
    code: '42704',
    pattern: /role "([^"]+)" does not exist/u,
    hint: (match) => `Create the role ${match[1]} in a file given with --prelude.`,
  },
  {
    code: '3F000',
    pattern: /schema "([^"]+)" does not exist/u,
    hint: (match) => `Where a platform provides the schema ${match[1]}, create it in a file given with --prelude.`,
  },
  {
    code: '42P01',
    pattern: /relation "((?:auth|storage|hdb_catalog|graphile_worker)\.[^"]+)" does not exist/u,
    hint: (match) => `Where a platform provides ${match[1]}, create it in a file given with --prelude.`,
  },
  {
    code: '42883',
    pattern: /function (?:[\w"]+\.)?uuid_generate_v[1345]\w*\(/u,
    hint: () => 'Add CREATE EXTENSION "uuid-ossp", in a file given with --prelude where the platform provides it.',
  },
  {
    code: '42883',
    pattern: /function (?:[\w"]+\.)?(?:digest|hmac|crypt|gen_salt|gen_random_bytes|pgp_\w+)\(/u,
    hint: () => 'Add CREATE EXTENSION pgcrypto, in a file given with --prelude where the platform provides it.',
  },
  {
    code: '42501',
    pattern: /./u,
    hint: () => 'The scratch role may not do this: give one that may, or leave --scratch out.',
  },
  {
    code: '53100',
    pattern: /./u,
    hint: () => 'The disk of the scratch server is full: make room, or set TMPDIR to a larger one.',
  },
  {
    code: '25001',
    pattern: /cannot (?:run|be executed) (?:inside|from)/u,
    hint: () => 'Move the statement out of the transaction, or into a migration of its own.',
  },
]
