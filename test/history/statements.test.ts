import { describe, expect, test } from 'vitest'
import { PgfoldError } from '../../src/errors.ts'
import { splitText } from '../../src/history/statements.ts'

async function texts(sql: string): Promise<string[]> {
  return (await splitText(sql, 'a.sql')).map((statement) => statement.text)
}

async function refused(sql: string): Promise<PgfoldError> {
  const error: unknown = await splitText(sql, 'a.sql').then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof PgfoldError) return error
  throw new Error(`not refused: ${sql}`)
}

describe('what a statement is', () => {
  test.each([
    ["select ';' ; select 2", ["select ';' ", 'select 2']],
    ['select $$;$$;select $a$ ; $$ $a$', ['select $$;$$', 'select $a$ ; $$ $a$']],
    ['select 1 /* ; /* ; */ ; */;select 2 -- ;\n;', ['select 1 /* ; /* ; */ ; */', 'select 2 -- ;\n']],
    ["select E'\\';' ; select 'x\\';", ["select E'\\';' ", "select 'x\\'"]],
    ['select "a;b" from "t"";";', ['select "a;b" from "t"";"']],
    [';; select 1 ;;', ['select 1 ']],
    ['-- nothing', []],
    ['', []],
    [
      'create function f() returns int begin atomic select 1; select case when true then 1 end; end; select 2',
      ['create function f() returns int begin atomic select 1; select case when true then 1 end; end', 'select 2'],
    ],
    [
      'create rule r as on insert to t do also (insert into a values (1); insert into b values (2)); select 1',
      ['create rule r as on insert to t do also (insert into a values (1); insert into b values (2))', 'select 1'],
    ],
  ])('%s', async (sql, expected) => {
    expect((await texts(sql)).map((text) => text.trim())).toEqual(expected.map((text) => text.trim()))
  })

  test('offsets and places count characters, not bytes', async () => {
    const [first, second] = await splitText("-- é😀\n  select 'é😀'; /* ü */ select 2", 'a.sql')
    expect(first).toMatchObject({ line: 2, column: 3, offset: 9, text: "select 'é😀'" })
    expect(second).toMatchObject({ line: 2, column: 24, text: 'select 2' })
  })

  test('a file of many statements is parsed in pieces', async () => {
    const line = "insert into t (a, b) values (1, 'é; \\');\n"
    const statements = await splitText(line.repeat(20_000), 'a.sql')
    expect(statements).toHaveLength(20_000)
    expect(statements.at(-1)).toMatchObject({ line: 20_000, column: 1, text: line.slice(0, -2) })
  })
})

describe('COPY data', () => {
  test('is taken out, several times a file, and need not be SQL', async () => {
    const sql = "copy a (x) from stdin;\n1;'\n\\\\.\n\\.\ncopy b from STDIN with (format csv);\n\\.\nselect 1;"
    const statements = await splitText(sql, 'a.sql')
    expect(statements.map(({ kind, copyData }) => [kind, copyData])).toEqual([
      ['CopyStmt', "1;'\n\\\\.\n"],
      ['CopyStmt', ''],
      ['SelectStmt', undefined],
    ])
    expect(statements.at(-1)?.line).toBe(7)
  })

  test('other forms of COPY have none', async () => {
    expect(
      await texts("copy t from '/f'; copy t to stdout; copy (select ' from stdin') to stdout; select 1"),
    ).toHaveLength(4)
  })

  test('without an end is refused', async () => {
    expect(await refused('select 1;\ncopy t from stdin;\n1\n')).toMatchObject({
      code: 'copy-not-ended',
      location: { line: 2, column: 1 },
    })
  })
})

