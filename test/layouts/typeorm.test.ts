import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { recordedBy } from './code.ts'
import { folderWith, refusal } from './folders.ts'

const named = (name: string): string => `export class ${name} implements MigrationInterface {}\n`

test('the time at the end of the class is order and id, and the class is what is recorded', async () => {
  const folder = await folderWith({
    '1-late.ts': named('Late1800000000000'),
    '2-early.ts': named('Early1700000000000'),
    // As it is compiled for an old JavaScript.
    '3-between.js': 'var B = (function () { function Between1750000000000() {} }());\nrequire("typeorm")',
  })
  const history = await readHistory(folder, { isRun: true })
  expect(history.migrations).toMatchObject([
    { id: '1700000000000', name: 'Early', files: ['2-early.ts'] },
    { id: '1750000000000', name: 'Between' },
    { id: '1800000000000', name: 'Late' },
  ])
  expect(recordedBy(history)).toEqual(['Early1700000000000', 'Between1750000000000', 'Late1800000000000'])
})

test('the name that an instance gives counts before that of its class', async () => {
  const folder = await folderWith({
    'a.ts': "class Renamed1900000000000 implements MigrationInterface {\n  name = 'First1700000000000'\n}",
    'b.js': 'require("typeorm")\nclass B { constructor() { this.name = "Second1700000000001" } }',
    'c.ts': 'class C implements MigrationInterface { readonly name: string = `Third20240101000000` }',
  })
  const history = await readHistory(folder, { isRun: true })
  expect(recordedBy(history)).toEqual(['Third20240101000000', 'First1700000000000', 'Second1700000000001'])
})

test('of one time the whole name is the id', async () => {
  const folder = await folderWith({ 'a.ts': named('B1700000000000'), 'b.ts': named('A1700000000000') })
  const history = await readHistory(folder, { isRun: true })
  expect(history.migrations.map(({ id, name }) => [id, name])).toEqual([
    ['B1700000000000', ''],
    ['A1700000000000', ''],
  ])
  expect(recordedBy(history)).toEqual(['B1700000000000', 'A1700000000000'])
})

test('two classes in a file, and a file without one', async () => {
  const folder = await folderWith({ 'a.ts': named('A1700000000000') + named('B1700000000001') })
  expect(await refusal(readHistory(folder, { isRun: true }))).toMatchObject({
    code: 'several-migrations',
    details: ['A1700000000000', 'B1700000000001'],
  })
  const { findings } = await readHistory(
    await folderWith({ 'a.ts': named('A1700000000000'), 'index.ts': "export * from './a'", 'b.ts': named('B17') }),
    { isRun: true },
  )
  expect(findings.map(({ subject }) => subject)).toEqual(['b.ts', 'index.ts'])
})
