// Wrong arguments and settings, each as data; what must hold after each is in sandbox.ts.
import { describe, it } from 'vitest'
import { layouts } from '../../src/layouts/registry.ts'
import { expectRefusal } from './sandbox.ts'
import type { BadInput } from './sandbox.ts'

const files = { 'm/001_a.sql': 'CREATE TABLE t (id integer PRIMARY KEY);\n', 'a.sql': 'CREATE SCHEMA s;\n', taken: 'x' }
const fold = ['consolidate', 'm', '--out', 'out']

/** Arguments on the files above. */
const said = (args: readonly string[], code: string, ...says: string[]): BadInput => ({ files, args, code, says })

const words: Readonly<Record<string, BadInput>> = {
  'an unknown command': said(
    ['consolidte'],
    'unknown-command',
    'error: There is no command consolidte (unknown-command)',
    'hint: Did you mean consolidate?',
  ),
  'an unknown option': said(
    [...fold, '--alow-gaps'],
    'unknown-option',
    'error: There is no option --alow-gaps (unknown-option)',
    'hint: Did you mean --allow-gaps?',
  ),
  'an option like no other': said(
    [...fold, '--frobnicate'],
    'unknown-option',
    'error: There is no option --frobnicate (unknown-option)',
    'hint: Run pgfold consolidate --help to see the options.',
  ),
  'one source': said(
    ['compare-schemas', 'a'],
    'missing-argument',
    'error: compare-schemas needs <right> (missing-argument)',
    'hint: Usage: pgfold compare-schemas <left> <right> [schema]',
  ),
  'a source that does not exist': said(
    ['compare-schemas', './a.sql', './nowhere/'],
    'not-found',
    'error: there is nothing at ./nowhere/ (not-found)',
    'hint: Correct the path. A database is written without a slash or as postgres://…',
  ),
  'a source of another database system': {
    ...said(
      ['compare-schemas', 'mysql://me:topsecret@db/app', './a.sql'],
      'bad-source',
      'error: a source is a URL that does not begin with postgres:// or postgresql:// (bad-source)',
      'hint: Only PostgreSQL databases can be compared.',
    ),
    secrets: ['topsecret'],
  },
  'a live database of another database system': {
    ...said(
      ['compare-schemas', 'app', './a.sql', '--db', 'mysql://me:topsecret@db/app'],
      'invalid-address',
      'error: Cannot use --db as an address: it does not begin with postgres:// or postgresql:// (invalid-address)',
      'hint: Write it as postgres://user@host:port/database, special characters percent-encoded.',
    ),
    secrets: ['topsecret'],
  },
}

