import { expect, test } from 'vitest'
import type { Cell, ForeignKeyEdge, RowColumn, TableRows } from '../../src/model/rows.ts'
import { renderCopy } from '../../src/render/copy-rows.ts'
import { orderByForeignKeys } from '../../src/render/row-order.ts'
import { renderDeletes, renderInserts, renderSequencePosition } from '../../src/render/rows.ts'

const left = { default: true } as const

function column(name: string, rest: Partial<RowColumn> = {}): RowColumn {
  return { name, literal: 'quoted', keyPlace: 0, identityAlways: false, ...rest }
}

function tableOf(columns: readonly RowColumn[], rows: readonly (readonly Cell[])[], table = 'public.t'): TableRows {
  return { table, root: table, columns, rows: rows.map((cells, index) => ({ position: index + 1, cells })) }
}

test('numbers and booleans stand bare, everything else quoted, control characters escaped', () => {
  const columns = [column('n', { literal: 'number' }), column('b', { literal: 'boolean' }), column('order')]
  const rows = [
    ['1.50', 't', `it's`],
    ['NaN', 'f', 'two\nlines'],
    ['-0', null, 'a\r\n\\'],
    ['1e+300', null, '\u0001'],
  ]
  expect(renderInserts(tableOf(columns, rows))).toEqual([
    [
      'INSERT INTO public.t (n, b, "order") VALUES',
      `  (1.50, true, 'it''s'),`,
      `  ('NaN', false, 'two\nlines'),`,
      String.raw`  ('-0', NULL, E'a\r\n\\'),`,
      String.raw`  ('1e+300', NULL, E'\x01');`,
    ].join('\n'),
  ])
})

test('500 rows a statement; a column that is always left to its default is not named', () => {
  const rows = Array.from({ length: 1001 }, (_, index) => [String(index), left])
  const statements = renderInserts(tableOf([column('a', { literal: 'number' }), column('b')], rows))
  expect(statements.map((statement) => statement.split('\n').length - 1)).toEqual([500, 500, 1])
  expect(statements[2]).toBe('INSERT INTO public.t (a) VALUES\n  (1000);')
  expect(renderInserts(tableOf([column('a')], [[left], [left]]))).toEqual([
    'INSERT INTO public.t DEFAULT VALUES;',
    'INSERT INTO public.t DEFAULT VALUES;',
  ])
})

test('a value for GENERATED ALWAYS AS IDENTITY overrides it, a default does not', () => {
  const columns = [column('id', { identityAlways: true, literal: 'number' }), column('b')]
  expect(renderInserts(tableOf(columns, [['1', 'x']]))[0]).toContain('(id, b) OVERRIDING SYSTEM VALUE VALUES')
  expect(renderInserts(tableOf(columns, [[left, 'x']]))[0]).toContain('(b) VALUES')
})

test('rows are deleted by their key, and only where they have one', () => {
  const columns = [column('b', { keyPlace: 2 }), column('a', { keyPlace: 1, literal: 'number' }), column('c')]
  expect(
    renderDeletes(
      tableOf(columns, [
        ['x', '1', 'c'],
        ['y', '2', null],
      ]),
    ),
  ).toEqual([`DELETE FROM public.t WHERE (a, b) IN (\n  (1, 'x'),\n  (2, 'y')\n);`])
  expect(renderDeletes(tableOf([column('a')], [['1']]))).toBeUndefined()
  expect(renderDeletes(tableOf(columns, [[left, '1', null]]))).toBeUndefined()
})

test('COPY escapes what its format reserves, and refuses what it cannot say', () => {
  const columns = [column('a'), column('b')]
  expect(
    renderCopy(
      tableOf(columns, [
        ['tab\tnl\n\\.', null],
        ['', 'é'],
      ]),
    ),
  ).toBe(['COPY public.t (a, b) FROM stdin;', String.raw`tab\tnl\n\\.` + '\t\\N', '\té', '\\.'].join('\n'))
  expect(renderCopy(tableOf(columns, [['a', left]]))).toBe('COPY public.t (a) FROM stdin;\na\n\\.')
  expect(
    renderCopy(
      tableOf(columns, [
        ['a', left],
        ['a', 'b'],
      ]),
    ),
  ).toBeUndefined()
  expect(renderCopy(tableOf([column('m', { literal: 'money' })], [['1.00']]))).toBeUndefined()
  expect(renderCopy(tableOf([], [[]]))).toBeUndefined()
})

test('a sequence is put where it stood', () => {
  const position = { sequence: 'public."S"', lastValue: '9223372036854775807', isCalled: true, moved: true }
  expect(renderSequencePosition(position)).toBe(`SELECT pg_catalog.setval('public."S"', 9223372036854775807);`)
  const from = { ...position, lastValue: '1', isCalled: false }
  expect(renderSequencePosition(position, from)).toBe(
    `SELECT pg_catalog.setval('public."S"', 9223372036854775807) FROM public."S" WHERE (last_value, is_called) = (1, false);`,
  )
  expect(renderSequencePosition({ ...position, lastValue: '-5', isCalled: false })).toBe(
    `SELECT pg_catalog.setval('public."S"', -5, false);`,
  )
})

test('referenced tables come first; keys on a cycle and to the table itself come after the rows', () => {
  const key = (table: string, referencedTable: string): ForeignKeyEdge => ({
    constraint: `${table}_to_${referencedTable}`,
    table,
    columns: ['a'],
    referencedTable,
    referencedColumns: ['a'],
  })
  const named = (name: string, root = name): TableRows => ({ ...tableOf([column('a')], [['1']], name), root })
  const tables = [named('a'), named('b'), named('c'), named('d'), named('p1', 'p'), named('p2', 'p')]
  const keys = [key('a', 'p'), key('b', 'a'), key('p', 'p'), key('c', 'd'), key('d', 'c'), key('a', 'empty')]
  const order = orderByForeignKeys(tables, keys)
  expect(order.tables.map(({ table }) => table)).toEqual(['c', 'd', 'p1', 'p2', 'a', 'b'])
  expect(order.detached.map(({ constraint }) => constraint)).toEqual(['p_to_p', 'c_to_d', 'd_to_c'])
})
