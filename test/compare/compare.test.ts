import { describe, expect, test } from 'vitest'
import { compare } from '../../src/compare/compare.ts'
import type { Difference } from '../../src/model/difference.ts'
import type { CatalogObject } from '../../src/model/object.ts'
import { column, comment, constraint, index, kinds, snapshotOf, table } from './snapshots.ts'

/** The differences; checked to be the same, mirrored, the other way around. */
function differencesOf(left: readonly CatalogObject[], right: readonly CatalogObject[]): Difference[] {
  const forth = listed(left, right)
  const mirrored = listed(right, left).map(mirror)
  const withoutIds = (list: Difference[]) => list.map((one) => (one.attribute === 'name' ? { ...one, id: '' } : one))
  expect(new Set(withoutIds(mirrored))).toEqual(new Set(withoutIds(forth)))
  return forth
}

function listed(left: readonly CatalogObject[], right: readonly CatalogObject[]): Difference[] {
  return compare(snapshotOf(left), snapshotOf(right)).found.map(({ difference }) => difference)
}

function mirror(difference: Difference): Difference {
  const { left, right, ...rest } = difference
  const change = { missing: 'extra', extra: 'missing', changed: 'changed' } as const
  return {
    ...rest,
    change: change[difference.change],
    ...(right === undefined ? {} : { left: right }),
    ...(left === undefined ? {} : { right: left }),
  }
}

describe('objects and attributes', () => {
  test('equal snapshots have no differences, whatever the order of keys in a value', () => {
    const left = [table('t', { options: { a: 1, b: 2 } }), column('t', 'a', { type: 'text' })]
    const right = [table('t', { options: { b: 2, a: 1 } }), column('t', 'a', { type: 'text' })]
    expect(differencesOf(left, right)).toEqual([])
  })

  test('a changed attribute is named with both values', () => {
    expect(differencesOf([column('t', 'a', { type: 'text' })], [column('t', 'a', { type: 'integer' })])).toEqual([
      {
        change: 'changed',
        kind: 'column',
        id: 's.t.a',
        attribute: 'type',
        left: 'text',
        right: 'integer',
        severity: 'significant',
      },
    ])
  })

  test('an attribute that one side lacks is as if it were null', () => {
    expect(differencesOf([column('t', 'a', { default: null })], [column('t', 'a')])).toEqual([])
    expect(differencesOf([column('t', 'a', { default: '1' })], [column('t', 'a')])).toEqual([
      {
        change: 'changed',
        kind: 'column',
        id: 's.t.a',
        attribute: 'default',
        left: '1',
        right: null,
        severity: 'significant',
      },
    ])
  })

  test('a missing object implies its members, through any number of parents', () => {
    const col = column('t', 'a')
    const left = [table('t'), col, comment(col, 'x'), table('u'), column('u', 'b')]
    expect(differencesOf(left, [table('u')])).toEqual([
      { change: 'missing', kind: 'table', id: 's.t', severity: 'significant' },
      { change: 'missing', kind: 'column', id: 's.u.b', severity: 'significant' },
    ])
  })

  test('a member whose parent is in no snapshot is listed itself', () => {
    expect(differencesOf([column('t', 'a')], [])).toEqual([
      { change: 'missing', kind: 'column', id: 's.t.a', severity: 'significant' },
    ])
  })

  test('differences come by kind rank, then id, then attribute', () => {
    const left = [table('b', { x: 1, a: 1 }), table('a', { x: 1 }), index('a', 'i', { x: 1 }), table('c')]
    const right = [table('b', { x: 2, a: 2 }), table('a', { x: 2 }), index('a', 'i', { x: 2 }), column('a', 'n')]
    expect(differencesOf(left, right).map(({ id, attribute }) => `${id} ${attribute ?? ''}`)).toEqual([
      's.a x',
      's.b a',
      's.b x',
      's.c ',
      's.a.n ',
      's.i x',
    ])
  })
})

describe('severity', () => {
  test('attributes and kinds that are minor say their class', () => {
    const t = table('t')
    const left = [table('t', { owner: 'a' }), comment(t, 'one'), table('u'), comment(table('u'), 'gone')]
    const right = [table('t', { owner: 'b' }), comment(t, 'two'), table('u')]
    expect(differencesOf(left, right).map((one) => [one.id, one.severity, one.class])).toEqual([
      ['s.t', 'minor', 'owners'],
      ['"table".s.t', 'minor', 'comments'],
      ['"table".s.u', 'minor', 'comments'],
    ])
  })

  test('an attribute named like a property of every object is not minor', () => {
    expect(differencesOf([table('t', { constructor: 1 })], [table('t', { constructor: 2 })])).toMatchObject([
      { attribute: 'constructor', severity: 'significant' },
    ])
  })
})

