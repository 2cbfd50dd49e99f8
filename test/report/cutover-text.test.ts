import { expect, test } from 'vitest'
import type { CutoverResult } from '../../src/model/cutover.ts'
import { cutoverText } from '../../src/report/cutover-text.ts'

const applied: CutoverResult = {
  command: 'apply',
  done: true,
  database: 'app on localhost:5432',
  server: 'PostgreSQL 18.4',
  created: { schema: 1, enum: 1, 'event-trigger': 1, table: 2, view: 1 },
  dropped: { table: 1 },
  droppedRows: { 'app.users': 1 },
  tracking: [],
  findings: [],
  seconds: 1.25,
}

test('one object of a kind is told in the singular', () => {
  const text = cutoverText(applied, { colour: false })
  expect(text).toContain('Dropped 1 object: 1 table\n')
  const [, created = ''] = /^Created 6 objects: (.*)$/mu.exec(text) ?? []
  expect(created.split(', ').toSorted()).toEqual(['1 enum', '1 event trigger', '1 schema', '1 view', '2 tables'])
})

test('nothing dropped is not told', () => {
  expect(cutoverText({ ...applied, dropped: {} }, { colour: false })).not.toContain('Dropped')
})
