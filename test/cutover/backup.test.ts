import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { backUp } from '../../src/cutover/backup.ts'
import { connect } from '../../src/server/connection.ts'
import type { Database } from '../../src/server/database.ts'
import { ownerToken } from '../../src/server/owner.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')
let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(root, { recursive: true }))

describe('the folder of backups', () => {
  it('keeps them out of git where it is made', async () => {
    const folder = join(root, 'schema', 'backups')
    const file = await backUp(await scratch.connected(), folder, '5s')
    expect((await readdir(folder)).toSorted()).toEqual(['.gitignore', basename(file)])
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
    expect(await readdir(join(root, 'schema'))).toEqual(['backups'])
  })

  it('is left as it is where it was there', async () => {
    const folder = await mkdtemp(join(root, 'own-'))
    const file = await backUp(await scratch.connected(), folder, '5s')
    expect(await readdir(folder)).toEqual([basename(file)])
  })

  it('overwrites no backup of another database of the same name', async () => {
    const folder = await mkdtemp(join(root, 'same-'))
    const admin = await scratch.connected()
    const [one, two] = await Promise.all(
      ['backed up', 'backed_up'].map(async (name) => {
        await admin.execute(`CREATE DATABASE "${name}"`)
        const db = await connect({ ...admin.address, database: name })
        await db.execute(`CREATE TABLE "of ${name}" (id int)`)
        return db
      }),
    )
    vi.useFakeTimers({ now: 0, toFake: ['Date'] }) // in one second
    const files = [await backUp(one as Database, folder, '5s'), await backUp(two as Database, folder, '5s')]
    vi.useRealTimers()
    expect(files.map((file) => basename(file))).toEqual([
      'backed_up-19700101T000000Z.sql',
      'backed_up-19700101T000000Z-2.sql',
    ])
    expect(await readFile(files[0] ?? '', 'utf8')).toContain('"of backed up"')
    expect(await readFile(files[1] ?? '', 'utf8')).toContain('"of backed_up"')
    await Promise.all([one?.close(), two?.close()])
  })

  it('keeps nothing of a backup whose process was killed, and all of one that is at work', async () => {
    const folder = await mkdtemp(join(root, 'killed-'))
    const own = `db-20240101T000000Z.sql.${await ownerToken()}`
    const [machine, , start] = (await ownerToken()).split('_')
    const { pid = 0 } = spawnSync('true')
    const gone = `db-20240101T000000Z.sql.${machine}_${pid.toString(36)}_${start}`
    const others = ['db-20240101T000000Z.sql', `notes.sql.${await ownerToken()}`, own]
    for (const name of [gone, ...others]) await writeFile(join(folder, name), 'rows')
    const file = await backUp(await scratch.connected(), folder, '5s')
    expect((await readdir(folder)).toSorted()).toEqual([...others, basename(file)].toSorted())
  })
})
