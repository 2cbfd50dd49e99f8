// Copies of projects whose migrations are code.
import { mkdir, readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { copyCode } from '../../src/cutover/copied-code.ts'
import { folderWith } from '../layouts/folders.ts'

it('leaves the folder of its own run out, where that lies in the project', async () => {
  const top = await folderWith({ 'app/migrations/1.js': '', 'app/tmp/kept.txt': '', 'app/migrate.js': '' })
  const cwd = join(top, 'app')
  const run = join(cwd, 'tmp', 'pgfold_run')
  await mkdir(join(run, 'data'), { recursive: true })
  const project = { cwd, migrations: join(cwd, 'migrations'), archived: join(cwd, 'archived') }
  for (const name of ['code', 'growing']) {
    const copied = await copyCode(project, join(run, name))
    if ('problem' in copied) throw new Error(copied.problem)
    const entries = await readdir(copied.cwd, { withFileTypes: true, recursive: true })
    const files = entries.filter((entry) => entry.isFile())
    expect(files.map(({ parentPath, name: file }) => relative(copied.cwd, join(parentPath, file))).toSorted()).toEqual([
      'migrate.js',
      'migrations/1.js',
      'tmp/kept.txt',
    ])
  }
  expect(await readdir(join(cwd, 'tmp'))).toContain('pgfold_run')
})
