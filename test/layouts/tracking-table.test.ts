// The runner's table under another name, as a person writes it and as a layout takes it.
import { expect, it } from 'vitest'
import { knex } from '../../src/layouts/knex.ts'
import { numbered } from '../../src/layouts/numbered.ts'
import { parseGivenTable, withTrackingTable } from '../../src/layouts/tracking-table.ts'
import { noTracking } from '../../src/sources/opened.ts'

it.each([
  ['applied', { name: 'applied' }],
  ['ops.applied', { schema: 'ops', name: 'applied' }],
  ['Ops."my.table"', { schema: 'Ops', name: 'my.table' }],
  ['"a""b"."c d"', { schema: 'a"b', name: 'c d' }],
])('%s', (text, table) => {
  expect(parseGivenTable(text)).toEqual(table)
})

it.each(['', '.', 'a.', '.b', 'a.b.c', '"a', 'a"b'])('refuses %j', (text) => {
  expect(() => parseGivenTable(text)).toThrow(expect.objectContaining({ code: 'bad-option' }))
})

it('places the records and what stands beside them', () => {
  const { trackingTables, records } = withTrackingTable(knex, { schema: 'ops', name: 'done' })
  expect(trackingTables.slice(0, 2)).toEqual([
    { schema: 'ops', name: 'done', isGiven: true },
    { schema: 'ops', name: 'done_lock', isGiven: true },
  ])
  expect(records?.map(({ table, inAnySchema }) => [table, inAnySchema])).toEqual([
    [{ schema: 'ops', name: 'done' }, undefined],
  ])
})

it('takes a schema alone, where the columns go on deciding', () => {
  expect(withTrackingTable(numbered, { schema: 'tenant' }).trackingTables[0]).toEqual({
    schema: 'tenant',
    name: 'migrations',
  })
})

it('stands for itself where nothing is known of the runner', () => {
  const { trackingTables } = withTrackingTable(noTracking, { name: 'done' })
  expect(trackingTables).toEqual([{ schema: 'public', name: 'done', isGiven: true }])
})
