import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { backUp } from '../../src/cutover/backup.ts'
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
})
