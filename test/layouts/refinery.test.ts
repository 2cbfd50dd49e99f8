import { expect, test } from 'vitest'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith, refusal } from './folders.ts'

const cargo = { 'Cargo.toml': '[dependencies]\nrefinery = { version = "0.9", features = ["tokio-postgres"] }\n' }

/** As the tool's own tests have them, with the checksums that they expect of it. */
const known = [
  {
    path: 'V1__initial.sql',
    text: 'CREATE TABLE persons (\n    id int,\n    name varchar(255),\n    city varchar(255)\n);\n',
    checksum: '2959965718684201605',
  },
  {
    path: 'V2__add_cars_table.sql',
    text: 'CREATE TABLE cars (\n    id int,\n    name varchar(255)\n);\n',
    checksum: '8238603820526370208',
  },
]

test('the order of the numbers, also out of folders, and the checksums of the tool', async () => {
  const [first, second] = known
  const history = await readHistory(
    await folderWith({
      ...cargo,
      [first?.path ?? '']: first?.text ?? '',
      [`cars/${second?.path ?? ''}`]: second?.text ?? '',
      'U10__later.sql': 'SELECT 1;',
      'V3_half.sql': '',
    }),
  )
  expect(history).toMatchObject({ layout: 'refinery', session: 'one' })
  expect(history.migrations).toMatchObject([
    { id: '1', name: 'initial', transaction: 'runner', checksum: first?.checksum },
    { id: '2', name: 'add_cars_table', files: ['cars/V2__add_cars_table.sql'], checksum: second?.checksum },
    { id: '10', name: 'later' },
  ])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'V3_half.sql' }])
})

test('without the project, the files may be those of another runner', async () => {
  const error = await refusal(readHistory(await folderWith({ 'V1__a.sql': 'SELECT 1;' }), { layout: 'numbered' }))
  expect(error.code).toBe('missing-number')
  const named = await readHistory(await folderWith({ 'V1__a.sql': 'SELECT 1;', 'refinery.toml': '' }))
  expect(named.layout).toBe('refinery')
})

test.each([
  ['V01__b.sql', 'duplicate-migrations'],
  ['V2__b.rs', 'not-sql'],
  ['V1.1__b.sql', 'missing-number'],
])('what refinery refuses: %s', async (file, code) => {
  const folder = await folderWith({ ...cargo, 'V1__a.sql': 'SELECT 1;', [file]: '' })
  const error = await refusal(readHistory(folder))
  expect(error.code).toBe(code)
  expect(error.details).toContain(file)
})

test('the consolidated migration is read back as it was written', async () => {
  const history = await readHistory(await folderWith({ ...cargo, 'V7__a.sql': 'SELECT 1;' }))
  const [file] = await consolidatedFiles(history, { upSql: 'SELECT 2;\n', downSql: '' }, [])
  const again = await readHistory(await folderWith({ ...cargo, [file?.path ?? '']: file?.text ?? '' }))
  expect(again.migrations).toMatchObject([{ id: '7', name: 'consolidated_schema', up: { text: 'SELECT 2;\n' } }])
})
