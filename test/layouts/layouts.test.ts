import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { PgfoldError } from '../../src/errors.ts'
import { rolesNamed } from '../../src/history/roles.ts'
import { splitStatements } from '../../src/history/statements.ts'
import { readHistory, type HistoryOptions } from '../../src/layouts/read-history.ts'
import { layouts } from '../../src/layouts/registry.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'

const histories = path.join(import.meta.dirname, '..', 'histories')

function read(name: string, options?: HistoryOptions) {
  return readHistory(path.join(histories, name), options)
}

async function refusal(reading: Promise<unknown>): Promise<PgfoldError> {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error instanceof PgfoldError) return error
  throw new Error('not refused', { cause: error })
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pgfold-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describe('hasura', () => {
  test('a folder with one database', async () => {
    const history = await read('hasura--one-database')
    expect(history).toMatchObject({ layout: 'hasura', root: path.join(histories, 'hasura--one-database', 'default') })
    expect(history.migrations.map(({ id, name, files }) => [id, name, files])).toEqual([
      ['1700000000000', 'create_users', ['1700000000000_create_users/up.sql', '1700000000000_create_users/down.sql']],
      ['1700000100000', 'add_status', ['1700000100000_add_status/up.sql', '1700000100000_add_status/down.sql']],
      ['1700000200000', 'index_users', ['1700000200000_index_users/up.sql']],
      ['1700000300000', 'undo_only', ['1700000300000_undo_only/down.sql']],
    ])
    expect(history.sources).toHaveLength(6)
    expect(history.trackingSchemas).toEqual(['hdb_catalog'])
    expect(history.migrations[0]?.up).toMatchObject({
      file: path.join('test/histories/hasura--one-database/default/1700000000000_create_users/up.sql'),
    })
  })

  test('the folder of the database itself', async () => {
    expect(await read('hasura--one-database/default')).toEqual(await read('hasura--one-database'))
  })

  test('several databases', async () => {
    expect(await refusal(read('hasura--two-databases'))).toMatchObject({
      code: 'several-databases',
      details: ['default', 'reports'],
      hint: 'Name one of them, such as default.',
    })
  })

  test('two migrations of one timestamp', async () => {
    expect(await refusal(read('hasura--same-timestamp'))).toMatchObject({
      code: 'duplicate-migrations',
      details: ['1700000000000_a/up.sql', '1700000000000_b/up.sql'],
    })
  })

  test('YAML migrations', async () => {
    expect(await refusal(read('hasura--yaml'))).toMatchObject({ code: 'not-sql' })
  })

  test('what Hasura passes over is named', async () => {
    expect((await read('hasura--stray-file')).findings).toMatchObject([
      { code: 'not-a-migration', severity: 'warning', subject: 'seed.sql' },
    ])
  })

  test('numbers of any length, and a name behind each', async () => {
    const folder = await temporaryFolder()
    for (const name of [
      '7777777_init',
      '1700000000000_a',
      '20240102030405006_b',
      '20240102030405007_c',
      '1700000000001',
    ]) {
      await mkdir(path.join(folder, name))
      await writeFile(path.join(folder, name, 'up.sql'), 'SELECT 1;')
    }
    const { migrations, findings } = await readHistory(folder)
    expect(migrations.map(({ name }) => name)).toEqual(['init', 'a', 'b', 'c'])
    expect(findings).toMatchObject([{ code: 'not-a-migration', subject: '1700000000001' }])
  })

  test('the consolidated migration', async () => {
    const history = await read('hasura--one-database', { to: '1700000100000' })
    expect(await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])).toEqual([
      { path: '1700000100000_consolidated_schema/up.sql', text: 'SELECT 1;\n' },
      { path: '1700000100000_consolidated_schema/down.sql', text: 'SELECT 2;\n' },
    ])
  })
})

