// Disks that are full: the server's, the one of the backups, and those of the archive and of the migrations. With a
// little more room each time the cutover comes a little further, until it succeeds; until then nothing was changed.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { restore } from '../../src/commands/restore.ts'
import { createProject, shop, using } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { cutoverNames, errorOf, stateOf, useCutovers } from './cutovers.ts'
import type { Live } from './cutovers.ts'
import { bytesOf } from './folder-bytes.ts'
import { serverFolder, startOwnServer } from './own-server.ts'
import type { OwnServer } from './own-server.ts'
import { countPoints } from './points.ts'
import { canMount, mountDisk } from './small-disk.ts'
import type { SmallDisk } from './small-disk.ts'

const point = countPoints('full disks', 10)

/** What only takes away works on a full disk, which is when it is needed most. */
const needsRoom: ReadonlySet<string> = new Set(['apply', 'apply force', 'adopt'])

// Visible among the skipped tests, but for CI, where it fails.
const why = canMount ? '' : ' (this user may not mount a small disk)'
const describeWithDisk = describe.skipIf(!canMount && !process.env['CI'])

describeWithDisk(`the server's disk${why}`, () => {
  let server: OwnServer
  let disk: SmallDisk
  const folder = serverFolder()
  beforeAll(async () => {
    disk = mountDisk(folder, 300 * 1024)
    server = await startOwnServer(folder)
  })
  afterAll(async () => {
    disk.empty()
    await server.stop().finally(() => disk.remove())
    await rm(folder, { recursive: true, force: true })
  })
  const live: Live = { database: (...sql) => server.database(...sql), server: () => server.server() }
  const cutovers = useCutovers(live)

  it.each(cutoverNames)('%s', { timeout: 600_000 }, async (name) => {
    const database = await cutovers.begin(name)
    const { before } = await cutovers.states(name)
    let error
    let failed = 0
    for (let left = 0; (left === 0 || error !== undefined) && left < 4096; left = left === 0 ? 16 : left * 4) {
      disk.fill(left)
      error = await errorOf(cutovers.run(name, database))
      disk.empty()
      if (error === undefined) break
      expect(error).toMatchObject({
        code: 'disk-full',
        exitCode: 2,
        message: expect.stringMatching(
          /^The disk of the PostgreSQL server is full: .*; everything was rolled back$/su,
        ) as string,
      })
      expect(await stateOf(database.address)).toBe(before)
      failed += 1
      point()
    }
    expect(failed > 0).toBe(needsRoom.has(name))
    expect(await cutovers.expectWhole(name, database, error)).toBe('after')
  })
})

describeWithDisk(`the disk of the backups${why}`, () => {
  describe.each(serverSpecs)('by the pg_dump for %s', (spec) => {
    const live = useScratch(spec)
    const cutovers = useCutovers(live)

    it.each(['apply force', 'rollback'] as const)('%s', async (name) => {
      const database = await cutovers.begin(name)
      // Half of the backup fits.
      await using(database, (db) => db.execute("create table public.long as select repeat('x', 20000) as x"))
      const backups = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
      const disk = mountDisk(backups, 64)
      disk.fill(4)
      const error = await errorOf(cutovers.run(name, database, { backup: true, backups }))
      disk.empty()
      expect(await readdir(backups)).toEqual([])
      disk.remove()
      expect(error).toMatchObject({
        code: 'backup-failed',
        message: expect.stringContaining('; nothing was changed') as string,
      })
      expect([error?.message, ...(error?.details ?? [])].join('\n')).toMatch(
        /the disk is full|No space left on device/u,
      )
      await using(database, (db) => db.execute('drop table public.long'))
      expect(await cutovers.expectWhole(name, database, error)).toBe('before')
      await rm(backups, { recursive: true })
      point()
    })
  })
})

describeWithDisk(`the disks of the folders${why}`, () => {
  let original: Project
  let project: Project
  const disks: SmallDisk[] = []
  beforeAll(async () => {
    original = await createProject(shop)
  })
  afterAll(() => original.remove())
  afterEach(async () => {
    for (const disk of disks.splice(0)) disk.remove()
    await project.remove()
  })

  /** A copy of the project, one of whose folders lies on a disk of its own. */
  async function onDisk(name: 'migrations' | 'archived'): Promise<SmallDisk> {
    const root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
    const [migrations, archived, consolidated] = ['migrations', 'archived', 'consolidated'].map((each) =>
      join(root, each),
    )
    const remove = (): Promise<void> => rm(root, { recursive: true, force: true })
    project = {
      ...original,
      root,
      migrations: migrations ?? '',
      archived: archived ?? '',
      consolidated: consolidated ?? '',
      remove,
    }
    const disk = mountDisk(join(root, name), 256)
    disks.push(disk)
    await cp(original.root, root, { recursive: true })
    return disk
  }

  const both = async () => ({
    migrations: await bytesOf(project.migrations),
    archived: await bytesOf(project.archived),
  })

  it.each(['archived', 'migrations'] as const)('%s', async (name) => {
    const disk = await onDisk(name)
    const before = await both()
    await archive(project)
    const after = await both()
    await restore(project)
    const commands = [
      // It takes away more of the migrations than it writes there.
      { command: archive, from: before, to: after, fails: name === 'archived' },
      { command: restore, from: after, to: before, fails: true },
    ]
    for (const { command, from, to, fails } of commands) {
      let failed = 0
      for (let left = 0; left < 128; left += 4) {
        disk.fill(left)
        const error = await errorOf(command(project))
        disk.empty()
        if (error === undefined) break
        expect(error).toMatchObject({
          code: 'disk-full',
          exitCode: 2,
          message: expect.stringMatching(/; (?:nothing was changed|everything was put back)$/u) as string,
        })
        expect(await both(), error.message).toEqual(from)
        failed += 1
        point()
      }
      expect(failed > 0).toBe(fails)
      expect(await both()).toEqual(to)
    }
  })
})
