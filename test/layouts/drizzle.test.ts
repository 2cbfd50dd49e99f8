import path from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { describe, expect, test } from 'vitest'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const origin = '00000000-0000-0000-0000-000000000000'

function journal(entries: readonly object[], more: object = { dialect: 'postgresql' }): string {
  return JSON.stringify({ version: '7', ...more, entries }, null, 2)
}

function entry(tag: string, idx: number, when = 1_700_000_000_000 + idx): object {
  return { idx, version: '7', when, tag, breakpoints: true }
}

function snapshot(id: string, prevId: string): string {
  return JSON.stringify({ id, prevId, version: '7', tables: { 'public.a': { columns: { prevId: {} } } } }, null, 2)
}

const three = {
  'meta/_journal.json': journal([entry('0000_a', 0), entry('0001_b', 1), entry('0002_c', 2)]),
  'meta/0000_snapshot.json': snapshot('id-0', origin),
  'meta/0001_snapshot.json': snapshot('id-1', 'id-0'),
  'meta/0002_snapshot.json': snapshot('id-2', 'id-1'),
  '0000_a.sql': 'CREATE TABLE "a" ("id" int)\n--> statement-breakpoint\nCREATE TABLE b (id int);',
  '0001_b.sql': 'DROP TABLE b;--> statement-breakpoint SELECT 2;',
  '0002_c.sql': 'SELECT 1;',
}