describe('numbered', () => {
  test('rollbacks in the folder', async () => {
    const history = await read('numbered--rollbacks')
    expect(history.migrations.map(({ id, name, files }) => [id, name, files])).toEqual([
      ['001', 'create_tenants', ['001_create_tenants.sql']],
      ['002', 'add_mood', ['002_add_mood.sql', 'rollbacks/002_rollback_add_mood.sql']],
    ])
    expect(history.trackingTables).toEqual([{ schema: 'public', name: 'migrations' }])
    expect(await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, [])).toEqual([
      { path: '002_consolidated_schema.sql', text: 'BEGIN;\n\nSELECT 1;\n\nCOMMIT;\n' },
      { path: 'rollbacks/002_rollback_consolidated_schema.sql', text: 'BEGIN;\n\nSELECT 2;\n\nCOMMIT;\n' },
    ])
  })

  test('rollbacks beside the folder', async () => {
    const history = await read('numbered--rollbacks-beside/sql')
    expect(history.migrations[0]).toMatchObject({ files: ['1_create.sql', '../rollbacks/1_rollback_create.sql'] })
    expect(history.findings).toMatchObject([{ code: 'orphan-rollback', subject: '../rollbacks/7_rollback_gone.sql' }])
    expect((await consolidatedFiles(history, { upSql: '', downSql: '' }, []))[1]?.path).toBe(
      '../rollbacks/1_rollback_consolidated_schema.sql',
    )
  })

  test('numbers count as numbers', async () => {
    expect((await read('numbered--unpadded')).migrations.map(({ id }) => id)).toEqual(['9', '10', '11'])
  })

  test('duplicate numbers', async () => {
    expect(await refusal(read('numbered--duplicate'))).toMatchObject({
      code: 'duplicate-migrations',
      exitCode: 2,
      details: ['002_b.sql', '02_c.sql'],
    })
  })

  test('gaps, unless they are allowed', async () => {
    const error = await refusal(read('numbered--gap'))
    expect(error).toMatchObject({
      code: 'missing-migrations',
      message: 'test/histories/numbered--gap: Numbers are missing: 003, 005 to 007',
    })
    expect(error.hint).toContain('--allow-gaps')
    expect((await read('numbered--gap', { allowGaps: true })).migrations).toHaveLength(4)
  })

  test('files without a number', async () => {
    expect(await refusal(read('numbered--no-number'))).toMatchObject({ code: 'missing-number', details: ['seed.sql'] })
  })

  test.each(['2', '002', '002_add_mood'])('up to %s', async (to) => {
    expect((await read('numbered--rollbacks', { to })).migrations).toHaveLength(2)
  })

  test('up to one that is not there', async () => {
    expect(await refusal(read('numbered--gap', { allowGaps: true, to: '3' }))).toMatchObject({
      code: 'unknown-migration',
      details: ['001 x', '002 x', '004 x', '008 x'],
    })
  })

  test('roles it names and does not create', async () => {
    expect(await rolesNamed(await read('numbered--roles'))).toEqual(['Pgfold Test', 'pgfold_test_reader'])
  })
})

describe('plain', () => {
  test('one file', async () => {
    const history = await read('plain--pg-dump/dump.sql')
    expect(history).toMatchObject({ layout: 'plain', migrations: [{ id: 'dump', name: '' }], trackingTables: [] })
    expect(await refusal(read('plain--pg-dump/dump.sql', { layout: 'hasura' }))).toMatchObject({
      code: 'unknown-layout',
    })
  })

  test('a folder, only when asked for', async () => {
    expect(await refusal(read('plain--folder'))).toMatchObject({ code: 'unknown-layout' })
    const history = await read('plain--folder', { layout: 'plain' })
    expect(history.migrations.map(({ id }) => id)).toEqual(['alpha', 'beta'])
    expect(await consolidatedFiles(history, { upSql: 'SELECT 1;', downSql: '' }, [])).toEqual([
      { path: 'beta_consolidated_schema.sql', text: 'BEGIN;\n\nSELECT 1;\n\nCOMMIT;\n' },
    ])
  })
})

describe('placeholders', () => {
  test('in every spelling, with places as in the file', async () => {
    const history = await read('numbered--placeholders', {
      placeholders: { APP: 'application', '@kind@': 'text', NONE: 'x' },
    })
    const [first, second] = history.migrations
    expect(first?.up.text).toBe(
      "CREATE SCHEMA application;\nCREATE TABLE application.t (name text DEFAULT 'application', n int DEFAULT '1'::int, m text);\n",
    )
    expect(history.findings).toMatchObject([{ code: 'placeholder-unused', severity: 'warning', subject: 'NONE' }])
    const statements = second === undefined ? [] : await splitStatements(second.up)
    expect(statements.map(({ line, column }) => [line, column])).toEqual([
      [1, 1],
      [1, 46],
    ])
  })
})

