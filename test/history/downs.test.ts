import { expect, test } from 'vitest'
import { explain } from '../../src/commands/explain.ts'
import { downFindings } from '../../src/history/downs.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith } from '../layouts/folders.ts'

const files = {
  '1_a.up.sql': 'CREATE TABLE a (id int, old int);',
  '1_a.down.sql': 'DROP TABLE a;',
  '2_b.up.sql': 'ALTER TABLE a DROP COLUMN old;',
  '2_b.down.sql': '-- back\nALTER TABLE a\n  ADD old int,;\n',
  '3_c.up.sql': 'SELECT 1;',
  '3_c.down.sql': '\\i more.sql\n',
}

test('a down side that is no SQL is told with its place, and stops nothing', async () => {
  const folder = await folderWith(files)
  const told = [
    {
      code: 'down-does-not-parse',
      severity: 'warning',
      subject: `${folder}/2_b.down.sql:3:15`,
      message: 'what takes 2_b back stops here (syntax error at or near ";"); pgfold does not run it',
    },
  ]
  const layout = 'golang-migrate'
  expect(await downFindings(await readHistory(folder, { layout }))).toEqual(told)
  expect(await explain({ history: folder, layout })).toMatchObject({ findings: told })
})
