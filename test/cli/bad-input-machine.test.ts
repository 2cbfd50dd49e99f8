// The machine says no: a folder that may not be read, full disks, Ctrl-C, kill -9. Full disks are small file
// systems where the kernel lets us mount one; elsewhere a limit on the size of files stands for them.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmod, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openScratchServer } from '../../src/server/scratch.ts'
import { repository } from '../systems/practice/history.ts'
import { createSandbox, expectMessage, expectNothingLeft, processesIn, runIn } from './sandbox.ts'
import type { Sandbox } from './sandbox.ts'

const files = { 'm/001_a.sql': 'CREATE TABLE t (id integer PRIMARY KEY);\n' }
const args = ['consolidate', 'm', '--out', 'out']

// Root may read everything, unless it gives the right away.
const asOrdinaryUser = process.getuid?.() === 0 ? ['setpriv', '--bounding-set=-dac_override,-dac_read_search'] : []

describe('without permission', () => {
  it.each([
    ['m', 0o755],
    ['m/001_a.sql', 0o644],
  ])('to read %s', async (name, mode) => {
    const sandbox = await createSandbox({ files })
    await chmod(join(sandbox.project, name), 0)
    const says = [
      `error: Cannot read ${name}: permission denied (not-readable)`,
      'hint: Run as a user who may read it, or change its permissions.',
    ]
    for (const json of [false, true]) {
      const ended = await runIn(sandbox, { args: json ? [...args, '--json'] : args, before: asOrdinaryUser })
      expectMessage(ended, { code: 'not-readable', says }, json)
    }
    expect(await readdir(sandbox.project)).toEqual(['m'])
    await expectNothingLeft(sandbox)
    await chmod(join(sandbox.project, name), mode)
    await sandbox.remove()
  })
})

describe('a full disk', () => {
  const refused =
    /^error: (?:The disk is full: the scratch server does not fit \(no-scratch-space\)|The disk of the PostgreSQL server is full: .* \(disk-full\))$/mu

  it.each([1, 8, 44, 54, 64, 74])('where scratch databases have %i MB', async (megabytes) => {
    const sandbox = await createSandbox({ files })
    const disk = smallDisk(sandbox.temporary, megabytes)
    try {
      const ended = await runIn(sandbox, { args, before: disk.before })
      expect(ended.stderr).toMatch(refused)
      expect(ended.stderr).toMatch(/^hint: .*TMPDIR/mu)
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
      expect(await readdir(sandbox.project)).toEqual(['m'])
      await expectNothingLeft(sandbox)
    } finally {
      disk.remove()
      await sandbox.remove()
    }
  })

  it('in the middle of the history', async () => {
    const big = "CREATE TABLE big AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 200000);"
    const sandbox = await createSandbox({ files: { ...files, 'm/002_big.sql': `${big}\n` } })
    const disk = smallDisk(sandbox.temporary, 100)
    try {
      const ended = await runIn(sandbox, { args, before: disk.before })
      if (disk.isMounted) {
        expect(ended.stderr).toContain('error: ERROR 53100: could not ')
        expect(ended.stderr).toContain(`  at m/002_big.sql:1:1\n  |\n1 | ${big}\n  | ^\n`)
        expect(ended.stderr).toMatch(/^hint: The disk of the scratch server is full: .*TMPDIR/mu)
      }
      expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
      expect(await readdir(sandbox.project)).toEqual(['m'])
      await expectNothingLeft(sandbox)
    } finally {
      disk.remove()
      await sandbox.remove()
    }
  })

  it('where the result goes', async () => {
    const server = await openScratchServer('embedded')
    const sandbox = await createSandbox({ files, folders: ['o'] })
    const disk = smallDisk(join(sandbox.project, 'o'), 0)
    try {
      const { host } = (await server.createDatabase()).address
      const scratch = `postgres://postgres@/postgres?host=${encodeURIComponent(host)}`
      const says = [
        'error: cannot write o/out: the disk is full; nothing was changed (cannot-write)',
        'hint: Make room and run again, or give a folder on another disk with --out DIR.',
      ]
      const ended = await runIn(sandbox, {
        args: ['consolidate', 'm', '--out', 'o/out', '--scratch', scratch],
        before: disk.before,
      })
      expectMessage(ended, { code: 'cannot-write', says }, false)
      expect(await readdir(join(sandbox.project, 'o'))).toEqual([])
      await expectNothingLeft(sandbox)
    } finally {
      disk.remove()
      await sandbox.remove()
      await server.close()
    }
  })
})

