// What the changes leave out is found by the machine: an attribute that nothing changes must not be forgotten.
import { describe, expect, it } from 'vitest'
import type { CatalogObject } from '../../src/model/object.ts'
import { coverageOf } from '../../src/self-test/coverage.ts'
import { changed, missing } from '../../src/self-test/mutation.ts'
import type { KindMutations } from '../../src/self-test/mutation.ts'

const table: CatalogObject = {
  kind: 'table',
  id: 's.t',
  identity: { parts: ['s', 't'], schema: 's' },
  attributes: { owner: null, options: [] },
  dependsOn: [],
}
const tables: KindMutations = {
  kind: 'table',
  schema: '',
  mutations: [
    { name: 'DROP', sql: 'DROP TABLE s.t', expected: [missing('table', 's.t')] },
    { name: 'OWNER', sql: 'ALTER TABLE s.t OWNER TO x', expected: [changed('table', 's.t', 'owner', 'owners')] },
  ],
  harmless: [],
}
const fillfactor = {
  name: 'SET',
  sql: 'ALTER TABLE s.t SET (fillfactor = 50)',
  expected: [changed('table', 's.t', 'options', 'storage')],
} as const

function gapsOf(mutations: KindMutations, objects: readonly CatalogObject[] = [table]): readonly string[] {
  return coverageOf('table', objects, { all: [mutations], major: 17 }).gaps
}

describe('the coverage of a kind', () => {
  it('names an attribute that nothing changes', () => {
    expect(gapsOf(tables)).toEqual(['attribute options is changed by nothing'])
  })

  it('is complete when each is changed, or cannot be', () => {
    const reason = 'for the test'
    expect(gapsOf({ ...tables, mutations: [...tables.mutations, fillfactor] })).toEqual([])
    expect(gapsOf({ ...tables, unchangeable: [{ attribute: 'options', reason }] })).toEqual([])
  })

  it('looks only at what is meant for the version', () => {
    const later = { ...fillfactor, requires: 18 }
    expect(gapsOf({ ...tables, mutations: [...tables.mutations, later] })).toHaveLength(1)
    const until = { attribute: 'options', reason: 'for the test', until: 16 }
    expect(gapsOf({ ...tables, unchangeable: [until] })).toHaveLength(1)
  })

  it('asks nothing of a version that has no such kind', () => {
    expect(coverageOf('table', [], { all: [{ ...tables, requires: 18 }], major: 17 }).gaps).toEqual([])
    expect(coverageOf('table', [], { all: [{ ...tables, requires: 17 }], major: 17 }).gaps).not.toEqual([])
  })

  it('does not believe that an attribute is unchangeable which a change changes', () => {
    const unchangeable = [
      { attribute: 'options', reason: 'for the test' },
      { attribute: 'owner', reason: 'for the test' },
    ]
    expect(gapsOf({ ...tables, unchangeable })).toEqual([
      'attribute owner is called unchangeable, but a change changes it',
    ])
  })

  it('wants each change to expect something', () => {
    const empty = { name: 'nothing', sql: 'SELECT 1', expected: [] }
    expect(gapsOf({ ...tables, mutations: [...tables.mutations, fillfactor, empty] })).toEqual([
      'change nothing expects no difference',
    ])
  })

  it('wants the kind in the test database, and one that comes or goes', () => {
    expect(gapsOf({ ...tables, mutations: [] }, [])).toEqual([
      'the test database holds none of it',
      'no change makes one come or go',
    ])
  })
})
