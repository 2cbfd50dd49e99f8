// Layouts whose consolidated migration has the path of one that it replaces: the runner knows it by its name, or by the
// file that it is in. Two archives, one upon the other, are restored in turn.
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { restore } from '../../src/commands/restore.ts'
import { refusal } from '../layouts/folders.ts'
import { createProject, writeFiles } from './project.ts'

const morph = {
  'go.mod': 'module shop\nrequire github.com/mattermost/morph v1.1.0\n',
  'migrations/000001_shops.up.sql': 'CREATE TABLE shops (id integer);\n',
  'migrations/000001_shops.down.sql': 'DROP TABLE shops;\n',
  'migrations/000002_orders.up.sql': 'CREATE TABLE orders (id integer);\n',
  'migrations/000002_orders.down.sql': 'DROP TABLE orders;\n',
}
const morphLater = {
  'migrations/000003_items.up.sql': 'CREATE TABLE items (id integer);\n',
  'migrations/000003_items.down.sql': 'DROP TABLE items;\n',
}
const liquibase = {
  'migrations/changes.sql':
    '--liquibase formatted sql\n--changeset ann:1\nCREATE TABLE shops (id integer);\n--changeset ann:2\nCREATE TABLE orders (id integer);\n',
}
const liquibaseLater = {
  'migrations/later.sql': '--liquibase formatted sql\n--changeset ann:3\nCREATE TABLE items (id integer);\n',
}

it.each([
  ['morph', morph, morphLater, ['tell-runner']],
  ['liquibase', liquibase, liquibaseLater, []],
] as const)('%s: two archives are restored in turn', async (layout, files, later, codes) => {
  const project = await createProject(files)
  try {
    const first = await contentOf(project.migrations)
    const { done, consolidated, findings } = await archive(project)
    expect({ done, codes: findings.map(({ code }) => code) }).toEqual({ done: true, codes })
    expect(await readFile(consolidated[0] ?? '', 'utf8')).not.toContain('psql')
    await writeFiles(project.root, later)
    const second = await contentOf(project.migrations)
    await rm(project.consolidated, { recursive: true })
    const folded = await consolidate({ history: project.migrations, out: project.consolidated, layout })
    expect(folded).toMatchObject({ proved: true, migrations: 2 })
    expect(await archive({ ...project, layout })).toMatchObject({ done: true })

    expect(await restore(project)).toMatchObject({ done: true })
    expect(await contentOf(project.migrations)).toEqual(second)
    for (const path of Object.keys(later)) await rm(join(project.root, path))
    expect(await restore(project)).toMatchObject({ done: true })
    expect(await contentOf(project.migrations)).toEqual(first)
  } finally {
    await project.remove()
  }
})

const tags = ['0000_shops', '0001_orders']
const entry = (tag: string, idx: number) => ({
  idx,
  version: '7',
  when: 1_700_000_000_000 + idx,
  tag,
  breakpoints: true,
})
const journalOf = (entries: readonly object[]): string =>
  JSON.stringify({ version: '7', dialect: 'postgresql', entries })
const drizzle = {
  'migrations/meta/_journal.json': journalOf(tags.map(entry)),
  'migrations/0000_shops.sql': 'CREATE TABLE shops (id integer);\n',
  'migrations/0001_orders.sql': 'CREATE TABLE orders (id integer);\n',
}

it('restores no journal over the entry of a newer migration, and says how that is kept', async () => {
  const project = await createProject(drizzle)
  try {
    const journal = join(project.migrations, 'meta/_journal.json')
    const later = { 'migrations/0002_items.sql': 'CREATE TABLE items (id integer);\n' }
    await archive(project)
    const written = await readFile(journal, 'utf8')
    const { entries } = JSON.parse(written) as { entries: object[] }
    await writeFiles(project.root, {
      ...later,
      'migrations/meta/_journal.json': journalOf([...entries, entry('0002_items', 2)]),
    })
    const edited = await readFile(journal, 'utf8')
    const error = await refusal(restore(project))
    expect(error).toMatchObject({ code: 'cannot-restore', exitCode: 1, details: [`${journal} was edited`] })
    expect(error.hint).toContain(
      `Where ${journal} was edited for newer migrations, an older version of it would lose them`,
    )
    expect(await readFile(journal, 'utf8')).toBe(edited)

    await writeFiles(project.root, { 'migrations/meta/_journal.json': written })
    await rm(join(project.migrations, '0002_items.sql'))
    expect(await restore(project)).toMatchObject({ done: true })
    expect(await readFile(journal, 'utf8')).toBe(drizzle['migrations/meta/_journal.json'])
  } finally {
    await project.remove()
  }
})

async function contentOf(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted()
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')])),
  )
}