describe('a history that others wrote', () => {
  test('graphile-worker, whose placeholder also follows casts', async () => {
    const folder = path.join(import.meta.dirname, '..', '..', 'node_modules', 'graphile-worker', 'sql')
    const history = await readHistory(folder, { placeholders: { GRAPHILE_WORKER_SCHEMA: 'worker' } })
    expect(history.migrations.length).toBeGreaterThanOrEqual(19)
    expect(history.migrations.filter(({ up }) => up.text.includes('GRAPHILE_WORKER_SCHEMA'))).toEqual([])
    for (const { up } of history.migrations) expect((await splitStatements(up)).length).toBeGreaterThan(0)
  })
})

describe('bad input', () => {
  test('two layouts in one folder', async () => {
    expect(await refusal(read('mixed--hasura-numbered'))).toMatchObject({
      code: 'ambiguous-layout',
      details: ['hasura: 1700000000000_a/up.sql', 'numbered: 001_b.sql'],
      hint: 'Say which with --layout hasura or --layout numbered.',
    })
    expect((await read('mixed--hasura-numbered', { layout: 'numbered' })).migrations).toHaveLength(1)
  })

  test('a layout nobody knows', async () => {
    const error = await refusal(read('unknown--nobodys'))
    expect(error).toMatchObject({ code: 'unknown-layout', exitCode: 2 })
    expect(error.details[0]).toBe('seen: create.sql, more.sql')
    expect(error.details.slice(1).map((line) => line.split(':')[0])).toEqual(layouts.map(({ name }) => name))
    expect(await refusal(read('plain--folder', { layout: 'nobodys' }))).toMatchObject({ code: 'unknown-layout' })
  })

  test('the folder above the one that is meant', async () => {
    const error = await refusal(read('numbered--rollbacks-beside'))
    expect(error).toMatchObject({ code: 'unknown-layout', hint: expect.stringContaining(', such as ') })
  })

  test('an empty folder', async () => {
    const folder = await temporaryFolder()
    expect(await refusal(readHistory(folder))).toMatchObject({ code: 'empty-history' })
    expect(await refusal(readHistory(folder, { layout: 'numbered' }))).toMatchObject({ code: 'empty-history' })
  })

  test('a folder that is not there', async () => {
    expect(await refusal(read('nowhere'))).toMatchObject({ code: 'not-readable', hint: 'Check the path.' })
  })

  test('a folder without read permission', async () => {
    const folder = path.join(await temporaryFolder(), 'closed')
    await mkdir(folder)
    await writeFile(path.join(folder, '001_a.sql'), 'SELECT 1;')
    await chmod(folder, 0)
    const error = await asOrdinaryUser(() => refusal(readHistory(folder)))
    expect(error).toMatchObject({ code: 'not-readable', message: expect.stringContaining('permission denied') })
  })

  test('a file that is not UTF-8', async () => {
    const error = await refusal(read('numbered--not-utf8'))
    expect(error).toMatchObject({ code: 'not-utf8', location: { line: 2, column: 11 } })
    expect(error.message).toContain('byte 20 is 0xfc')
    expect(error.hint).toContain('iconv -f WINDOWS-1252 -t UTF-8')
  })

  test('a UTF-16 file', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, '001_a.sql'), Buffer.from('\uFEFFSELECT 1;', 'utf16le'))
    const error = await refusal(readHistory(folder))
    expect(error).toMatchObject({ code: 'not-utf8', location: { line: 1, column: 1 } })
    expect(error.hint).toContain('iconv -f UTF-16')
  })

  test('a file that ends in the middle of a character', async () => {
    const folder = await temporaryFolder()
    await writeFile(path.join(folder, '001_a.sql'), Buffer.from('SELECT 1; -- é').subarray(0, -1))
    expect(await refusal(readHistory(folder))).toMatchObject({ code: 'not-utf8', location: { line: 1, column: 14 } })
  })

  test('a byte order mark', async () => {
    const history = await read('numbered--bom')
    expect(history.migrations[0]?.up.text).toBe('SELECT 1;\n')
    expect(history.findings).toMatchObject([{ code: 'byte-order-mark', severity: 'info' }])
    expect(await readFile(path.join(histories, 'numbered--bom/001_a.sql'))).toHaveLength(13)
  })
})

/** The superuser reads everything, so for this moment the process is nobody else's. */
async function asOrdinaryUser<Result>(work: () => Promise<Result>): Promise<Result> {
  if (process.geteuid?.() !== 0) return work()
  process.seteuid?.(65_534)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}
