// Bad histories, each as data: what is on disk, how pgfold is called, and every line it says. What must hold
// after each (exit code, nothing written, nothing left, one JSON document) is in sandbox.ts.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { layouts } from '../../src/layouts/registry.ts'
import { createSandbox, expectNothingLeft, expectRefusal, runIn } from './sandbox.ts'
import type { BadInput } from './sandbox.ts'

const table = 'CREATE TABLE t (id integer PRIMARY KEY);\n'
const args = ['consolidate', 'm', '--out', 'out']

/** The lines of errorText for a place in a file. */
function at(file: string, place: string, [text, caret]: readonly [string, string]): string[] {
  const [line = ''] = place.split(':')
  const bar = `${' '.repeat(line.length)} |`
  return [`  at ${file}:${place}`, bar, `${line} | ${text}`, `${bar} ${caret}`, bar]
}

const known = layouts.map(({ name, shape }) => `  ${name}: ${shape}`)
const freshDatabase =
  'hint: Correct it: a fresh database with only these migrations stops here too. What exists before them goes into a file given with --prelude. Or fold what their runner builds (--run), or a live database (--from).'

const folders: Readonly<Record<string, BadInput>> = {
  'no folder': {
    args,
    code: 'not-readable',
    says: ['error: Cannot read m: it does not exist (not-readable)', 'hint: Check the path.'],
  },
  'an empty folder': {
    folders: ['m'],
    args,
    code: 'empty-history',
    says: ['error: m is empty (empty-history)', 'hint: Name the folder that holds the migrations.'],
  },
  'an unknown layout': {
    files: { 'm/V-a.sql': table, 'm/readme.txt': '' },
    args,
    code: 'unknown-layout',
    says: [
      'error: No layout fits the files in m (unknown-layout)',
      '  seen: V-a.sql, readme.txt',
      ...known,
      'hint: Name the folder that holds the migrations, or say --layout.',
    ],
  },
  'two layouts in one folder': {
    files: { 'm/001_a.sql': table, 'm/1700000000000_b/up.sql': table },
    args,
    code: 'ambiguous-layout',
    says: [
      'error: m holds migrations in 2 layouts (ambiguous-layout)',
      '  hasura: 1700000000000_b/up.sql',
      '  numbered: 001_a.sql',
      'hint: Say which with --layout hasura or --layout numbered.',
    ],
  },
  'a number twice': {
    files: { 'm/001_a.sql': table, 'm/001_b.sql': table },
    args,
    code: 'duplicate-migrations',
    says: [
      'error: m: Two files have the number 001, so the order is not known (duplicate-migrations)',
      '  001_a.sql',
      '  001_b.sql',
      'hint: Give one of them a number of its own.',
    ],
  },
  'a timestamp twice': {
    files: { 'm/1700000000000_a/up.sql': table, 'm/1700000000000_b/up.sql': table },
    args,
    code: 'duplicate-migrations',
    says: [
      'error: m: Two migrations have the timestamp 1700000000000 (duplicate-migrations)',
      '  1700000000000_a/up.sql',
      '  1700000000000_b/up.sql',
      'hint: Give one of them a timestamp of its own; the runner records one row for both.',
    ],
  },
  'a file without number': {
    files: { 'm/001_a.sql': table, 'm/b.sql': table },
    args,
    code: 'missing-number',
    says: [
      'error: m: A file is not named NNN_<name>.sql, so the order is not known (missing-number)',
      '  b.sql',
      'hint: Number each, or move what is no migration out of the folder.',
    ],
  },
  'a gap': {
    files: { 'm/001_a.sql': table, 'm/003_b.sql': table, 'm/009_c.sql': table },
    args,
    code: 'missing-migrations',
    says: [
      'error: m: Numbers are missing: 002, 004 to 008 (missing-migrations)',
      'hint: Put the missing files back, or say --allow-gaps where they never existed.',
    ],
  },
  'an output folder of somebody else': {
    files: { 'm/001_a.sql': table, 'out/mine.txt': 'dear' },
    args,
    code: 'output-exists',
    says: [
      'error: out exists and holds files that pgfold did not write, or that were edited since (output-exists)',
      '  mine.txt',
      'hint: Move out away, or give another folder with --out DIR.',
    ],
  },
  'a file where the output folder goes': {
    files: { 'm/001_a.sql': table, out: 'dear' },
    args,
    code: 'output-exists',
    says: ['error: out is in the way: it is no folder (output-exists)', 'hint: Give another folder with --out DIR.'],
  },
}

/** One migration with this text. */
const one = (text: string | Buffer): Pick<BadInput, 'files' | 'args'> => ({ files: { 'm/001_a.sql': text }, args })
const file = 'm/001_a.sql'