describe('a journal', () => {
  test('its order, its snapshots, and the checksums of drizzle-orm', async () => {
    const folder = await folderWith({ ...three, 'extra.sql': 'SELECT 1;' })
    const history = await readHistory(folder)
    expect(history).toMatchObject({ layout: 'drizzle', session: 'one', trackingSchemas: ['drizzle'] })
    expect(history.migrations).toMatchObject([
      { id: '0000', name: 'a', transaction: 'runner', files: ['0000_a.sql', 'meta/0000_snapshot.json'] },
      { id: '0001', name: 'b' },
      { id: '0002', name: 'c' },
    ])
    const hashes = readMigrationFiles({ migrationsFolder: folder }).map(({ hash }) => hash)
    expect(history.migrations.map(({ checksum }) => checksum)).toEqual(hashes)
    expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'extra.sql' }])
  })

  test('breakpoints end statements, also in the middle of a line', async () => {
    const { migrations } = await readHistory(await folderWith(three))
    const statements = await Promise.all(migrations.slice(0, 2).map(({ up }) => splitStatements(up)))
    expect(statements.map((all) => all.map(({ text, line, column }) => [text.trim(), line, column]))).toEqual([
      [
        ['CREATE TABLE "a" ("id" int)', 1, 1],
        ['CREATE TABLE b (id int)', 3, 1],
      ],
      [
        ['DROP TABLE b', 1, 1],
        ['SELECT 2', 1, 39],
      ],
    ])
  })

  test.each([
    ['/*\nCREATE TABLE a ();\n--> statement-breakpoint\nCREATE TABLE b ();\n*/', 3, 1],
    ["SELECT '--> statement-breakpoint';", 1, 9],
    ['DO $$ BEGIN\n  --> statement-breakpoint\nEND $$;', 2, 3],
  ])('a breakpoint where drizzle-orm would cut a statement: %j', async (text, line, column) => {
    const folder = await folderWith({ ...three, '0001_b.sql': text })
    expect(await refusal(readHistory(folder))).toMatchObject({ code: 'breakpoint-inside', location: { line, column } })
  })

  test('entries of one number are told by their whole names, and the later one has the snapshot', async () => {
    const { migrations } = await readHistory(
      await folderWith({
        'meta/_journal.json': journal([entry('0000_a', 0), entry('0000_b', 1)]),
        'meta/0000_snapshot.json': snapshot('id-0', origin),
        '0000_a.sql': '',
        '0000_b.sql': '',
      }),
    )
    expect(migrations).toMatchObject([
      { id: '0000_a', name: '', files: ['0000_a.sql'] },
      { id: '0000_b', name: '', files: ['0000_b.sql', 'meta/0000_snapshot.json'] },
    ])
  })

  test('an order that drizzle-orm makes something else of', async () => {
    const folder = await folderWith({
      ...three,
      'meta/_journal.json': journal([entry('0000_a', 0, 3000), entry('0001_b', 1, 2000), entry('0002_c', 1, 4000)]),
    })
    const place = path.join(folder, 'meta', '_journal.json')
    expect((await readHistory(folder)).findings).toMatchObject([
      { code: 'journal-order', subject: `${place}:16`, message: expect.stringContaining('skips it in silence') },
      { code: 'journal-order', subject: `${place}:23`, message: expect.stringContaining('goes by the list') },
    ])
  })

  test.each([
    ['an entry without a file', journal([entry('0000_a', 0), entry('0009_gone', 1)]), 'missing-migration-file', 16],
    ['two entries for a file', journal([entry('0000_a', 0), entry('0000_a', 1)]), 'duplicate-migrations', 16],
    ['another database', journal([], { dialect: 'mysql' }), 'other-database', 3],
    ['no list', '{}', 'bad-journal', 1],
    ['an entry without its time', journal([{ idx: 0, tag: '0000_a' }]), 'bad-journal', 7],
    ['a conflict of git', '{\n<<<<<<< HEAD\n', 'not-json', 2],
    ['half a file', '{\n', 'not-json', 2],
    ['no object', '[]', 'not-json', 1],
  ])('%s', async (_, text, code, line) => {
    const folder = await folderWith({ ...three, 'meta/_journal.json': text })
    const error = await refusal(readHistory(folder))
    expect(error).toMatchObject({ code, location: { file: path.join(folder, 'meta', '_journal.json'), line } })
    expect(error.hint).toBeDefined()
  })

  test('the consolidated migration, newer ones behind it', async () => {
    const folder = await folderWith(three)
    const all = await readHistory(folder)
    const history = { ...all, migrations: all.migrations.slice(0, 2) }
    const upSql = '-- header\nCREATE TABLE a ();\n\n-- more\nDO $$ BEGIN NULL; END $$;\n'
    const written = await consolidatedFiles(history, { upSql, downSql: '' }, all.migrations.slice(2))
    expect(written.map(({ path: name, replaces }) => [name, replaces])).toEqual([
      ['0001_consolidated_schema.sql', undefined],
      ['meta/_journal.json', true],
      ['meta/0001_snapshot.json', true],
    ])
    const [sql, list, first] = written.map(({ text }) => text)
    expect(sql).toBe('-- header\nCREATE TABLE a ();--> statement-breakpoint\n\n-- more\nDO $$ BEGIN NULL; END $$;\n')
    expect(list).toBe(journal([entry('0001_consolidated_schema', 1), entry('0002_c', 2)]))
    expect(first).toBe(snapshot('id-1', origin))
  })

  test('what drizzle-orm would not run as it stands is not written', async () => {
    const history = await readHistory(await folderWith(three))
    const write = (upSql: string) => refusal(consolidatedFiles(history, { upSql, downSql: '' }, []).then())
    expect(await write("SELECT '--> statement-breakpoint';")).toMatchObject({ code: 'runner-would-misread' })
    expect(await write('COPY a FROM stdin;\n1\n\\.\n')).toMatchObject({ code: 'runner-would-misread', exitCode: 1 })
  })

  test('a snapshot that is none', async () => {
    const history = await readHistory(await folderWith({ ...three, 'meta/0002_snapshot.json': '{"id": "x"}' }))
    const error = await refusal(Promise.resolve(consolidatedFiles(history, { upSql: '', downSql: '' }, [])))
    expect(error).toMatchObject({ code: 'bad-snapshot', location: { line: 1, column: 1 } })
  })
})

