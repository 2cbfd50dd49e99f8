// Nothing outlives a run, however it ends. Each test has a temporary folder of its own, which other runs on this
// machine do not clean up.
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { openInChild } from './child.ts'

let temporary: string
const original = process.env['TMPDIR']

beforeEach(() => {
  temporary = mkdtempSync('/tmp/pgfold-test-')
  chmodSync(temporary, 0o755)
  process.env['TMPDIR'] = temporary
})

afterEach(() => {
  if (original === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = original
  rmSync(temporary, { recursive: true })
})

test('a killed run leaves its server, and the next run removes it', async () => {
  const child = await openInChild(['embedded'])
  const postmaster = postmasterIn(child.made.folder)
  await child.end('SIGKILL')
  expect(readdirSync(temporary)).toHaveLength(1)
  expect(isRunning(postmaster)).toBe(true)

  const server = await openScratchServer('embedded')
  expect(existsSync(child.made.folder)).toBe(false)
  expect(isRunning(postmaster)).toBe(false)
  await server.close()
  expect(readdirSync(temporary)).toEqual([])
})

test('a run that is still alive keeps its server', async () => {
  const child = await openInChild(['embedded'])
  const server = await openScratchServer('embedded')
  await server.close()
  expect(isRunning(postmasterIn(child.made.folder))).toBe(true)
  await child.end('SIGTERM')
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s leaves nothing, and ends the process as it should',
  async (signal) => {
    const child = await openInChild(['embedded'])
    const postmaster = postmasterIn(child.made.folder)
    expect(await child.end(signal)).toBe(signal)
    expect(readdirSync(temporary)).toEqual([])
    expect(isRunning(postmaster)).toBe(false)
  },
)

test.each([
  ['exit', 3],
  ['throw', 1],
])('a process that ends by %s without closing leaves nothing', async (end, code) => {
  const child = await openInChild(['embedded'], { END: end })
  expect(await child.end()).toBe(code)
  expect(readdirSync(temporary)).toEqual([])
})

test('databases and roles of a killed run on a given server are dropped by the next, and only those', async () => {
  const server = await openScratchServer('embedded')
  try {
    const { database, role, bystander } = await leaveBehind(server)
    const url = await urlOf(server)
    expect(await namesIn(server, [database, role, bystander])).toEqual([bystander, database, role].toSorted())
    await (await openScratchServer(url)).close()
    expect(await namesIn(server, [database, role, bystander])).toEqual([bystander])
  } finally {
    await server.close()
  }
})

test('a run that was killed between CREATE DATABASE and its comment leaves nothing either', async () => {
  const server = await openScratchServer('embedded')
  try {
    const { database, bystander } = await leaveBehind(server)
    const commented = database.replace(/.{10}$/u, '0123456789')
    const admin = await (await server.createDatabase()).connect()
    await admin.execute(`comment on database ${database} is null`)
    await admin.execute(`create database ${commented}`)
    await admin.execute(`comment on database ${commented} is 'kept on purpose'`)
    await admin.close()
    await (await openScratchServer(await urlOf(server))).close()
    expect(await namesIn(server, [database, bystander, commented])).toEqual([bystander, commented].toSorted())
  } finally {
    await server.close()
  }
})

test('Ctrl-C drops what was made on a given server', async () => {
  const server = await openScratchServer('embedded')
  try {
    const child = await openInChild([await urlOf(server), 'app'])
    expect(await namesIn(server, [child.made.database, 'app'])).toHaveLength(2)
    expect(await child.end('SIGINT')).toBe('SIGINT')
    expect(await namesIn(server, [child.made.database, 'app'])).toEqual([])
  } finally {
    await server.close()
  }
})

// A killed run's database and role, and a database that has the name of one but not the comment.
async function leaveBehind(server: ScratchServer): Promise<{ database: string; role: string; bystander: string }> {
  const child = await openInChild([await urlOf(server), 'app'])
  await child.end('SIGKILL')
  const { database } = child.made
  const bystander = `${database}_kept`
  const connection = await (await server.createDatabase()).connect()
  await connection.execute(`create database ${bystander}`)
  await connection.close()
  return { database, role: 'app', bystander }
}

async function urlOf(server: ScratchServer): Promise<string> {
  const { address } = await server.createDatabase()
  return `postgres://postgres@/postgres?host=${encodeURIComponent(address.host)}`
}

async function namesIn(server: ScratchServer, names: readonly string[]): Promise<readonly string[]> {
  const connection = await (await server.createDatabase()).connect()
  const rows = await connection.query<{ name: string }>(
    'select datname as name from pg_database where datname = any ($1) union all select rolname from pg_roles where rolname = any ($1)',
    [names],
  )
  await connection.close()
  return rows.map(({ name }) => name).toSorted()
}

function postmasterIn(folder: string): number {
  return Number.parseInt(readFileSync(join(folder, 'data', 'postmaster.pid'), 'utf8'), 10)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch {
    return false
  }
  // One that nobody has waited for yet is still listed.
  return process.platform !== 'linux' || !/\) Z /u.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
