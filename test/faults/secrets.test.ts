// Every command, run as its users run it, with passwords that stand nowhere else: in the URL, in PGPASSWORD, in the
// password file, in the history and in what a live database holds. Behind each run all that it left is searched for them:
// what it printed, the arguments of each process that it started, and every file that it wrote.
import { appendFile, chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { verify } from '../../src/commands/verify.ts'
import { addressFor } from '../../src/server/address.ts'
import { connect } from '../../src/server/connection.ts'
import { installedBinaries } from '../../src/server/installed-binaries.ts'
import { writeFiles } from '../cutover/project.ts'
import { refusal } from '../layouts/folders.ts'
import { startPasswordServer } from '../server/password-server.ts'
import { serverSpecs } from '../support/servers.ts'
import type { Ended } from '../systems/run-pgfold.ts'
import { countPoints } from './points.ts'
import { searchedRun, secretsIn } from './searched-runs.ts'

vi.setConfig({ testTimeout: 300_000 }) // ten runs of the program in some of them
const point = countPoints('runs searched for secrets', 50)

/** Who connects, and the way the password comes: each role has another one. */
const passwords = { by_url: 'Url: Pa55/@1', by_env: 'Env: Pa55/@2', by_file: 'File: Pa55/@3' } as const
type Way = keyof typeof passwords
const ways = Object.keys(passwords) as Way[]
const wrong = 'Wrong: Pa55/@4'
const inSql = { mapping: 'Mapping-Pa55', subscription: 'Subscription-Pa55', statement: 'Statement-Pa55' } as const
const secrets = [...Object.values(passwords), wrong, ...Object.values(inSql)].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  encodeURI(secret),
])

const history = {
  'm/001_shop.sql': `CREATE SCHEMA shop; CREATE TABLE shop.orders (id integer PRIMARY KEY);\n`,
  'm/002_elsewhere.sql': `CREATE FOREIGN DATA WRAPPER w; CREATE SERVER s FOREIGN DATA WRAPPER w;
CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS ("user" 'u', password '${inSql.mapping}');
CREATE SUBSCRIPTION sub CONNECTION 'host=h dbname=d password=${inSql.subscription}' PUBLICATION p WITH (connect = false);\n`,
}
const tracking = `CREATE TABLE public.migrations (name text PRIMARY KEY)`
const rows = `INSERT INTO public.migrations VALUES ('001_shop.sql'), ('002_elsewhere.sql')`

let root: string
let server: Awaited<ReturnType<typeof startPasswordServer>>
/** Where the processes that pgfold starts are recorded, outside of the folder that is searched. */
let spawns: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  spawns = `${root}.spawns`
  await writeFile(spawns, '')
  // With PostgreSQL 15 pg_dump is a program that is told of the server; with the embedded one it is a part of us.
  const isInstalled = serverSpecs.includes('installed:15')
  server = await startPasswordServer({ tls: false, ...(isInstalled && { binaries: await installedBinaries(15) }) })
  for (const way of ways) await asAdmin('postgres', `CREATE ROLE ${way} SUPERUSER LOGIN PASSWORD '${passwords[way]}'`)
  for (const name of ['live', 'fresh', 'scratch_only']) await asAdmin('postgres', `CREATE DATABASE ${name}`)
  await asAdmin('live', ...Object.values(history), tracking, rows)
  await writeFiles(root, history)
  const { port } = server.address
  const inFile = (role: string, password: string): string =>
    `127.0.0.1:${port}:*:${role}:${password.replaceAll(':', '\\:')}\n`
  await writeFile(join(root, '.pgpass'), inFile('by_file', passwords.by_file), { mode: 0o600 })
  await writeFile(join(root, '.pgpass-wrong'), inFile('by_file', wrong), { mode: 0o600 })
  await chmod(root, 0o755)
})
afterAll(async () => {
  await asAdmin('live', 'ALTER SUBSCRIPTION sub SET (slot_name = NONE)', 'DROP SUBSCRIPTION sub').catch(() => undefined)
  await server.stop()
  await rm(root, { recursive: true })
  await rm(spawns)
})