describe('folders', () => {
  const folders = {
    '20240102030405_a/migration.sql': 'CREATE TYPE t AS ENUM ();\n--> statement-breakpoint\nSELECT 1;',
    '20240102030405_a/snapshot.json': JSON.stringify({ id: 'one', prevIds: [origin], ddl: [] }),
    '20240102030405_b/migration.sql': 'SELECT 2;',
    '20240102030405_b/snapshot.json': JSON.stringify({ id: 'two', prevIds: ['one'], ddl: [] }),
    '20240102030406_c/migration.sql': 'SELECT 3;',
    '20240102030406_c/snapshot.json': JSON.stringify({ id: 'three', prevIds: ['two'], ddl: [] }, null, 2),
  }

  test('in the order of their names, told by them where the time is the same', async () => {
    const history = await readHistory(await folderWith(folders))
    expect(history).toMatchObject({ layout: 'drizzle' })
    expect(history.migrations).toMatchObject([
      { id: '20240102030405_a', name: '', folder: '20240102030405_a' },
      { id: '20240102030405_b', name: '' },
      { id: '20240102030406', name: 'c', files: ['20240102030406_c/migration.sql'] },
    ])
  })

  test('the consolidated migration', async () => {
    const history = await readHistory(await folderWith(folders))
    const upSql = 'SELECT 1;\nSELECT 2;\n'
    expect(await consolidatedFiles(history, { upSql, downSql: '' }, [])).toEqual([
      {
        path: '20240102030406_consolidated_schema/migration.sql',
        text: 'SELECT 1;--> statement-breakpoint\nSELECT 2;\n',
      },
      {
        path: '20240102030406_consolidated_schema/snapshot.json',
        text: JSON.stringify({ id: 'three', prevIds: [origin], ddl: [] }, null, 2).replace(
          /\[\s+("0.*")\s+\]/u,
          '[$1]',
        ),
      },
    ])
  })

  test('a name without a time', async () => {
    const folder = await folderWith({ ...folders, 'init/migration.sql': 'SELECT 1;' })
    expect(await refusal(readHistory(folder))).toMatchObject({ code: 'missing-number', details: ['init'] })
  })

  test('without snapshots, the project says whose they are', async () => {
    const files = { 'd/20240102030405_a/migration.sql': 'SELECT 1;' }
    const folder = await folderWith({ ...files, 'package.json': '{"dependencies": {"drizzle-orm": "1"}}' })
    expect(await readHistory(path.join(folder, 'd'))).toMatchObject({ layout: 'drizzle' })
    const unknown = path.join(await folderWith({ ...files, 'package.json': '{}' }), 'd')
    expect(await refusal(readHistory(unknown))).toMatchObject({ code: 'ambiguous-layout' })
  })
})

test('what its migrator cannot run with all the rest', async () => {
  const { findings } = await readHistory(
    await folderWith({
      ...three,
      '0000_a.sql': "CREATE TYPE t AS ENUM ('a');",
      '0001_b.sql': "SELECT 'b';\nALTER TYPE t ADD VALUE 'b';\nCREATE TABLE a (t t DEFAULT 'b');",
      '0002_c.sql': "CREATE TABLE b (t t DEFAULT 'b');--> statement-breakpoint\n\nVACUUM;",
    }),
  )
  expect(findings.map(({ code, subject }) => [code, path.basename(subject)])).toEqual([
    ['runner-stops', '0001_b.sql:3'],
    ['runner-stops', '0002_c.sql:3'],
  ])
})

test('what reaches into the next migrations where its migrator opens one transaction for all', async () => {
  const last = "SET LOCAL search_path TO 'other';"
  const first = [
    "SET LOCAL search_path TO app;SET LOCAL lock_timeout = '1s';",
    'CREATE TEMP TABLE kept (id int) ON COMMIT DROP;',
    '  CREATE TEMP TABLE emptied ON COMMIT DELETE ROWS AS SELECT 1;',
    'CREATE TEMP TABLE gone (id int) ON COMMIT DROP; DROP TABLE gone; CREATE TEMP TABLE stays (id int);',
    'SET CONSTRAINTS ALL DEFERRED;',
    "SELECT set_config('role', 'app', true), set_config('search_path', 'x', false);",
    'SET LOCAL check_function_bodies = off; RESET check_function_bodies;',
  ]
  const { findings } = await readHistory(
    await folderWith({
      ...three,
      '0000_a.sql': 'SET LOCAL x.y = 1; COMMIT;',
      '0001_b.sql': first.join('\n'),
      '0002_c.sql': last,
    }),
  )
  expect(findings.map(({ code, subject }) => [code, path.basename(subject)])).toEqual([
    ['reaches-further', '0001_b.sql:1:1'],
    ['reaches-further', '0001_b.sql:2:1'],
    ['reaches-further', '0001_b.sql:3:3'],
    ['reaches-further', '0001_b.sql:5:1'],
    ['reaches-further', '0001_b.sql:6:1'],
  ])
  expect(findings[0]?.message).toContain(
    'SET LOCAL search_path: on a new database drizzle-orm runs all in one transaction',
  )
})
