// Options that several commands share, so that one name means one thing everywhere; and how flags become
// settings.
import { PgfoldError } from '../errors.ts'
import type { FlagSettings } from '../settings.ts'
import type { Arguments, OptionDescription } from './command.ts'

const shared = {
  db: { type: 'string', describe: 'Live database: URL or name; else the environment' },
  consolidated: {
    type: 'string',
    describe: 'Folder of the consolidated schema',
    defaultDescription: 'schema/consolidated',
  },
  migrations: { type: 'string', describe: 'Folder of the migrations', defaultDescription: 'schema/migrations' },
  archived: { type: 'string', describe: 'Folder of the archived migrations', defaultDescription: 'schema/archived' },
  tenant: { type: 'string', describe: 'Only this schema, which has what the consolidated schema has in its one' },
  backups: { type: 'string', describe: 'Folder for backups', defaultDescription: 'schema/backups' },
  layout: { type: 'string', describe: "The runner's layout, where detection is not certain" },
  'tracking-table': { type: 'string', describe: "The runner's table, where it has another name: [SCHEMA.]TABLE" },
  prelude: { type: 'array', describe: 'SQL file with what exists before the history' },
  schema: { type: 'array', describe: 'Only this schema' },
  rows: { type: 'string', describe: 'Reference rows: auto, none, or tables', defaultDescription: 'auto' },
  scratch: {
    type: 'string',
    describe: 'Scratch server: embedded, installed[:N] or a URL',
    defaultDescription: 'embedded',
  },
  ignore: { type: 'array', describe: 'Leave out a class of minor differences' },
  placeholder: { type: 'array', describe: 'NAME=VALUE for a placeholder in the migrations' },
  'allow-gaps': { type: 'boolean', describe: 'Accept missing numbers in the history' },
  'allow-unmodelled': { type: 'array', describe: 'Leave out this object of a kind that is not covered' },
  'lock-timeout': { type: 'string', describe: 'Longest wait for a lock', defaultDescription: '5s' },
  yes: { type: 'boolean', describe: 'Do not ask for confirmation' },
  'dry-run': { type: 'boolean', describe: 'Print what would be done and change nothing' },
  'no-backup': { type: 'boolean', describe: 'Do not run pg_dump first' },
} as const satisfies Record<string, OptionDescription>

/** Options of every command. */
export const commonOptions = {
  json: { type: 'boolean', describe: 'One JSON document on stdout' },
  config: { type: 'string', describe: 'Settings file', defaultDescription: 'pgfold.config.json' },
} as const satisfies Record<string, OptionDescription>

/** The shared options with these names, in this order. */
export function sharedOptions(...names: (keyof typeof shared)[]): Record<string, OptionDescription> {
  return Object.fromEntries(names.map((name) => [name, shared[name]]))
}

/** What the flags say about settings. Throws PgfoldError `bad-option`. */
export function flagSettings(args: Arguments): FlagSettings {
  const list = (name: string): string[] | undefined => {
    const values = args.list(name).flatMap((value) => value.split(',').map((word) => word.trim()))
    const words = values.filter((word) => word !== '') // a comma at the end is no class without a name
    return words.length > 0 ? words : undefined
  }
  const rows = args.text('rows')
  const repeated = (name: string): string[] | undefined =>
    args.list(name).length > 0 ? [...args.list(name)] : undefined
  return {
    db: args.text('db'),
    migrations: args.text('migrations'),
    consolidated: args.text('out') ?? args.text('consolidated'),
    archived: args.text('archived'),
    backups: args.text('backups'),
    layout: args.text('layout'),
    trackingTable: args.text('tracking-table'),
    prelude: repeated('prelude'),
    schemas: list('schema'),
    rows: rows === undefined || rows === 'auto' || rows === 'none' ? rows : rows.split(','),
    scratch: args.text('scratch'),
    // The schema of the settings checks the words.
    ignore: list('ignore') as FlagSettings['ignore'],
    placeholders: placeholders(args.list('placeholder')),
    allowGaps: args.flag('allow-gaps'),
    allowUnmodelled: repeated('allow-unmodelled'),
    lockTimeout: args.text('lock-timeout'),
  }
}

function placeholders(pairs: readonly string[]): Record<string, string> | undefined {
  if (pairs.length === 0) return undefined
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) {
        throw new PgfoldError('bad-option', `--placeholder takes NAME=VALUE, not ${JSON.stringify(pair)}`, {
          hint: 'Write it as in --placeholder schema=app, where a migration says :schema, ${schema} or {{schema}}.',
        })
      }
      return [pair.slice(0, at), pair.slice(at + 1)]
    }),
  )
}
