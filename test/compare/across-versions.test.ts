// What servers of two versions leave by themselves: one that says what it would be on the other is taken across; where
// both say so, they stand at opposite ends.
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/compare/compare.ts'
import type { AcrossVersions, CatalogObject } from '../../src/model/object.ts'
import type { Attributes } from '../../src/model/value.ts'
import { snapshotOf, table } from './snapshots.ts'

const since = 150000

/** What a table of 14 and one of 18 differ in, in both directions: attributes, or what is missing or extra. */
function differences(older: readonly CatalogObject[], newer: readonly CatalogObject[]): readonly unknown[] {
  const left = { ...snapshotOf(older), serverVersion: 140023 }
  const right = snapshotOf(newer)
  const seen = compare(left, right).found.map(({ difference }) => difference.attribute ?? difference.change)
  const back = compare(right, left).found.map(({ difference }) => difference.attribute ?? difference.change)
  expect(back.length).toBe(seen.length)
  return seen
}

function across(attributes: Attributes, by: Omit<AcrossVersions, 'since'>): CatalogObject {
  const object = table('t', attributes)
  return { ...object, identity: { ...object.identity, acrossVersions: { since, ...by } } }
}

describe('what two versions leave otherwise', () => {
  it('is the same as it is, and as it would be', () => {
    const off = across({ mode: 'off' }, { attributes: { mode: 'on' } })
    expect(differences([off], [table('t', { mode: 'off' })])).toEqual([])
    expect(differences([off], [table('t', { mode: 'on' })])).toEqual([])
    expect(differences([off], [table('t', { mode: 'auto' })])).toEqual(['mode'])
  })

  it('leaves every other attribute alone', () => {
    const off = across({ mode: 'off', size: 1 }, { attributes: { mode: 'on' } })
    expect(differences([off], [table('t', { mode: 'on', size: 2 })])).toEqual(['size'])
  })

  it('is no object where it would be none', () => {
    const taken = across({ taken: ['create'] }, { attributes: { taken: [] }, isNothing: true })
    expect(differences([taken], [])).toEqual([])
    expect(differences([], [taken])).toEqual([])
    expect(differences([taken], [table('t', { taken: [] })])).toEqual([])
    const more = across({ taken: ['create', 'usage'] }, { attributes: { taken: ['usage'] } })
    expect(differences([more], [])).toEqual(['missing'])
  })

  it('differs where both were changed, to opposite ends', () => {
    const taken = across({ taken: ['create'], given: [] }, { attributes: { taken: [] }, isNothing: true })
    const given = across({ taken: [], given: ['create'] }, { attributes: { given: [] }, isNothing: true })
    expect(differences([taken], [given])).toEqual(['given', 'taken'])
  })

  it('counts, and only between versions that it lies between', () => {
    const off = across({ mode: 'off' }, { attributes: { mode: 'on' } })
    const right = snapshotOf([table('t', { mode: 'on' })])
    expect(compare({ ...snapshotOf([off]), serverVersion: 140023 }, right).byVersion).toBe(1)
    expect(compare({ ...snapshotOf([off]), serverVersion: 150020 }, right).found).toHaveLength(1)
    expect(compare(snapshotOf([off]), right).found).toHaveLength(1)
  })
})
