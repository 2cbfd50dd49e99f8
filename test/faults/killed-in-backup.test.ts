// A cutover whose process is killed while pg_dump reads rows: the database is as before, what was written of the backup
// cannot be taken for one, and the next run makes a whole one and takes the rest away.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { urlOf } from '../support/url.ts'
import { stateOf, useCutovers } from './cutovers.ts'
import { countPoints } from './points.ts'
import { openProxy, urlThrough } from './proxy.ts'
import type { Fate } from './proxy.ts'

const script = fileURLToPath(new URL('killed-at-query.js', import.meta.url))
const point = countPoints('killed in the backup', 2)
/** As pg_dump asks for them, for COPY and for INSERT. */
const readsRows = /COPY shop\.customers|CURSOR FOR SELECT .* FROM ONLY shop\.customers/u
const cases = { 'apply force': 'force', rollback: 'rollback' } as const

describe.each(serverSpecs)('by the pg_dump for %s', (spec) => {
  const live = useScratch(spec)
  const cutovers = useCutovers(live)

  it.each(['apply force', 'rollback'] as const)('%s', async (name) => {
    const database = await cutovers.begin(name)
    const { before, after } = await cutovers.states(name)
    const backups = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
    let isHeld = false
    const proxy = await openProxy(database.address, async (question): Promise<Fate> => {
      if (isHeld || !readsRows.test(question)) return 'pass'
      isHeld = true
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
      return 'pass'
    })
    const { migrations, archived, consolidated } = cutovers.project()
    const common = {
      scratch: urlOf(database.address),
      migrations,
      archived,
      consolidated,
      lockTimeout: '5s',
      yes: true,
    }
    const options = { ...common, db: urlThrough(proxy), backup: true, backups }
    const child = spawn(process.execPath, [script, cases[name], 'before', '0', JSON.stringify(options)])
    await once(child, 'close')
    await proxy.close()
    expect(isHeld).toBe(true)
    expect(child.signalCode).toBe('SIGKILL')
    const isBackup = (file: string): boolean => file.endsWith('.sql')
    expect((await readdir(backups)).filter(isBackup)).toEqual([])
    expect(await stateOf(database.address)).toBe(before)

    await cutovers.run(name, database, { backup: true, backups })
    expect(await stateOf(database.address)).toBe(after)
    const files = await readdir(backups)
    expect(files).toEqual([expect.stringMatching(/\.sql$/u)])
    expect(await readFile(join(backups, files[0] ?? ''), 'utf8')).toContain('PostgreSQL database dump complete')
    await rm(backups, { recursive: true })
    point()
  })
})
