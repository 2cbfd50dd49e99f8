// No script is left out without a word because of the folder that it is in.
import { expect, test } from 'vitest'
import { readHistory } from '../../src/layouts/read-history.ts'
import { folderWith } from './folders.ts'

test.each([
  [
    'numbered',
    { '001_a.sql': 'SELECT 1;', 'more/002_b.sql': 'SELECT 2;', 'rollbacks/001_rollback_a.sql': 'SELECT 3;' },
    ['more'],
  ],
  [
    'dbmate',
    {
      '1_a.sql': '-- migrate:up\nSELECT 1;\n-- migrate:down\n',
      'old/deep/2_b.sql': '-- migrate:up\nSELECT 2;\n',
      'notes/why.md': '',
    },
    ['old/deep'],
  ],
  ['golang-migrate', { '1_a.up.sql': 'SELECT 1;', 'x/2_b.up.sql': 'SELECT 2;', 'x/y/3_c.up.sql': 'SELECT 3;' }, ['x']],
  ['sqitch', sqitchFiles(), ['seeds']],
  ['flyway', { 'V1__a.sql': 'SELECT 1;', 'deep/er/V2__b.sql': 'SELECT 2;' }, []],
])('%s', async (layout, files, unread) => {
  const { findings } = await readHistory(await folderWith(files), { layout })
  expect(findings.filter(({ code }) => code === 'not-a-migration').map(({ subject }) => subject)).toEqual(unread)
})

function sqitchFiles(): Readonly<Record<string, string>> {
  const plan = '%syntax-version=1.0.0\n%project=shop\n\na 2024-01-01T00:00:00Z Ann <ann@example.com> # a\n'
  const scripts = ['deploy', 'revert', 'verify'].map((side) => [`${side}/a.sql`, 'SELECT 1;\n'])
  return { 'sqitch.plan': plan, ...Object.fromEntries(scripts), 'seeds/rows.sql': 'SELECT 2;\n' }
}
