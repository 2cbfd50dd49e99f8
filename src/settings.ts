// Settings from pgfold.config.json and from flags, parsed once at the border; flags win. The same schema
// checks both, so that an unknown layout is the same mistake wherever it stands. Paths in the file are
// relative to the file's folder.
import { readFile } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { PgfoldError } from './errors.ts'
import { minorClasses } from './model/snapshot.ts'

const text = z.string().min(1, 'must not be empty')
const scratchPattern = /^(?:embedded|installed(?::\d+)?|postgres(?:ql)?:\/\/.+)$/u
const timePattern = /^\d+(?:ms|s|min)?$/u

const fileSchema = z.strictObject({
  $schema: z.string().optional().describe('Where this JSON Schema is, for editors.'),
  db: text.optional().describe('URL or name of the live database; the environment is used without it.'),
  migrations: text.optional().describe('Folder of the migration history (schema/migrations).'),
  consolidated: text.optional().describe('Folder of up.sql, down.sql and manifest.json (schema/consolidated).'),
  archived: text.optional().describe('Folder that archived migrations are moved to (schema/archived).'),
  backups: text.optional().describe('Folder for backups of live databases (schema/backups).'),
  layout: text
    .optional()
    .describe('How the runner keeps migrations on disk, such as hasura; found by content without it.'),
  trackingTable: text
    .optional()
    .describe(
      'The table in which the runner records what it applied, as [schema.]table, where it is not its usual one.',
    ),
  prelude: z.array(text).optional().describe('SQL files with what exists before the first migration.'),
  schemas: z.array(text).optional().describe('Only these schemas.'),
  rows: z
    .union([z.enum(['auto', 'none']), z.array(text)])
    .optional()
    .describe('Which reference rows are folded: auto, none, or a list of tables.'),
  scratch: z
    .string()
    .regex(scratchPattern, 'must be embedded, installed, installed:<major> or a postgres:// URL')
    .optional()
    .describe('Where histories are replayed: embedded, installed, installed:15, or a URL.'),
  ignore: z.array(z.enum(minorClasses)).optional().describe('Classes of minor differences to leave out.'),
  placeholders: z.record(text, z.string()).optional().describe('Values for the placeholders in migrations.'),
  allowGaps: z.boolean().optional().describe('Accept missing numbers in a numbered history.'),
  allowUnmodelled: z.array(text).optional().describe('Objects of kinds pgfold does not cover that may be left out.'),
  lockTimeout: z
    .string()
    .regex(timePattern, 'must be a time such as 5s or 500ms')
    .optional()
    .describe('How long a live database may make us wait for a lock (5s).'),
})

type FileSettings = z.infer<typeof fileSchema>

const defaults = {
  migrations: 'schema/migrations',
  consolidated: 'schema/consolidated',
  archived: 'schema/archived',
  backups: 'schema/backups',
  prelude: [],
  schemas: [],
  rows: 'auto',
  ignore: [],
  placeholders: {},
  allowGaps: false,
  allowUnmodelled: [],
  lockTimeout: '5s',
} as const satisfies Partial<FileSettings>

type Defaulted = keyof typeof defaults

/** What every command may read. `db`, `layout`, `trackingTable` and `scratch` have no default. */
export type Settings = Readonly<Defined<Pick<FileSettings, Defaulted>>> & {
  readonly db?: string
  readonly layout?: string
  readonly trackingTable?: string
  readonly scratch?: string
}

/** What the flags of one command line say; the names are those of the settings. */
export type FlagSettings = Omit<FileSettings, '$schema'>

const configFileName = 'pgfold.config.json'

/**
 * The settings of this run: flags over the file over the defaults. Throws PgfoldError `bad-config` with
 * the file and the key, `bad-option` with the flag.
 */
export async function loadSettings(options: {
  readonly config?: string
  readonly flags: FlagSettings
}): Promise<Settings> {
  const fromFile = await readConfig(options.config)
  const flags = parseFlags(options.flags)
  const { $schema: _, ...settings } = { ...defaults, ...fromFile, ...flags }
  return withoutUndefined(settings) as Settings
}

/** The JSON Schema of pgfold.config.json, which the package ships in docs/. */
export function configJsonSchema(): object {
  return z.toJSONSchema(fileSchema)
}

async function readConfig(path: string | undefined): Promise<FileSettings> {
  const file = path ?? configFileName
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    if (path === undefined && (error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw new PgfoldError('bad-config', `${file} cannot be read: ${reasonOf(error)}`, {
      hint: path === undefined ? 'Make it readable, or remove it.' : 'Correct the path given with --config.',
      cause: error,
    })
  }
  const parsed = fileSchema.safeParse(parseJson(content, file))
  if (!parsed.success) throw configError(file, parsed.error)
  return withoutUndefined(relativeTo(dirname(file), parsed.data))
}

function parseJson(content: string, file: string): unknown {
  try {
    return JSON.parse(content.replace(/^\uFEFF/u, ''))
  } catch (error) {
    const problem = (error as Error).message.replace(/ is not valid JSON$/u, '').replaceAll(/\s+/gu, ' ')
    throw new PgfoldError('bad-config', `${file} is not valid JSON: ${problem}`, {
      hint: 'Correct it: names and texts stand in double quotes, and no comma before a closing bracket.',
      cause: error,
    })
  }
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: 'it does not exist',
    EACCES: 'permission denied',
    EISDIR: 'it is a folder',
  }
  return reasons[code ?? ''] ?? message
}

function configError(file: string, error: z.ZodError): PgfoldError {
  const details = error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => `unknown key ${[...issue.path, key].join('.')}`)
    return [`${issue.path.join('.') || 'the file'}: ${problemOf(issue)}`]
  })
  const unknown = error.issues.some((issue) => issue.code === 'unrecognized_keys')
  const hint = unknown
    ? `The keys are ${Object.keys(fileSchema.shape).join(', ')}.`
    : 'Correct the value; docs/pgfold.config.schema.json of the package says what each key takes.'
  return new PgfoldError('bad-config', `${file}: ${details[0]}`, { details: details.slice(1), hint })
}

function parseFlags(flags: FlagSettings): FlagSettings {
  const parsed = fileSchema.safeParse(withoutUndefined(flags))
  if (parsed.success) return withoutUndefined(parsed.data)
  const [issue] = parsed.error.issues
  const flag = `--${flagName(String(issue?.path[0]))}`
  const word = issue?.path[0] === 'ignore' ? ` ${JSON.stringify(flags.ignore?.[Number(issue.path[1])])}` : ''
  throw new PgfoldError('bad-option', `${flag}${word}: ${issue && problemOf(issue)}`, {
    hint: 'Run pgfold COMMAND --help to see what the option takes.',
  })
}

function problemOf({ message }: z.core.$ZodIssue): string {
  return message.replace(/^Invalid (?:input|option): /u, '')
}

function flagName(key: string): string {
  const singular: Readonly<Record<string, string>> = { schemas: 'schema', placeholders: 'placeholder' }
  return singular[key] ?? key.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)
}

function relativeTo(folder: string, settings: FileSettings): FileSettings {
  const resolved = (path: string): string => (isAbsolute(path) ? path : join(folder, path))
  const { migrations, consolidated, archived, backups, prelude } = settings
  return {
    ...settings,
    migrations: migrations && resolved(migrations),
    consolidated: consolidated && resolved(consolidated),
    archived: archived && resolved(archived),
    backups: backups && resolved(backups),
    prelude: prelude?.map(resolved),
  }
}

type Defined<T> = { [K in keyof T]-?: Exclude<T[K], undefined> }

function withoutUndefined<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
