import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { configJsonSchema, loadSettings } from '../../src/settings.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function config(name: string, text: string): Promise<string> {
  const file = join(folder, name, 'pgfold.config.json')
  await mkdir(join(folder, name), { recursive: true })
  await writeFile(file, text)
  return file
}

it('has defaults, which the file overrides, which flags override', async () => {
  const file = await config('layers', '{"db": "one", "migrations": "db/m", "layout": "hasura", "rows": ["a.b"]}')
  const settings = await loadSettings({ config: file, flags: { layout: 'numbered' } })
  expect(settings).toMatchObject({
    db: 'one',
    migrations: join(folder, 'layers', 'db', 'm'),
    consolidated: 'schema/consolidated',
    layout: 'numbered',
    rows: ['a.b'],
    lockTimeout: '5s',
  })
})

it.each([
  ['an unknown key', '{"migration": "x"}', 'unknown key migration'],
  ['a wrong type', '{"migrations": 7}', 'migrations'],
  ['an unknown class', '{"ignore": ["colours"]}', 'ignore.0'],
  ['a wrong scratch server', '{"scratch": "mysql"}', 'scratch'],
  ['no JSON', '{"db": ', 'is not valid JSON'],
  ['no object', '[]', 'the file'],
])('names the file and the place of %s', async (name, text, place) => {
  const file = await config(name.replaceAll(' ', '-'), text)
  const error: unknown = await loadSettings({ config: file, flags: {} }).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ code: 'bad-config', exitCode: 2 })
  expect((error as Error).message).toContain(file)
  expect((error as Error).message).toContain(place)
})

it('names a file that is asked for and is not there, and the flag that is wrong', async () => {
  const missing = join(folder, 'none.json')
  await expect(loadSettings({ config: missing, flags: {} })).rejects.toMatchObject({ code: 'bad-config' })
  await expect(loadSettings({ flags: { lockTimeout: 'soon' } })).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringMatching(/^--lock-timeout:/u) as string,
  })
})

it('ships its JSON Schema up to date', async () => {
  const shipped = await readFile(new URL('../../docs/pgfold.config.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(shipped)).toEqual(JSON.parse(JSON.stringify(configJsonSchema())))
})
