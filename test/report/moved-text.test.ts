import { expect, test } from 'vitest'
import { archiveText } from '../../src/report/cutover-text.ts'

const text = (moved: readonly (readonly [string, string])[]): string =>
  archiveText(
    {
      command: 'archive',
      done: true,
      line: '002',
      resumed: false,
      moved: moved.map(([from, to]) => ({ from, to, sha256: '' })),
      consolidated: [],
      kept: [],
      archives: [],
      findings: [],
    },
    { colour: false },
  )

test('a migration of several files is one line, and every file is counted', () => {
  expect(
    text([
      ['m/shop/1700_create/down.sql', 'a/1701/shop/1700_create/down.sql'],
      ['m/shop/1700_create/notes/why.md', 'a/1701/shop/1700_create/notes/why.md'],
      ['m/shop/1700_create/up.sql', 'a/1701/shop/1700_create/up.sql'],
      ['m/shop/1701_email/up.sql', 'a/1701/shop/1701_email/up.sql'],
    ]),
  ).toBe(`  m/shop/1700_create → a/1701/shop/1700_create (3 files)
  m/shop/1701_email → a/1701/shop/1701_email
archived: 4 files of the migrations up to 002
`)
})

test('a rollback in another folder belongs to its migration', () => {
  expect(
    text([
      ['db/rollbacks/002_rollback_levels.sql', 'a/002/_beside/rollbacks/002_rollback_levels.sql'],
      ['db/m/001_create.sql', 'a/002/001_create.sql'],
      ['db/m/002_levels.sql', 'a/002/002_levels.sql'],
      ['db/m/seed.sql', 'a/002/seed.sql'],
    ]),
  ).toBe(`  db/m/002_levels.sql → a/002/002_levels.sql (2 files)
  db/m/001_create.sql → a/002/001_create.sql
  db/m/seed.sql → a/002/seed.sql
archived: 4 files of the migrations up to 002
`)
})
