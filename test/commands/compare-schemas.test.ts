import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import type { CompareSchemasOptions } from '../../src/commands/compare-schemas.ts'
import type { ComparisonResult } from '../../src/model/difference.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

const schema = `
create schema shop;
create function shop.f() returns integer language sql as 'select 1';
create table shop.orders (id integer primary key, status varchar(9) check (status in ('new', 'paid')));
`
const printed = schema.replace(
  `status in ('new', 'paid')`,
  `((status)::text = ANY ((ARRAY['new'::character varying, 'paid'::character varying])::text[]))`,
)

let server: ScratchServer
let folder: string
let url: string

beforeAll(async () => {
  server = await openScratchServer('embedded')
  folder = await mkdtemp(join(tmpdir(), 'compare-schemas-'))
  const live = await server.createDatabase()
  const { host, port, user, database } = live.address
  url = `postgres:///${database}?host=${encodeURIComponent(host)}&port=${port}&user=${user}&password=hunter2`
  const db = await live.connect()
  await db.execute(`${schema}; create table public.schema_migrations (version bigint primary key)`)
  await db.close()
  await file('schema.sql', schema)
  await file('printed.sql', printed)
  await file('other.sql', schema.replace("'paid'", "'sent'"))
  await file('history/0001_shop.sql', schema)
  await file('history/0002_more.sql', 'create table shop.more (id integer);\n\ncomment on table shop.more is $$x$$;')
})
afterAll(async () => {
  await server?.close()
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, text: string): Promise<void> {
  await mkdir(join(folder, name, '..'), { recursive: true })
  await writeFile(join(folder, name), text)
}

function compared(left: string, right: string, more: Partial<CompareSchemasOptions> = {}): Promise<ComparisonResult> {
  const place = (name: string): string => (name.includes(':') ? name : join(folder, name))
  return compareSchemas({ left: place(left), right: place(right), env: {}, scratch: 'embedded', ...more })
}

describe('verdicts', () => {
  test('a file against itself is identical', async () => {
    const result = await compared('schema.sql', 'schema.sql')
    expect(result).toMatchObject({ verdict: 'identical', equivalent: true, differences: [], equivalences: {} })
    expect(result.left.objects).toBeGreaterThan(3)
    expect(result.left.server).toMatch(/^embedded PostgreSQL/u)
  })

  test('what only prints differently is equivalent, and counted', async () => {
    const result = await compared('schema.sql', 'printed.sql')
    expect(result).toMatchObject({
      verdict: 'equivalent',
      equivalent: true,
      differences: [],
      equivalences: { 're-read': 1 },
    })
  })

  test('an expression that means something else stands', async () => {
    const result = await compared('schema.sql', 'other.sql')
    expect(result).toMatchObject({ verdict: 'different', equivalent: false })
    expect(result.differences).toHaveLength(1)
  })

  test('two histories may create the same role, where only the server sees it', async () => {
    const made = `do $$ begin create role pgfold_of_both; end $$; create table t (a int check (a in (1, 2)));`
    await file('left.sql', `${made} grant select on t to pgfold_of_both`)
    await file('right.sql', `${made} grant insert on t to pgfold_of_both`)
    const [left, right] = [join(folder, 'left.sql'), join(folder, 'right.sql')]
    expect(await compareSchemas({ left, right, env: {} })).toMatchObject({
      differences: [{ kind: 'privilege', attribute: 'granted' }],
    })
  })

  test('ignored classes are counted', async () => {
    await file('comment.sql', `${schema}; comment on table shop.orders is 'x'`)
    const result = await compared('schema.sql', 'comment.sql', { ignore: ['comments,owners'] })
    expect(result).toMatchObject({ verdict: 'equivalent', differences: [], ignored: { comments: 1 } })
    expect(await compared('schema.sql', 'comment.sql')).toMatchObject({ verdict: 'different' })
  })

  test('what no kind covers is unverified', async () => {
    const remapped = 'alter text search configuration pg_catalog.english alter mapping for word with shop.plain'
    await file('remapped.sql', `${schema}; create text search dictionary shop.plain (template = simple); ${remapped}`)
    const result = await compared('remapped.sql', 'remapped.sql')
    expect(result).toMatchObject({ verdict: 'unverified', equivalent: false, differences: [] })
    expect(result.findings).toMatchObject([{ code: 'unmodelled' }])
  })
})

describe('sources', () => {
  test('a history names the migration, file and line of what it made', async () => {
    const { differences } = await compared('history/', 'schema.sql')
    expect(differences).toMatchObject([{ change: 'missing', kind: 'table', id: 'shop.more' }])
    expect(differences[0]?.origin).toMatch(/history\/0002_more\.sql:1$/u)
  })

  test('a live database is read, its password never shown, its runner’s books seen', async () => {
    const result = await compared(url, 'schema.sql')
    expect(result.differences).toMatchObject([{ change: 'missing', kind: 'table', id: 'public.schema_migrations' }])
    expect(JSON.stringify(result)).not.toContain('hunter2')
    expect(await compared(url, 'schema.sql', { schemas: ['shop'] })).toMatchObject({ verdict: 'identical' })
  })

  test('a bare word is a database on the configured server', async () => {
    const name = new URL(url.replace('postgres:///', 'http://x/')).pathname.slice(1)
    const options = { left: name, right: name, env: { DATABASE_URL: url }, scratch: 'embedded' }
    expect(await compareSchemas(options)).toMatchObject({ verdict: 'identical', left: { source: name } })
  })

  test('a stored snapshot needs no server', async () => {
    await file('stored/snapshot.json', await storedSnapshot(schema))
    const result = await compared('stored/snapshot.json', 'stored/snapshot.json', { scratch: 'installed:1' })
    expect(result).toMatchObject({
      verdict: 'identical',
      left: { server: expect.stringMatching(/^stored by PostgreSQL/u) },
    })
  })

  test('a stored snapshot is re-read through the up.sql beside it', async () => {
    await file('folded/snapshot.json', await storedSnapshot(schema))
    await file('folded/up.sql', schema)
    const result = await compared('folded/snapshot.json', 'printed.sql')
    expect(result).toMatchObject({ verdict: 'equivalent', equivalences: { 're-read': 1 } })
  })

  test('without one, what prints differently cannot be settled', async () => {
    await file('alone/snapshot.json', await storedSnapshot(schema))
    const result = await compared('alone/snapshot.json', 'printed.sql')
    expect(result).toMatchObject({ verdict: 'unverified', findings: [{ code: 'not-re-read' }] })
    expect(result.differences).toHaveLength(1)
  })

  test('an up.sql that builds something else proves nothing', async () => {
    await file('edited/snapshot.json', await storedSnapshot(schema))
    await file('edited/up.sql', `${schema}; create table shop.extra (i int)`)
    const result = await compared('edited/snapshot.json', 'printed.sql')
    expect(result).toMatchObject({ verdict: 'unverified', findings: [{ code: 'not-re-read' }] })
  })
})

describe('bad input', () => {
  test.each([
    ['nowhere/', 'not-found'],
    ['nowhere.sql', 'not-found'],
    ['nowhere.json', 'not-found'],
  ])('%s', async (left, code) => {
    await expect(compared(left, 'schema.sql')).rejects.toMatchObject({ code, exitCode: 2 })
  })

  test('what is not there is told before the other side is replayed', async () => {
    await file('broken.sql', 'create table t (')
    await expect(compared('broken.sql', 'nowhere.sql')).rejects.toMatchObject({ code: 'not-found' })
  })

  test('an unknown class is told before anything is opened', async () => {
    await expect(compared('nowhere/', 'nowhere/', { ignore: ['nothing'] })).rejects.toMatchObject({
      code: 'unknown-class',
    })
  })

  test.each(['{', '[]', '{"format": 2}', '{"format":1,"serverVersion":1,"kinds":{},"findings":[],"objects":[{}]}'])(
    'a .json that is no snapshot: %s',
    async (text) => {
      await file('bad.json', text)
      await expect(compared('bad.json', 'schema.sql')).rejects.toMatchObject({ code: 'bad-snapshot' })
    },
  )

  test('a schema that neither side has is an error, not an identity', async () => {
    await file('schema.sql', 'create schema s; create table s.a (i int);')
    const options = {
      left: join(folder, 'schema.sql'),
      right: join(folder, 'schema.sql'),
      env: {},
      scratch: 'embedded',
    }
    await expect(compareSchemas({ ...options, schemas: ['nosuch'] })).rejects.toMatchObject({ code: 'unknown-schema' })
    await expect(compareSchemas({ ...options, schemas: ['s'] })).resolves.toMatchObject({ verdict: 'identical' })
  })

  test('a failing statement is told with its place', async () => {
    await file('failing.sql', 'create table a (i int);\ncreate table a (i int);')
    await expect(compared('failing.sql', 'schema.sql')).rejects.toMatchObject({
      code: 'statement-failed',
      location: { line: 2 },
    })
  })

  test('a folder hidden by the name of a database is hinted at', async () => {
    const options = { left: 'src', right: 'src', env: { DATABASE_URL: url }, scratch: 'embedded' }
    await expect(compareSchemas(options)).rejects.toMatchObject({
      code: 'unknown-database',
      hint: expect.stringContaining('./src'),
    })
  })
})

async function storedSnapshot(sql: string): Promise<string> {
  const scratch = await server.createDatabase()
  const db = await scratch.connect()
  await db.execute(sql)
  const snapshot = await readCatalog(db)
  await db.close()
  await scratch.drop()
  return JSON.stringify(snapshot)
}