describe('orders', () => {
  test('only the relative order of common members counts', () => {
    expect(
      differencesOf([table('t', { columns: ['a', 'b', 'c'] })], [table('t', { columns: ['a', 'x', 'c'] })]),
    ).toEqual([])
    expect(
      differencesOf([table('t', { columns: ['a', 'b', 'c'] })], [table('t', { columns: ['c', 'x', 'a'] })]),
    ).toEqual([
      {
        change: 'changed',
        kind: 'table',
        id: 's.t',
        attribute: 'columns',
        left: ['a', 'c'],
        right: ['c', 'a'],
        severity: 'minor',
        class: 'column-order',
      },
    ])
  })
})

describe('renames', () => {
  const renamed = (left: string, right: string) => ({
    change: 'changed',
    kind: 'index',
    id: `s.${left}`,
    attribute: 'name',
    left,
    right,
    severity: 'minor',
    class: 'index-names',
  })

  test('an equal definition under one parent is one object, renamed', () => {
    const left = [table('t'), index('t', 'old', { keys: ['a'] })]
    const right = [table('t'), index('t', 'new', { keys: ['a'] })]
    expect(differencesOf(left, right)).toEqual([renamed('old', 'new')])
  })

  test('another definition or another parent is another object', () => {
    const left = [table('t'), table('u'), index('t', 'a', { keys: ['a'] }), index('t', 'b', { keys: ['b'] })]
    const right = [
      table('t'),
      table('u'),
      index('u', 'c', { keys: ['a'] }),
      index('t', 'd', { keys: ['b'], unique: true }),
    ]
    expect(differencesOf(left, right).map(({ change, id }) => `${change} ${id}`)).toEqual([
      'missing s.a',
      'missing s.b',
      'extra s.c',
      'extra s.d',
    ])
  })

  test('several equal definitions pair up one to one, and what is left over is missing', () => {
    const keys = { keys: ['a'] }
    const left = [table('t'), index('t', 'a', keys), index('t', 'b', keys), index('t', 'kept', keys)]
    const right = [table('t'), index('t', 'c', keys), index('t', 'kept', keys)]
    expect(differencesOf(left, right)).toEqual([
      renamed('a', 'c'),
      { change: 'missing', kind: 'index', id: 's.b', severity: 'significant' },
    ])
  })

  test('a rename is found where the table was not read, since all tables are equal', () => {
    const left = [index('t', 'old', { keys: '(a)' })]
    const right = [index('t', 'new', { keys: '(a)' })]
    expect(differencesOf(left, right)).toEqual([renamed('old', 'new')])
    expect(differencesOf(left, [index('other', 'new', { keys: '(a)' })])).toHaveLength(2)
  })

  test('an index of a missing table is implied, not renamed', () => {
    const left = [table('t'), index('t', 'a', {})]
    const right = [table('u'), index('u', 'b', {})]
    expect(differencesOf(left, right).map(({ change, id }) => `${change} ${id}`)).toEqual(['missing s.t', 'extra s.u'])
  })

  test('the members of a renamed object are compared with each other', () => {
    const from = index('t', 'old', { keys: ['a'] })
    const to = index('t', 'new', { keys: ['a'] })
    expect(differencesOf([table('t'), from, comment(from, 'same')], [table('t'), to, comment(to, 'same')])).toEqual([
      renamed('old', 'new'),
    ])
    expect(listed([table('t'), from, comment(from, 'one')], [table('t'), to, comment(to, 'two')])).toMatchObject([
      renamed('old', 'new'),
      { change: 'changed', kind: 'comment', attribute: 'text', left: 'one', right: 'two' },
    ])
    expect(listed([table('t'), from, comment(from, 'one')], [table('t'), to])).toMatchObject([
      renamed('old', 'new'),
      { change: 'missing', kind: 'comment' },
    ])
  })

  test('members are found even where the schema or the table has the renamed name', () => {
    const from = index('s', 's', {})
    const to = index('s', 'new', {})
    expect(differencesOf([table('s'), from, comment(from, 'x')], [table('s'), to, comment(to, 'x')])).toEqual([
      renamed('s', 'new'),
    ])
  })

  test('a table that names its own renamed index has not changed', () => {
    const by = { keys: ['a'] }
    expect(
      differencesOf(
        [table('t', { clusteredOn: 'old' }), index('t', 'old', by)],
        [table('t', { clusteredOn: 'new' }), index('t', 'new', by)],
      ),
    ).toEqual([renamed('old', 'new')])
  })

  test('a table that now names another index has changed', () => {
    const left = [table('t', { clusteredOn: 'old' }), index('t', 'old', { a: 1 }), index('t', 'other', { a: 2 })]
    const right = [table('t', { clusteredOn: 'other' }), index('t', 'new', { a: 1 }), index('t', 'other', { a: 2 })]
    expect(differencesOf(left, right)).toMatchObject([{ attribute: 'clusteredOn' }, { attribute: 'name' }])
  })

  test('a partition follows its renamed parent index, itself renamed or not', () => {
    const left = [table('t'), index('t', 'old', {}), table('p'), index('p', 'p_old', { parentIndex: 's.old' })]
    const right = [table('t'), index('t', 'new', {}), table('p'), index('p', 'p_new', { parentIndex: 's.new' })]
    expect(differencesOf(left, right)).toEqual([renamed('old', 'new'), renamed('p_old', 'p_new')])
  })

  test('a name given as its parts is a name', () => {
    const left = [table('t'), index('t', 'old', {}), table('p'), index('p', 'p_old', { attachedTo: ['s', 'old'] })]
    const right = [table('t'), index('t', 'new', {}), table('p'), index('p', 'p_new', { attachedTo: ['s', 'new'] })]
    expect(differencesOf(left, right)).toEqual([renamed('old', 'new'), renamed('p_old', 'p_new')])
  })

  test('a text that happens to be the renamed name is still compared', () => {
    const t = table('t')
    const left = [t, index('t', 'old', {}), comment(t, 'old'), column('t', 'a', { default: 'old' })]
    const right = [t, index('t', 'new', {}), comment(t, 'new'), column('t', 'a', { default: 'new' })]
    expect(differencesOf(left, right).map(({ kind, attribute }) => `${kind} ${attribute ?? ''}`)).toEqual([
      'column default',
      'index name',
      'comment text',
    ])
  })
})