const options: Readonly<Record<string, BadInput>> = {
  '--scratch nonsense': {
    ...said(
      [...fold, '--scratch', 'mysql://me:topsecret@db/app'],
      'bad-option',
      'error: --scratch: must be embedded, installed, installed:<major> or a postgres:// URL (bad-option)',
      'hint: Run pgfold COMMAND --help to see what the option takes.',
    ),
    secrets: ['topsecret'],
  },
  '--layout nonsense': said(
    [...fold, '--layout', 'nonsense'],
    'unknown-layout',
    'error: There is no layout "nonsense" (unknown-layout)',
    ...layouts.map(({ name, shape }) => `  ${name}: ${shape}`),
    'hint: Choose one of these, or leave --layout out to find it by the files.',
  ),
  '--layout of other files': said(
    [...fold, '--layout', 'hasura'],
    'empty-history',
    'error: m: No migration of the layout hasura is here (empty-history)',
    'hint: Its files are named <timestamp>_<name>/up.sql, down.sql; without --layout, the layout is found by the files.',
  ),
  '--rows of an unknown table': said(
    [...fold, '--rows', 't,colours'],
    'unknown-table',
    'error: There is no table colours, so --rows cannot fold its rows (unknown-table)',
    '  public.t',
    'hint: Correct the name; the tables are listed here.',
  ),
  '--out on a file': said(
    ['consolidate', 'm', '--out', 'taken'],
    'output-exists',
    'error: taken is in the way: it is no folder (output-exists)',
    'hint: Give another folder with --out DIR.',
  ),
  '--out below a file': said(
    ['consolidate', 'm', '--out', 'taken/out'],
    'output-exists',
    'error: taken/out is in the way: it is no folder (output-exists)',
    'hint: Give another folder with --out DIR.',
  ),
  '--to an unknown migration': said(
    [...fold, '--to', '7'],
    'unknown-migration',
    'error: There is no migration 7 (unknown-migration)',
    '  001 a',
    'hint: Choose one; the nearest are listed here.',
  ),
  '--from beside a history': {
    ...said(
      [...fold, '--from', 'postgres://me:topsecret@db/app', '--to', '1'],
      'bad-option',
      'error: --from folds a live database, so it does not go with the history m, --to (bad-option)',
      'hint: Leave out either of them.',
    ),
    secrets: ['topsecret'],
  },
  '--from a folder': said(
    ['consolidate', '--from', './m', '--out', 'out'],
    'bad-option',
    'error: --from takes a database (URL or name), not ./m (bad-option)',
    'hint: Run pgfold consolidate ./m to fold a history.',
  ),
  '--from nothing': said(
    ['consolidate', '--from', '', '--out', 'out'],
    'bad-source',
    'error: a source is empty (bad-source)',
    'hint: Give a database (URL or name), a folder of migrations (with a slash), a .sql file or a snapshot (.json).',
  ),
  '--run beside migrations in SQL': said(
    [...fold, '--run', 'true'],
    'unknown-layout',
    'error: No layout fits the files in m (unknown-layout)',
    '  seen: 001_a.sql',
    '  knex: <timestamp>_<name>.js or .ts with exports up and down (knex)',
    '  kysely: <timestamp>_<name>.js or .ts with export up and down (kysely)',
    '  typeorm: <timestamp>-<name>.js or .ts with a class <name><timestamp> (TypeORM)',
    '  umzug: <timestamp>-<name>.js or .ts with exports up and down (umzug, Sequelize)',
    'hint: Name the folder that holds the migrations, or say --layout.',
  ),
  '--run beside migrations in SQL that are named': said(
    [...fold, '--run', 'true', '--layout', 'numbered'],
    'bad-option',
    'error: m is read as numbered, whose migrations are SQL (bad-option)',
    'hint: Leave --run out, or --layout where the migrations are code.',
  ),
  '--run beside what it does not go with': {
    ...said(
      [
        'consolidate',
        '--out',
        'out',
        '--run',
        'PGPASSWORD=topsecret true',
        '--from',
        'app',
        '--to',
        '1',
        '--layout',
        'hasura',
        '--db',
        'app',
      ],
      'bad-option',
      'error: --run folds what a command builds, so it does not go with --from, --to, --layout, --db (bad-option)',
      'hint: Leave out either of them.',
    ),
    secrets: ['topsecret'],
  },
  '--run nothing': said(
    ['consolidate', '--run', ' ', '--out', 'out'],
    'bad-option',
    'error: --run takes a command, not nothing (bad-option)',
    "hint: Write it as for the shell: --run 'npx knex migrate:latest'.",
  ),
  '--placeholder without a value': said(
    [...fold, '--placeholder', 'schema'],
    'bad-option',
    'error: --placeholder takes NAME=VALUE, not "schema" (bad-option)',
    'hint: Write it as in --placeholder schema=app, where a migration says :schema, ${schema} or {{schema}}.',
  ),
  '--prelude that does not exist': said(
    [...fold, '--prelude', 'nowhere.sql'],
    'not-readable',
    'error: Cannot read nowhere.sql: it does not exist (not-readable)',
    'hint: Check the path.',
  ),
  '--config that does not exist': said(
    [...fold, '--config', 'nowhere.json'],
    'bad-config',
    'error: nowhere.json cannot be read: it does not exist (bad-config)',
    'hint: Correct the path given with --config.',
  ),
}

const settings = (text: string, ...says: string[]): BadInput => ({
  files: { ...files, 'pgfold.config.json': text },
  args: fold,
  code: 'bad-config',
  says,
})

const configs: Readonly<Record<string, BadInput>> = {
  'no JSON': settings(
    '{\n  "layout": hasura\n}',
    'error: pgfold.config.json is not valid JSON: …',
    'hint: Correct it: names and texts stand in double quotes, and no comma before a closing bracket.',
  ),
  'an unknown key': settings(
    '{"outdir": "x"}',
    'error: pgfold.config.json: unknown key outdir (bad-config)',
    'hint: The keys are $schema, db, migrations, …',
  ),
  'values of another type': settings(
    '{"schemas": "a", "allowGaps": 3}',
    'error: pgfold.config.json: schemas: expected array, received string (bad-config)',
    '  allowGaps: expected boolean, received number',
    'hint: Correct the value; docs/pgfold.config.schema.json of the package says what each key takes.',
  ),
}

describe('words', () => {
  it.each(Object.entries(words))('%s', (_name, input) => expectRefusal(input))
})

describe('options', () => {
  it.each(Object.entries(options))('%s', (_name, input) => expectRefusal(input))
})

describe('pgfold.config.json', () => {
  it.each(Object.entries(configs))('%s', (_name, input) => expectRefusal(input))
})