describe("psql's commands", () => {
  test('that change nothing are skipped', async () => {
    const sql = [
      '\\restrict x',
      '\\set ON_ERROR_STOP on',
      '\\echo Use "CREATE EXTENSION x" to load this file. \\quit',
      '\\timing on',
      '\\pset pager off',
      'select 1; \\qecho done',
      '\\unrestrict x',
    ].join('\r\n')
    expect(await texts(sql)).toEqual(['select 1'])
  })

  test.each([
    '! ls',
    'i x.sql',
    'ir x.sql',
    'copy t from program ls',
    'connect x',
    'gexec',
    'set x 1',
    'if true',
    'quit',
    'o f',
    '.',
  ])('\\%s is refused by name', async (command) => {
    const error = await refused(`select 1;\n select 2; \\${command}\n`)
    expect(error).toMatchObject({ code: 'meta-command', location: { file: 'a.sql', line: 2, column: 12 } })
    expect(error.message).toContain(`\\${/^(?:!|\.|\w+)/u.exec(command)?.[0]} `)
    expect(error.hint).toMatch(/^[A-Z].*\.$/u)
  })

  test('are none inside quotes and comments', async () => {
    expect(await texts('select \'\n\\gexec\', $$\n\\! x\n$$, "\n\\i" /*\n\\q\n*/ -- \\q\n')).toHaveLength(1)
  })
})

describe('errors', () => {
  test.each([
    ["select 1;\nselect 'é😀' frm 1 1;", 2, 17, "select 'é😀' frm 1 1;", 'syntax error at or near "1"'],
    ["select 1;\n\tselect 'open", 2, 9, "\tselect 'open", 'unterminated quoted string at or near "\'open"'],
    ['create table t (', 1, 17, 'create table t (', 'syntax error at end of input'],
    ['select 1;\r\nselect (;\r\n', 2, 9, 'select (;', 'syntax error at or near ";"'],
  ])('%j', async (sql, line, column, text, message) => {
    expect(await refused(sql)).toMatchObject({
      code: 'syntax-error',
      message,
      exitCode: 2,
      location: { file: 'a.sql', line, column, text },
    })
  })

  test('the first error of a file is the one', async () => {
    expect(await refused('select 1;\nselect frm frm frm;\n\\! x')).toMatchObject({
      code: 'syntax-error',
      location: { line: 2 },
    })
  })

  test('a NUL character has a place', async () => {
    expect(await refused('select 1;\n\0')).toMatchObject({ code: 'syntax-error', location: { line: 2, column: 1 } })
  })

  test('SQL that is nested beyond the parser is an error, and the parser lives on', async () => {
    const error = await refused(`select ${'('.repeat(50_000)}1${')'.repeat(50_000)}`)
    expect(error.code).toBe('syntax-error')
    expect(await texts('select 1')).toEqual(['select 1'])
  })
})

describe('foreign dialects', () => {
  test.each([
    ['PRAGMA foreign_keys = ON', /PostgreSQL always checks foreign keys/u],
    ['PRAGMA table_info(users)', /information_schema\.columns/u],
    ['create table t (id integer primary key autoincrement)', /GENERATED ALWAYS AS IDENTITY/u],
    ['insert or replace into t values (1)', /ON CONFLICT/u],
    ['insert or ignore into t values (1)', /DO NOTHING/u],
    ['create table `t` (id int)', /double quotes/u],
    ['create table t (id int) engine=InnoDB', /storage engines/u],
    ['create table t (id int primary key) without rowid', /rowid/u],
    ["select a from t where a glob 'x*'", /LIKE/u],
    ['create table t (id int unsigned)', /CHECK/u],
    ['begin immediate', /write BEGIN/u],
    ['create table :SCHEMA.t (id int)', /--placeholder/u],
    ['create table ${schema}.t (id int)', /--placeholder/u],
    ['alter table t owner to @owner@', /--placeholder/u],
  ])('%s', async (sql, hint) => {
    expect((await refused(sql)).hint).toMatch(hint)
  })

  test('an ordinary mistake gets no such hint', async () => {
    expect((await refused('create table blob (double int,, x int)')).hint).toMatch(/^Correct the SQL at the caret/u)
  })
})
