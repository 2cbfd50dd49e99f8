// What to do where the server refuses a statement of a history: a table by SQLSTATE and message (manual, "PostgreSQL Error
// Codes").
import { foreignNameHint } from '../history/dialect.ts'

interface Refusal {
  readonly code: string
  readonly message: string
}

interface Advice {
  readonly code: string
  readonly pattern: RegExp
  readonly hint: (match: RegExpExecArray, serverLabel: string) => string
}

/** What to do about an error of the server: that of the table below, and what else can be folded. */
export function adviceFor({ code, message }: Refusal, serverLabel: string): string {
  const advice = adviceOf(code, message, serverLabel)
  if (advice === undefined) return `${otherwise} ${instead}`
  return missing.has(code) ? `${advice} ${instead}` : advice
}

const otherwise =
  'Correct it: a fresh database with only these migrations stops here too. What exists before them goes into a file given with --prelude.'

/** What else can be folded, where migrations do not build a database from empty. */
export const instead = 'Or fold what their runner builds (--run), or a live database (--from).'

function adviceOf(code: string, message: string, serverLabel: string): string | undefined {
  for (const advice of advices) {
    const match = advice.code === code ? advice.pattern.exec(message) : null
    if (match !== null) return advice.hint(match, serverLabel)
  }
  return namesSomething.has(code) ? foreignNameHint(message) : undefined
}

/** undefined_object, undefined_function, undefined_table, undefined_column */
const namesSomething = new Set(['42704', '42883', '42P01', '42703'])

/** The same, invalid_schema_name, invalid_catalog_name, raise_exception: something is not there that was where it ran. */
const missing = new Set([...namesSomething, '3F000', '3D000', 'P0001'])

const withoutExtension =
  'Or leave the extension out of the migrations, and put a stand-in for what they use of it into a file given with --prelude.'

const noExtension = (match: RegExpExecArray, serverLabel: string): string =>
  `The scratch server (${serverLabel}) does not have the extension ${match[1]}: use one that does, with --scratch installed or --scratch URL. ${withoutExtension} ${instead}`

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
    code: '42704',
    pattern: /unrecognized configuration parameter "([^"]+)"/u,
    hint: (match, serverLabel) =>
      `The scratch server (${serverLabel}) does not know the setting ${match[1]}: use one of the version or with the library that it belongs to, with --scratch installed:N or --scratch URL.`,
  },
  {
    code: '42704',
    pattern: /tablespace "([^"]+)" does not exist/u,
    hint: (match) =>
      `Tablespaces belong to a server: leave ${match[1]} out of the migration, or use a server that has it, with --scratch URL.`,
  },
  {
    code: '3D000',
    pattern: /database "([^"]+)" does not exist/u,
    hint: (match) =>
      `The migration names the database ${match[1]}, which on scratch has another name: take the statement to where databases are set up, or have it say current_database() in a DO block.`,
  },
  {
    code: '3F000',
    pattern: /no schema has been selected/u,
    hint: () => 'The search_path names no schema that is there: create it first, or write the schema before the name.',
  },
  {
    code: 'P0001',
    pattern: /./u,
    hint: () =>
      'The migration stops itself, since something is not as it expects: what it needs goes into a file given with --prelude.',
  },
  {
    code: '42P07',
    pattern: /./u,
    hint: () =>
      'An earlier migration or the --prelude made it already: look whether two migrations do the same, and in which order they run.',
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
