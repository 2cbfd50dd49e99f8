import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, cp, lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { archive, listArchives } from '../../src/commands/archive.ts'
import { restore } from '../../src/commands/restore.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { createProject, hasuraShop, shop, writeFiles } from './project.ts'
import type { Project } from './project.ts'

const numberedLater = { 'migrations/003_later.sql': 'CREATE TABLE shop.later (id integer);\n' }
const hasuraLater = { 'migrations/shop/1700000002000_later/up.sql': 'CREATE TABLE shop.later (id integer);\n' }

/** Every file and folder below, with mode and content. */
async function stateOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const described = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name)
    const { mode } = await lstat(path)
    const content = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : ''
    return [relative(folder, path), `${(mode & 0o7777).toString(8)} ${content}`] as const
  })
  return Object.fromEntries((await Promise.all(described)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

describe.each([
  ['numbered', shop, numberedLater, '002', ['003']],
  ['hasura', hasuraShop, hasuraLater, '1700000001000', ['1700000002000']],
] as const)('a %s history', (layout, files, later, line, kept) => {
  let original: Project
  beforeAll(async () => {
    original = await createProject(files, later)
  })
  afterAll(() => original.remove())

  /** A copy of the project for one test. */
  async function use(work: (project: Project) => Promise<void>): Promise<void> {
    const root = `${original.root}-copy-${Math.random().toString(36).slice(2)}`
    await cp(original.root, root, { recursive: true })
    const names = ['migrations', 'consolidated', 'archived', 'backups'] as const
    const paths = Object.fromEntries(names.map((name) => [name, join(root, name)])) as Pick<
      Project,
      (typeof names)[number]
    >
    try {
      await work({ ...paths, root, remove: () => rm(root, { recursive: true, force: true }) })
    } finally {
      await rm(root, { recursive: true, force: true })
    }
  }

  it('is archived and restored byte for byte', () =>
    use(async (project) => {
      const [some] = Object.keys(files)
      await chmod(join(project.root, some ?? ''), 0o640)
      const before = await stateOf(project.migrations)
      const listed = await listArchives(project)
      expect(listed).toMatchObject({ done: false, line, kept, archives: [] })
      expect(await archive({ ...project, dryRun: true })).toMatchObject({ done: false, moved: listed.moved })
      expect(await stateOf(project.migrations)).toEqual(before)

      const said: string[] = []
      const archived = await archive({ ...project, progress: (message) => said.push(message) })
      const moves = said.filter((message) => message.startsWith('moving '))
      expect(moves.map((message) => message.split(':')[0])).toEqual(
        listed.moved.map((_file, index) => `moving ${index + 1} of ${listed.moved.length}`),
      )
      expect(archived).toMatchObject({ done: true, line, kept, resumed: false, moved: listed.moved })
      const history = await readHistory(project.migrations, { layout })
      expect(history.migrations.map(({ id }) => id)).toEqual([line, ...kept])
      expect(history.migrations[0]?.name).toBe('consolidated_schema')
      expect(await listArchives(project)).toMatchObject({ archives: [line], moved: [] })
      await expect(archive(project)).rejects.toMatchObject({ code: 'already-archived', exitCode: 1 })

      const switched = await stateOf(project.migrations)
      expect(await restore({ ...project, dryRun: true })).toMatchObject({ done: false })
      expect(await stateOf(project.migrations)).toEqual(switched)
      expect(await restore(project)).toMatchObject({ done: true, line, consolidated: archived.consolidated })
      expect(await stateOf(project.migrations)).toEqual(before)
      expect(await stateOf(project.archived)).toEqual({})
      await expect(restore(project)).rejects.toMatchObject({ code: 'nothing-to-restore', exitCode: 1 })
    }))

  it('survives kill -9 at every step: run again it finishes, and restore undoes it', { timeout: 300_000 }, () =>
    use(async (project) => {
      const before = await stateOf(project.migrations)
      await archive(project)
      const after = await stateOf(project.migrations)
      await restore(project)
      let points = 0
      for (let step = 1; kill('archive', step, project); step += 1) {
        expect(await archive(project)).toMatchObject({ done: true })
        expect(await stateOf(project.migrations)).toEqual(after)
        await restore(project)
        expect(await stateOf(project.migrations)).toEqual(before)
        kill('archive', step, project)
        if ((await listArchives(project)).findings.length > 0)
          expect(await restore(project)).toMatchObject({ resumed: true })
        expect(await stateOf(project.migrations)).toEqual(before)
        points += 1
      }
      for (let step = 1; kill('restore', step, project); step += 1) {
        const { findings } = await listArchives(project)
        if (findings.length > 0) await expect(archive(project)).rejects.toMatchObject({ code: 'restore-unfinished' })
        await restore(project)
        expect(await stateOf(project.migrations)).toEqual(before)
        await archive(project)
        points += 1
      }
      console.info(`${layout}: killed at ${points} points`)
      expect(points).toBeGreaterThan(8)
    }),
  )

  it('is not archived when a file was changed, added or removed since the fold', () =>
    use(async (project) => {
      const [first = '', second = ''] = Object.keys(files).map((path) => join(project.root, path))
      await writeFile(first, '-- changed\n', { flag: 'a' })
      await rm(second)
      const before = await stateOf(project.root)
      const problem = (word: string, path: string) =>
        expect.stringMatching(new RegExp(`^${word}: .*${path.split('/').at(-1)}`, 'u')) as string
      await expect(archive(project)).rejects.toMatchObject({
        code: 'history-changed',
        exitCode: 1,
        details: expect.arrayContaining([problem('changed', first)]) as string[],
      })
      const deeper = join(project.root, 'kept', 'of', 'old')
      await expect(archive({ ...project, archived: deeper })).rejects.toMatchObject({ code: 'history-changed' })
      expect(await stateOf(project.root)).toEqual(before)

      await mkdir(join(project.root, 'kept'))
      const withFolder = await stateOf(project.root)
      await expect(archive({ ...project, archived: deeper })).rejects.toMatchObject({ code: 'history-changed' })
      expect(await stateOf(project.root)).toEqual(withFolder)
    }))

  it('is not restored over an edited consolidated migration or an existing file', () =>
    use(async (project) => {
      const { consolidated, moved } = await archive(project)
      await writeFile(consolidated[0] ?? '', '-- edited\n', { flag: 'a' })
      await writeFiles('/', { [moved[0]?.from ?? '']: 'mine' })
      const before = await stateOf(project.root)
      await expect(restore(project)).rejects.toMatchObject({
        code: 'cannot-restore',
        exitCode: 1,
        details: expect.arrayContaining([
          `${consolidated[0]} was edited`,
          `${moved[0]?.from} exists already`,
        ]) as string[],
      })
      expect(await stateOf(project.root)).toEqual(before)
    }))

  it('leaves a file of somebody beside the archives alone', () =>
    use(async (project) => {
      await writeFiles(project.root, { 'archived/README.md': 'What stands here.\n' })
      const before = await stateOf(project.root)
      expect(await listArchives(project)).toMatchObject({ archives: [], findings: [] })
      await expect(restore(project)).rejects.toMatchObject({ code: 'nothing-to-restore' })
      expect(await archive(project)).toMatchObject({ done: true })
      expect(await listArchives(project)).toMatchObject({ archives: [line], findings: [] })
      expect((await readdir(project.archived)).toSorted()).toEqual([line, 'README.md'])
      expect(await restore(project)).toMatchObject({ done: true })
      expect(await stateOf(project.root)).toEqual(before)
    }))

  it('is not archived among the migrations', () =>
    use(async (project) => {
      const before = await stateOf(project.root)
      await expect(archive({ ...project, archived: join(project.migrations, 'old') })).rejects.toMatchObject({
        code: 'archive-among-migrations',
        exitCode: 2,
      })
      expect(await stateOf(project.root)).toEqual(before)
    }))

  it('refuses a symbolic link', () =>
    use(async (project) => {
      const [first = ''] = Object.keys(files).map((path) => join(project.root, path))
      await cp(first, `${project.root}/elsewhere.sql`)
      await rm(first)
      await symlink(`${project.root}/elsewhere.sql`, first)
      await expect(archive(project)).rejects.toMatchObject({ code: 'symbolic-link', exitCode: 1 })
    }))

  it('respects the lock of a running process and takes over that of a dead one', () =>
    use(async (project) => {
      await mkdir(project.archived)
      const lock = join(project.archived, '.lock')
      await writeFile(lock, `${process.pid} ${hostname()}\n`)
      await expect(archive(project)).rejects.toMatchObject({ code: 'locked', exitCode: 1 })
      const dead = spawnSync(process.execPath, ['-e', '']).pid
      await writeFile(lock, `${dead} ${hostname()}\n`)
      expect(await archive(project)).toMatchObject({ done: true })
      expect(await readdir(project.archived)).toEqual([line])
    }))
})

const script = join(fileURLToPath(new URL('.', import.meta.url)), 'killed-run.js')

/** True where the process was killed; false where it came to its end before that step. */
function kill(action: 'archive' | 'restore', step: number, { migrations, archived, consolidated }: Project): boolean {
  const options = JSON.stringify({ migrations, archived, consolidated })
  const { signal, status, stderr } = spawnSync(process.execPath, [script, action, String(step), options], {
    encoding: 'utf8',
  })
  if (signal === 'SIGKILL') return true
  if (status !== 0) throw new Error(stderr)
  return false
}