async function asAdmin(database: string, ...sql: readonly string[]): Promise<void> {
  const db = await connect(addressFor(server.address, database))
  try {
    for (const text of sql) await db.execute(text)
  } finally {
    await db.close()
  }
}

/** The URL of a database and the environment, for one way to give the password. */
function leading(way: Way, database: string, password: string = passwords[way]) {
  const place = `127.0.0.1:${server.address.port}/${database}`
  const url = `postgres://${way}${way === 'by_url' ? `:${encodeURIComponent(password)}` : ''}@${place}`
  const passfile = join(root, password === wrong ? '.pgpass-wrong' : '.pgpass')
  const env: Record<string, string> =
    way === 'by_env' ? { PGPASSWORD: password } : way === 'by_file' ? { PGPASSFILE: passfile } : {}
  return { url, env }
}

/** What we gave it, and what is moved byte for byte. */
const given =
  /^(?:m|other|archived\/[^/]+)\/00\d_(?!consolidated).*\.sql$|^\.pgpass|^databases\.txt$|^with-url\.json$|^run\.mjs$/u

async function run(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const ended = await searchedRun({ root, spawns, secrets, given }, args, env)
  point()
  return ended
}

/** A program that builds the same database, as a runner whose migrations are code. */
function builderScript(): string {
  const pg = fileURLToPath(new URL('../../node_modules/pg/lib/index.js', import.meta.url))
  const sql = JSON.stringify(Object.values(history).join('\n'))
  const steps = ['await client.connect()', `await client.query(${sql})`, 'await client.end()']
  return [`import pg from '${pg}'`, 'const client = new pg.Client(process.env.DATABASE_URL)', ...steps].join('\n')
}

const folders = ['--consolidated', 'out', '--backups', 'backups', '--yes']
const folded = ['--consolidated', 'out', '--migrations', 'm', '--archived', 'archived']