describe('a signal while a statement of the history runs', () => {
  const slow = { 'm/001_a.sql': 'SELECT pg_sleep(600);\n' }

  it.each([
    ['SIGINT', false],
    ['SIGINT', true],
    ['SIGTERM', false],
  ] as const)('%s, --json %s: exit code 2, one line, nothing left', async (signal, json) => {
    const sandbox = await createSandbox({ files: slow })
    const run = startIn(sandbox, json ? [...args, '--json'] : args)
    await run.replaying
    run.kill(signal)
    const { exitCode, stdout, stderr } = await run.ended
    const message = 'stopped; what was not finished is undone'
    expect(stderr.split('\n').filter((line) => line !== '' && !line.includes('replaying'))).toEqual([
      `pgfold: ${message}`,
    ])
    if (json) expect(JSON.parse(stdout)).toEqual({ error: { code: 'stopped', message, details: [] } })
    else expect(stdout).toBe('')
    expect(exitCode).toBe(2)
    expect(await readdir(sandbox.project)).toEqual(['m'])
    await expectNothingLeft(sandbox)
    await sandbox.remove()
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends a command and all that it started', async (signal) => {
    const sandbox = await createSandbox({})
    const command = 'tail -f "$PGHOST/server.log" > /dev/null & echo begun; wait'
    const run = startIn(sandbox, ['consolidate', '--run', command, '--out', 'out'], 'begun')
    await run.replaying
    run.kill(signal)
    const { exitCode, stderr } = await run.ended
    expect(stderr.split('\n').at(-2)).toBe('pgfold: stopped; what was not finished is undone')
    expect(exitCode).toBe(2)
    expect(await readdir(sandbox.project)).toEqual([])
    await expectNothingLeft(sandbox)
    await sandbox.remove()
  })

  it('kill -9: the next run removes what was left', async () => {
    const sandbox = await createSandbox({ files: { ...slow, 'n/001_a.sql': files['m/001_a.sql'] } })
    const run = startIn(sandbox, args)
    await run.replaying
    run.kill('SIGKILL')
    await run.ended
    expect(await processesIn(sandbox.temporary)).not.toEqual([])
    const next = await runIn(sandbox, { args: ['compare-schemas', './n/', './n/'] })
    expect(next).toMatchObject({ exitCode: 0 })
    expect(await readdir(sandbox.project)).toEqual(['m', 'n'])
    await expectNothingLeft(sandbox)
    await sandbox.remove()
  })
})

interface SmallDisk {
  readonly isMounted: boolean
  /** Words in front of the program where nothing could be mounted. */
  readonly before: readonly string[]
  remove(): void
}

/** A file system of this size at the folder; without the right to mount one, files may not grow beyond it. */
function smallDisk(folder: string, megabytes: number): SmallDisk {
  const size = megabytes === 0 ? '16k' : `${megabytes}m`
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', folder]).status === 0) {
    return { isMounted: true, before: [], remove: () => void spawnSync('umount', ['-l', folder]) }
  }
  // Blocks of 1 kB, in bash; the first segment of the log has 16 MB, so that no limit below lets a server start.
  const limit = megabytes === 0 ? 1 : Math.min(megabytes, 15) * 1024
  return {
    isMounted: false,
    before: ['bash', '-c', `ulimit -f ${limit}; exec "$@"`, 'bash'],
    remove: () => undefined,
  }
}

/** Starts the program and tells when it has begun with the history, or said something else. */
function startIn({ project, temporary }: Sandbox, words: readonly string[], begun = 'replaying 1 of 1') {
  const child = spawn(process.execPath, [join(repository, 'bin', 'pgfold.js'), ...words], {
    cwd: project,
    env: { ...process.env, TMPDIR: temporary, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
  const replaying = new Promise<void>((resolve, reject) => {
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      output.stderr += text
      if (output.stderr.includes(begun)) resolve()
    })
    child.once('close', () => reject(new Error(`it ended early: ${output.stderr}`)))
  })
  const ended = once(child, 'close').then(([exitCode]) => ({ exitCode: exitCode as number | null, ...output }))
  return { replaying, ended, kill: (signal: NodeJS.Signals) => void child.kill(signal) }
}