describe('expressions', () => {
  test('a difference in deparsed text is marked for the re-read', () => {
    const left = [table('t'), column('t', 'a', { default: '1', type: 'text' })]
    const right = [table('t'), column('t', 'a', { default: '2', type: 'integer' })]
    const { found, unsettled } = compare(snapshotOf(left), snapshotOf(right))
    expect(found.map(({ difference, expression }) => [difference.attribute, expression])).toEqual([
      ['default', true],
      ['type', false],
    ])
    expect([...unsettled.left]).toEqual(['column s.t.a'])
    expect([...unsettled.right]).toEqual(['column s.t.a'])
  })

  test('objects that differ in name and expression alone may be one, renamed', () => {
    const left = [
      table('t'),
      constraint('t', 'a', { check: 'x', noInherit: false }),
      constraint('t', 'z', { check: null }),
    ]
    const right = [table('t'), constraint('t', 'b', { check: 'y', noInherit: false })]
    const { unsettled } = compare(snapshotOf(left), snapshotOf(right))
    expect([...unsettled.left]).toEqual(['constraint s.t.a'])
    expect([...unsettled.right]).toEqual(['constraint s.t.b'])
  })

  test('objects that differ in more are not', () => {
    const left = [table('t'), constraint('t', 'a', { check: 'x', noInherit: false })]
    const right = [table('t'), constraint('t', 'b', { check: 'y', noInherit: true })]
    const { unsettled } = compare(snapshotOf(left), snapshotOf(right))
    expect(unsettled.left.size + unsettled.right.size).toBe(0)
  })
})

test('a kind that one snapshot does not know is found, not compared', () => {
  const { comment: _comment, ...older } = kinds
  const t = table('t')
  const { found, findings } = compare(snapshotOf([t], older), snapshotOf([t, comment(t, 'x')]))
  expect(found).toEqual([])
  expect(findings).toMatchObject([{ code: 'kind-not-in-snapshot', severity: 'warning', subject: 'comment' }])
})

test('a hundred thousand objects are no problem', () => {
  const many = (type: string) => {
    const tables = Array.from({ length: 2000 }, (_, n) => table(`t${n}`))
    const columns = tables.flatMap((_, n) => Array.from({ length: 48 }, (_, c) => column(`t${n}`, `c${c}`, { type })))
    const indexes = tables.map((_, n) => index(`t${n}`, `${type}_${n}`, { keys: ['c1'] }))
    return snapshotOf([...tables, ...columns, ...indexes])
  }
  expect(compare(many('a'), many('b')).found).toHaveLength(98_000)
})
