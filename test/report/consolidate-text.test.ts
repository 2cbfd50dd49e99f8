import { expect, test } from 'vitest'
import type { ConsolidationResult } from '../../src/model/consolidation.ts'
import { consolidateText } from '../../src/report/consolidate-text.ts'

const proved: ConsolidationResult = {
  proved: true,
  out: ['schema/consolidated/up.sql', 'schema/consolidated/down.sql'],
  migrations: 17,
  objects: { schema: 2 },
  rows: { 'practice.role': 4 },
  frozen: ['practice.role.created_at'],
  witnesses: [
    { name: 'catalog', claim: 'history and up.sql build the same database', verdict: 'agree', detail: '412 objects' },
    {
      name: 'structure',
      claim: 'history and up.sql build the same database',
      verdict: 'unavailable',
      detail: 'not installed',
    },
  ],
  findings: [{ code: 'role-created', severity: 'info', subject: 'app', message: 'the role app was created' }],
  fingerprint: '0123456789abcdef',
  seconds: { replay: 1, snapshot: 0.1, render: 0.1, prove: 2, total: 3.25 },
}

test('says what was folded, what each witness said and where the files are', () => {
  expect(consolidateText(proved, { colour: false })).toBe(
    `Folded 17 migrations into 2 objects: 2 schemas
Reference rows: 4 in practice.role
Frozen volatile values: practice.role.created_at

Proof
  catalog: history and up.sql build the same database: agrees (412 objects)
  structure: history and up.sql build the same database: not available (not installed)

note: the role app was created

Files
  schema/consolidated/up.sql
  schema/consolidated/down.sql

proved: fingerprint 0123456789ab, 3.3 s
`,
  )
})

test('names the live database that was folded', () => {
  const text = consolidateText({ ...proved, migrations: 0, database: 'shop' }, { colour: false })
  expect(text).toMatch(/^Folded the database shop into 2 objects: 2 schemas$/mu)
})

test('says that nothing was written where a witness disagrees', () => {
  const text = consolidateText({ ...proved, proved: false, out: [] }, { colour: false })
  expect(text).not.toContain('Files')
  expect(text).toContain('not proved: nothing was written')
})