const texts: Readonly<Record<string, BadInput>> = {
  'a file in another encoding': {
    ...one(Buffer.from(`${table}-- caf\xE9 au lait\n`, 'latin1')),
    code: 'not-utf8',
    says: [
      'error: m/001_a.sql is not UTF-8: byte 47 is 0xe9 (not-utf8)',
      ...at(file, '2:7', ['-- caf\uFFFD au lait', '      ^']),
      'hint: Convert it, from WINDOWS-1252 for example: iconv -f WINDOWS-1252 -t UTF-8 m/001_a.sql',
    ],
  },
  'a file in UTF-16': {
    ...one(Buffer.from(`\uFEFF${table}`, 'utf16le')),
    code: 'not-utf8',
    says: [
      'error: m/001_a.sql is UTF-16, not UTF-8 (not-utf8)',
      ...at(file, '1:1', [table.trimEnd(), '^']),
      'hint: Convert it: iconv -f UTF-16 -t UTF-8 m/001_a.sql',
    ],
  },
  'a syntax error': {
    ...one(`${table}CREATE TABEL u (id integer);\n`),
    code: 'syntax-error',
    says: [
      'error: syntax error at or near "TABEL" (syntax-error)',
      ...at(file, '2:8', ['CREATE TABEL u (id integer);', '       ^']),
      'hint: Correct the SQL at the caret, or what stands before it: a missing comma, bracket or semicolon.',
    ],
  },
  'a syntax error after a byte order mark and CRLF': {
    ...one('\uFEFFCREATE TABLE t (\r\n  id integer\r\n);\r\nCREATE TABEL u ();\r\n'),
    code: 'syntax-error',
    says: [
      'error: syntax error at or near "TABEL" (syntax-error)',
      ...at(file, '4:8', ['CREATE TABEL u ();', '       ^']),
      'hint: Correct the SQL at the caret, or what stands before it: a missing comma, bracket or semicolon.',
    ],
  },
  'a statement that fails after a byte order mark and CRLF': {
    ...one('\uFEFFCREATE TABLE t (\r\n  id integr\r\n);\r\n'),
    code: 'statement-failed',
    says: [
      'error: ERROR 42704: type "integr" does not exist (statement-failed)',
      ...at(file, '2:6', ['  id integr', '     ^']),
      '  applied before: no migration',
      freshDatabase,
    ],
  },
  'a string without end': {
    ...one(`${table}INSERT INTO t VALUES ('1);\n`),
    code: 'syntax-error',
    says: [
      'error: unterminated quoted string at or near "\'1); …" (syntax-error)',
      ...at(file, '2:23', ["INSERT INTO t VALUES ('1);", '                      ^']),
      'hint: Close the quoted string that begins at the caret.',
    ],
  },
  'a statement without end': {
    ...one('CREATE TABLE t (id integer'),
    code: 'syntax-error',
    says: [
      'error: syntax error at end of input (syntax-error)',
      ...at(file, '1:27', ['CREATE TABLE t (id integer', '                          ^']),
      'hint: Complete the statement, and end it with a semicolon.',
    ],
  },
  'a statement that fails': {
    files: { [file]: table, 'm/002_b.sql': '\nINSERT INTO t VALUES (1), (1);\n' },
    args,
    code: 'statement-failed',
    says: [
      'error: ERROR 23505: duplicate key value violates unique constraint "t_pkey" (statement-failed)',
      ...at('m/002_b.sql', '2:1', ['INSERT INTO t VALUES (1), (1);', '^']),
      '  DETAIL: Key (id)=(1) already exists.',
      '  applied before: 001_a',
      freshDatabase,
    ],
  },
  'a psql meta-command': {
    ...one(`${table}\\! rm -rf /\n`),
    code: 'meta-command',
    says: [
      'error: The psql command \\! is no SQL, and pgfold does not run it (meta-command)',
      ...at(file, '2:1', ['\\! rm -rf /', '^']),
      'hint: Remove the line: pgfold never runs a shell.',
    ],
  },
  SQLite: {
    ...one('CREATE TABLE t (\n  id integer PRIMARY KEY AUTOINCREMENT\n);\n'),
    code: 'syntax-error',
    says: [
      'error: syntax error at or near "AUTOINCREMENT" (syntax-error)',
      ...at(file, '2:26', ['  id integer PRIMARY KEY AUTOINCREMENT', '                         ^']),
      'hint: That is SQLite: in PostgreSQL write bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY instead.',
    ],
  },
  'an extension that the server does not have': {
    ...one('CREATE EXTENSION postgis;\n'),
    code: 'statement-failed',
    says: [
      'error: ERROR 0A000: extension "postgis" is not available (statement-failed)',
      ...at(file, '1:1', ['CREATE EXTENSION postgis;', '^']),
      '  HINT: The extension must first be installed on the system where PostgreSQL is running.',
      '  applied before: no migration',
      'hint: The scratch server (PostgreSQL …',
    ],
  },
}

describe('folders', () => {
  it.each(Object.entries(folders))('%s', (_name, input) => expectRefusal(input))
})

describe('files', () => {
  it.each(Object.entries(texts))('%s', (_name, input) => expectRefusal(input))
})

it('a byte order mark and CRLF fold, and the mark is told', async () => {
  const sandbox = await createSandbox({ files: { [file]: `\uFEFF${table.replaceAll('\n', '\r\n')}` } })
  const ended = await runIn(sandbox, { args })
  expect(ended.stdout).toContain('note: m/001_a.sql: begins with a byte order mark, which was left out')
  expect(ended.exitCode).toBe(0)
  const upSql = await readFile(join(sandbox.project, 'out', 'up.sql'), 'utf8')
  expect(upSql).toContain('CREATE TABLE public.t')
  expect(upSql).not.toMatch(/[\r\uFEFF]/u)
  await expectNothingLeft(sandbox)
  await sandbox.remove()
})