describe('what succeeds', () => {
  it('consolidate, from a history', async () => {
    const { url, env } = leading('by_url', 'scratch_only')
    expect(await run(['consolidate', 'm', '--out', 'out', '--scratch', url], env)).toMatchObject({ exitCode: 0 })
  })

  it.each(['by_env', 'by_file'] as const)('consolidate, from a command, %s', async (way) => {
    const { url, env } = leading(way, 'scratch_only')
    await writeFile(join(root, 'run.mjs'), builderScript())
    const args = ['--run', `"${process.execPath}" run.mjs`, '--out', `out-${way}`, '--scratch', url]
    expect(await run(['consolidate', ...args], env)).toMatchObject({ exitCode: 0 })
  })

  it('consolidate, from a live database', async () => {
    const { url, env } = leading('by_file', 'live')
    const scratch = leading('by_file', 'scratch_only').url
    const args = ['consolidate', '--from', url, '--out', 'out-live', '--scratch', scratch]
    expect(await run(args, env)).toMatchObject({ exitCode: 0 })
  })

  it.each(ways)('verify and compare-schemas, %s', async (way) => {
    const { url, env } = leading(way, 'live')
    expect(await run(['verify', '--db', url, '--consolidated', 'out', '--json', '--scratch', url], env)).toMatchObject({
      exitCode: 0,
    })
    const against = join('out', 'snapshot.json')
    expect((await run(['compare-schemas', url, `./${against}`, '--scratch', url], env)).exitCode).toBeLessThan(2)
  })

  it.each(ways)('apply, apply force, rollback, %s', async (way) => {
    const { url, env } = leading(way, 'fresh')
    const common = ['--db', url, ...folders]
    expect(await run(['apply', ...common, '--scratch', url], env)).toMatchObject({ exitCode: 0 })
    expect(await run(['apply', 'force', ...common, '--scratch', url, '--dry-run'], env)).toMatchObject({ exitCode: 0 })
    expect(await run(['apply', 'force', ...common, '--scratch', url, '--json'], env)).toMatchObject({ exitCode: 0 })
    expect(await run(['rollback', ...common], env)).toMatchObject({ exitCode: 0 })
    expect(await readdir(join(root, 'backups'))).toContainEqual(expect.stringMatching(/^fresh-.*\.sql$/u))
  })

  it.each(['by_url', 'by_env'] as const)('rehearse, %s', async (way) => {
    const { url, env } = leading(way, 'live')
    const args = ['rehearse', '--from', url, '--scratch', leading(way, 'scratch_only').url, ...folded]
    expect((await run(args, env)).exitCode).toBeLessThan(2)
    expect(
      (await run(['rehearse', '--from', leading(way, 'live', wrong).url, ...folded, '--json'], env)).exitCode,
    ).toBe(way === 'by_url' ? 2 : 0)
  })

  it('explain, archive, adopt, fleet verify', async () => {
    expect(await run(['explain', 'm'])).toMatchObject({ exitCode: 0 })
    expect(await run(['archive', ...folded])).toMatchObject({ exitCode: 0 })
    for (const way of ways) {
      const { url, env } = leading(way, 'live')
      const common = ['--db', url, ...folded, '--scratch', url]
      expect(await run(['adopt', ...common], env)).toMatchObject({ exitCode: 0 })
      expect(await run(['adopt', '--db', url, ...folded, '--undo'], env)).toMatchObject({ exitCode: 0 })
      await appendFile(join(root, 'databases.txt'), `${url}\n`)
    }
    const { PGPASSWORD = '' } = leading('by_env', 'live').env
    const fleetEnv = { PGPASSWORD, PGPASSFILE: join(root, '.pgpass') }
    const byUrl = ['--db', leading('by_url', 'live').url, '--scratch', leading('by_url', 'live').url]
    expect(await run(['fleet', 'verify', ...byUrl, ...folded])).toMatchObject({ exitCode: 0 })
    const fleet = ['fleet', 'verify', '--databases', 'databases.txt', '--journal', 'fleet.journal', '--json', ...folded]
    // PGPASSWORD is nobody's but by_env's, so by_file is refused.
    expect(await run([...fleet, '--scratch', leading('by_url', 'live').url], fleetEnv)).toMatchObject({ exitCode: 2 })
    expect(await readFile(join(root, 'fleet.journal'), 'utf8')).toContain('"verify"')
  })

  it.each(ways)('fleet adopt, and fleet with tenants, %s', async (way) => {
    const { url, env } = leading(way, 'live')
    const common = ['--db', url, ...folded]
    const journal = `${way}.journal`
    const fleet = ['fleet', 'adopt', ...common, '--scratch', url, '--journal', journal]
    expect(await run([...fleet, '--dry-run', '--json'], env)).toMatchObject({ exitCode: 0 })
    expect(await run(fleet, env)).toMatchObject({ exitCode: 0 })
    expect(await readFile(join(root, journal), 'utf8')).toContain('"adopt"')
    expect(await run(['adopt', ...common, '--undo'], env)).toMatchObject({ exitCode: 0 })
    const tenants = [...common, '--tenants', 'sh%']
    expect(await run(['fleet', 'verify', ...tenants, '--scratch', url, '--json'], env)).toMatchObject({ exitCode: 0 })
    expect(await run(['fleet', 'verify', ...tenants], env)).toMatchObject({ exitCode: 0 }) // on one server for all
    const refused = await run(['fleet', 'adopt', ...tenants, '--scratch', url, '--json'], env)
    expect(refused).toMatchObject({ exitCode: 1 }) // the runner's table is in public
    expect(refused.stdout).toContain('no-tracking-table')
  })

  it('restore', async () => {
    expect(await run(['restore', '--archived', 'archived'])).toMatchObject({ exitCode: 0 })
  })

  it.each(ways)('self-test, %s', async (way) => {
    const { url, env } = leading(way, 'scratch_only')
    const words = way === 'by_env' ? ['--json'] : []
    expect(await run(['self-test', '--kind', 'user-mapping', '--scratch', url, ...words], env)).toMatchObject({
      exitCode: 0,
    })
  })

  it('has started processes, whose arguments were seen', async () => {
    const lines = (await readFile(spawns, 'utf8')).split('\n')
    expect(lines.some((line) => line.includes('run.mjs'))).toBe(true)
    expect(lines.some((line) => /pg_dump".*--file=/u.test(line))).toBe(serverSpecs.includes('installed:15'))
  })
})

describe('what fails', () => {
  const commands = (url: string): (readonly string[])[] => [
    ['verify', '--db', url, '--consolidated', 'out'],
    ['apply', '--db', url, ...folders],
    ['rollback', '--db', url, ...folders, '--json'],
    ['compare-schemas', url, './out/snapshot.json', '--json'],
    ['consolidate', '--from', url, '--out', 'never'],
  ]

  it.each(ways)('a wrong password, %s', async (way) => {
    const { url, env } = leading(way, 'live', wrong)
    for (const args of commands(url).slice(0, way === 'by_url' ? 5 : 2)) {
      const { exitCode, stdout, stderr } = await run(args, env)
      expect(exitCode).toBe(2)
      expect(stdout + stderr).toContain('wrong-password')
    }
  })

  it.each(ways)('a wrong password, of a fleet and of self-test, %s', async (way) => {
    const { url, env } = leading(way, 'live', wrong)
    for (const words of [['adopt'], ['verify', '--tenants', 'sh%', '--json'], ['adopt', '--tenants', 'sh%']]) {
      const { exitCode, stdout } = await run(['fleet', ...words, '--db', url, '--scratch', url, ...folded], env)
      expect(exitCode).toBe(2)
      expect(stdout).toContain('wrong-password')
    }
    const { exitCode, stderr } = await run(['self-test', '--kind', 'user-mapping', '--scratch', url], env)
    expect(exitCode).toBe(2)
    expect(stderr).toContain('wrong-password')
  })

  it.each(ways)('a host that does not answer, and a URL that is none, %s', async (way) => {
    const { url, env } = leading(way, 'live', wrong)
    const nobody = url.replace(/:\d+\/live$/u, ':1/live')
    expect((await run(['verify', '--db', nobody, '--consolidated', 'out'], env)).stderr).toContain('connection-refused')
    const nonsense = `postgres://${way}:${wrong}@h@${nobody}`
    expect(await run(['verify', '--db', nonsense, '--consolidated', 'out', '--json'], env)).toMatchObject({
      exitCode: 2,
    })
  })

  it('a wrong password in the settings', async () => {
    const { url } = leading('by_url', 'live', wrong)
    await writeFile(join(root, 'with-url.json'), JSON.stringify({ db: url, consolidated: 'out' }))
    expect((await run(['verify', '--config', 'with-url.json'])).stderr).toContain('wrong-password')
  })

  it.each([
    `ALTER ROLE by_url PASSWORD '${inSql.statement}' VALID UNTIL 'nonsense'`,
    `CREATE USER MAPPING FOR PUBLIC SERVER nowhere OPTIONS (password '${inSql.statement}')`,
    `DO $$ BEGIN RAISE EXCEPTION 'refused: %', 'postgres://u:${inSql.statement}@h/d'; END $$`,
  ])('a history that echoes a password: %s', async (sql) => {
    await writeFiles(root, { 'other/001_fails.sql': `${sql};\n` })
    const { url, env } = leading('by_env', 'scratch_only')
    for (const words of [[], ['--json']]) {
      const ended = await run(['consolidate', 'other', '--out', 'never', '--scratch', url, ...words], env)
      expect(ended.exitCode).toBe(2)
      expect(ended.stdout + ended.stderr).toContain('statement-failed')
    }
  })

  it('nor do the causes of an error hold one', async () => {
    for (const way of ways) {
      const { url, env } = leading(way, 'live', wrong)
      for (const db of [url, url.replace(/:\d+\/live$/u, ':1/live')]) {
        const error = await refusal(verify({ db, env, consolidated: join(root, 'out') }))
        expect(secretsIn(inspect(error, { depth: 20, showHidden: true }), secrets)).toEqual([])
      }
      point()
    }
  })
})
