// The whole cutover on copies: every prefix of the history, and backups of live databases.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rehearse } from '../../src/commands/rehearse.ts'
import type { RehearseOptions } from '../../src/commands/rehearsal-stage.ts'
import { restore } from '../../src/commands/restore.ts'
import type { ScratchDatabase } from '../../src/server/database.ts'
import { databaseEnvironment } from '../../src/server/database-environment.ts'
import { createProject, hasuraShop, shop } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { urlOf } from '../support/url.ts'

const live = useScratch('embedded')
const later = { 'migrations/003_notes.sql': 'BEGIN; ALTER TABLE shop.orders ADD note text; COMMIT;' }

let project: Project
let folder: string
beforeAll(async () => {
  project = await createProject(shop, later)
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(async () => {
  await project.remove()
  await rm(folder, { recursive: true })
})

function optionsFor({ migrations, archived, consolidated }: Project): RehearseOptions {
  return { migrations, archived, consolidated, env: {}, lockTimeout: '2s' }
}

async function bytesOf(root: string): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(root, { withFileTypes: true, recursive: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.toSorted()) hash.update(`${file}\n`).update(await readFile(file))
  return hash.digest('hex')
}

const prefixes = [
  { name: 'an empty database', migrations: 0, outcome: 'built', refusal: null },
  { name: '0 of 3 migrations', migrations: 0, outcome: 'refused', state: 'fresh', refusal: { code: 'fresh' } },
  { name: '1 of 3 migrations', last: '001', outcome: 'refused', state: 'behind', refusal: { code: 'behind' } },
  { name: '2 of 3 migrations', last: '002', outcome: 'adopted', state: 'at-the-line', refusal: null, problem: null },
  { name: '3 of 3 migrations', last: '003', outcome: 'adopted', state: 'past-the-line', refusal: null, problem: null },
  { name: 'the archived folder on an empty database', migrations: 3, last: '003', outcome: 'built', problem: null },
]

describe('every prefix', () => {
  it('ends as it has to, and the folder is only read', async () => {
    const before = await bytesOf(project.root)
    const told: string[] = []
    const result = await rehearse({ ...optionsFor(project), onRehearsal: ({ name }) => told.push(name) })
    expect(result).toMatchObject({ command: 'rehearse', done: true, layout: 'numbered', line: '002', findings: [] })
    expect(result.rehearsals).toMatchObject(prefixes)
    expect(told).toEqual(prefixes.map(({ name }) => name))
    expect(await bytesOf(project.root)).toBe(before)
  })

  it('is the same where the folder is archived already', async () => {
    await archive(project)
    try {
      const before = await bytesOf(project.root)
      expect((await rehearse(optionsFor(project))).rehearsals).toMatchObject(prefixes)
      expect(await bytesOf(project.root)).toBe(before)
    } finally {
      await restore(project)
    }
  })

  it.each(['migrations', 'archived'] as const)('only reads what a link leads to: %s', async (linked) => {
    const linkedProject = await createProject(shop)
    const elsewhere = join(folder, linked)
    try {
      await archive(linkedProject)
      await rename(linkedProject[linked], elsewhere)
      await symlink(elsewhere, linkedProject[linked])
      const before = await bytesOf(elsewhere)
      expect(await rehearse(optionsFor(linkedProject))).toMatchObject({ done: true })
      expect(await bytesOf(elsewhere)).toBe(before)
    } finally {
      await linkedProject.remove()
    }
  })

  it('fails where the rows cannot become what they should', async () => {
    const guarded = join(folder, 'guarded.sql')
    await writeFile(
      guarded,
      `CREATE TABLE public.migrations (name text PRIMARY KEY);
       CREATE RULE keep AS ON DELETE TO public.migrations DO INSTEAD NOTHING;`,
    )
    const { done, rehearsals } = await rehearse({ ...optionsFor(project), prelude: [guarded] })
    expect(done).toBe(false)
    expect(rehearsals.map(({ outcome }) => outcome)).toEqual([
      'failed',
      'refused',
      'refused',
      'failed',
      'failed',
      'built',
    ])
    expect(rehearsals[3]?.problem).toContain('(not-recorded)')
  })

  it('tells a broken migration of the folder that was given', async () => {
    const broken = await createProject(shop, { 'migrations/003_broken.sql': 'ALTER TABL shop.orders ADD note text;' })
    try {
      const file = join(broken.migrations, '003_broken.sql')
      await expect(rehearse(optionsFor(broken))).rejects.toMatchObject({
        code: 'syntax-error',
        location: { file, line: 1, column: 7 },
      })
    } finally {
      await broken.remove()
    }
  })

  it('takes another name of the table', async () => {
    const hasura = await createProject(hasuraShop)
    try {
      const { rehearsals } = await rehearse({
        ...optionsFor(hasura),
        trackingTable: { schema: 'ops', name: 'Applied Ones' },
      })
      expect(rehearsals.map(({ outcome }) => outcome)).toEqual(['built', 'refused', 'refused', 'adopted', 'built'])
    } finally {
      await hasura.remove()
    }
  })

  it.each([false, true])(
    'names the folder that is not there as it was given, archived before: %s',
    async (isArchived) => {
      const named = await createProject(shop)
      try {
        if (isArchived) await archive(named)
        const migrations = join(named.root, 'nosuch')
        await expect(rehearse({ ...optionsFor(named), migrations })).rejects.toMatchObject({
          code: 'not-readable',
          exitCode: 2,
          message: `Cannot read ${migrations}: it does not exist`,
          hint: expect.stringContaining('--migrations') as string,
        })
      } finally {
        await named.remove()
      }
    },
  )

  it('cannot begin where no migrations were folded', async () => {
    const source = await live.database('CREATE TABLE a (id int)')
    const consolidated = join(folder, 'of-a-database')
    await consolidate({ from: urlOf(source.address), out: consolidated, env: {}, scratch: urlOf(source.address) })
    const options = { ...optionsFor(project), consolidated }
    await expect(rehearse(options)).rejects.toMatchObject({ code: 'cannot-adopt', exitCode: 1 })
  })
})

describe('a backup', () => {
  const first = shop['migrations/001_create.sql']
  let small: Project
  beforeAll(async () => {
    small = await createProject({ 'migrations/001_create.sql': first })
  })
  afterAll(() => small.remove())

  /** A live database at the line. */
  const built = (server: ReturnType<typeof useScratch>, ...more: string[]): Promise<ScratchDatabase> =>
    server.database(
      first,
      'CREATE TABLE public.migrations (name text PRIMARY KEY)',
      "INSERT INTO public.migrations VALUES ('001_create.sql')",
      ...more,
    )

  it('taken of a live database at the line is adopted, and the live one is only read', async () => {
    const database = await built(live)
    const { done, rehearsals } = await rehearse({ ...optionsFor(small), from: urlOf(database.address) })
    expect(done).toBe(true)
    const backup = { name: 'a backup of the live database', migrations: null }
    expect(rehearsals.at(-1)).toMatchObject({ ...backup, outcome: 'adopted', state: 'at-the-line' })
  })

  it('of a database that was changed by hand would be refused, and tells why', async () => {
    const database = await built(live, 'ALTER TABLE shop.orders ADD by_hand int')
    const { done, rehearsals } = await rehearse({ ...optionsFor(small), from: urlOf(database.address) })
    expect(done).toBe(false)
    const refused = { outcome: 'refused', state: 'at-the-line', refusal: { code: 'not-as-proved' } }
    expect(rehearsals.at(-1)).toMatchObject(refused)
  })

  it('has the rows of a table with another name', async () => {
    const database = await live.database(
      first,
      'CREATE SCHEMA ops; CREATE TABLE ops."Done" (name text PRIMARY KEY)',
      `INSERT INTO ops."Done" VALUES ('001_create.sql')`,
    )
    const options = { ...optionsFor(small), from: urlOf(database.address) }
    const { done, rehearsals } = await rehearse({ ...options, trackingTable: { schema: 'ops', name: 'Done' } })
    expect(done).toBe(true)
    expect(rehearsals.at(-1)).toMatchObject({ outcome: 'adopted', state: 'at-the-line' })
    const without = await rehearse(options)
    expect(without.rehearsals.at(-1)?.problem).toContain('(no-tracking-table)')
  })

  it('that is not there, or compressed, is told of before anything else', async () => {
    const begun: string[] = []
    const progress = (text: string): number => begun.push(text)
    const missing = join(folder, 'missing.sql')
    await expect(rehearse({ ...optionsFor(small), backupFile: missing, progress })).rejects.toMatchObject({
      code: 'not-readable',
      exitCode: 2,
      message: expect.stringContaining(`${missing} cannot be read`) as string,
    })
    const compressed = join(folder, 'live.sql.gz')
    await writeFile(compressed, gzipSync('SELECT 1;'))
    await expect(rehearse({ ...optionsFor(small), backupFile: compressed, progress })).rejects.toMatchObject({
      code: 'not-readable',
      message: `${compressed} is compressed with gzip`,
      hint: expect.stringContaining('gunzip') as string,
    })
    expect(begun).toEqual([])
  })

  it('that cannot be restored fails alone', async () => {
    const backupFile = join(folder, 'broken.sql')
    await writeFile(backupFile, 'SELECT no_such_column;')
    const { done, rehearsals } = await rehearse({ ...optionsFor(small), backupFile })
    expect(done).toBe(false)
    expect(rehearsals.map(({ outcome }) => outcome)).toEqual(['built', 'refused', 'adopted', 'built', 'failed'])
    expect(rehearsals.at(-1)?.problem).toContain('no_such_column')
  })

  describe.runIf(serverSpecs.includes('installed:15'))('by the pg_dump of PostgreSQL 15', () => {
    const server = useScratch('installed:15')

    it.each(['plain', 'custom', 'directory'])('in the format %s', async (format) => {
      const database = await built(server)
      const backupFile = join(folder, format)
      const args = [`--format=${format}`, `--file=${backupFile}`]
      const program = '/usr/lib/postgresql/15/bin/pg_dump'
      const dumped = spawnSync(program, args, { env: databaseEnvironment(database.address), encoding: 'utf8' })
      expect(dumped).toMatchObject({ status: 0, stderr: '' })
      const { rehearsals } = await rehearse({ ...optionsFor(small), backupFile, scratch: 'installed:15' })
      expect(rehearsals.at(-1)).toMatchObject({ name: `the backup ${format}`, outcome: 'adopted' })
    })

    it('with a table of another name in an archive', async () => {
      const table = 'CREATE SCHEMA ops; CREATE TABLE ops."Done" (name text PRIMARY KEY)'
      const database = await server.database(first, table, `INSERT INTO ops."Done" VALUES ('001_create.sql')`)
      const backupFile = join(folder, 'renamed')
      const args = ['--format=custom', `--file=${backupFile}`]
      const env = databaseEnvironment(database.address)
      expect(spawnSync('/usr/lib/postgresql/15/bin/pg_dump', args, { env }).status).toBe(0)
      const trackingTable = { schema: 'ops', name: 'Done' }
      const options = { ...optionsFor(small), backupFile, scratch: 'installed:15', trackingTable }
      expect((await rehearse(options)).rehearsals.at(-1)).toMatchObject({ outcome: 'adopted', state: 'at-the-line' })
    })
  })
})
