import { expect, test } from 'vitest'
import { appliedBy, classify, isAsConsolidated } from '../../src/cutover/classify.ts'

const known = { folded: ['1', '2', '3'], consolidated: '3', newer: ['4', '5'] }

test.each([
  ['fresh', [], { missing: ['1', '2', '3'], newer: [], unknown: [] }],
  ['behind', ['1', '2'], { missing: ['3'], newer: [], unknown: [] }],
  ['partial', ['1', '3'], { missing: ['2'], newer: [], unknown: [] }],
  ['partial', ['1', '2', '4'], { missing: ['3'], newer: ['4'], unknown: [] }],
  ['at-the-line', ['3', '2', '1'], { missing: [], newer: [], unknown: [] }],
  ['past-the-line', ['1', '2', '3', '4'], { missing: [], newer: ['4'], unknown: [] }],
  ['partial', ['1', '2', '3', '5'], { missing: [], newer: ['5'], unknown: [] }],
  ['unknown-rows', ['1', '2', '3', '9'], { missing: [], newer: [], unknown: ['9'] }],
  ['unknown-rows', ['1', '9', '10'], { missing: ['2', '3'], newer: [], unknown: ['9', '10'] }],
] as const)('%s: %j', (state, recorded, sets) => {
  expect(classify(recorded, known)).toEqual({ state, ...sets })
})

test('one row stands for all up to the one it names', () => {
  expect(appliedBy(['2'], known, 'id')).toEqual(['1', '2'])
  expect(appliedBy(['4'], known, 'id')).toEqual(['1', '2', '3', '4'])
  expect(appliedBy(['9'], known, 'id')).toEqual(['9'])
  expect(appliedBy([], known, 'id')).toEqual([])
})

test('one row names several that are applied together', () => {
  const together = { folded: ['1', '2', '2'], consolidated: '2', newer: ['3', '3'] }
  expect(appliedBy(['2'], together, 'id')).toEqual(['1', '2', '2'])
  expect(appliedBy(['3'], together, 'id')).toEqual(['1', '2', '2', '3', '3'])
})

test('one row counts how many were applied', () => {
  const numbered = { folded: ['1', '2', '3'], consolidated: '1', newer: ['2'] }
  expect(appliedBy(['2'], numbered, 'position')).toEqual(['1', '2'])
  expect(appliedBy(['0'], numbered, 'position')).toEqual([])
  expect(appliedBy(['4'], numbered, 'position')).toEqual(['1', '2', '3', '2'])
  expect(appliedBy(['7'], numbered, 'position')).toContain('7')
})

test('a new database that was built from the consolidated migration', () => {
  expect(isAsConsolidated(['3', '4'], known, undefined)).toBe(true)
  expect(isAsConsolidated(['3', '5'], known, undefined)).toBe(false)
  expect(isAsConsolidated(['4'], known, undefined)).toBe(false)
  expect(isAsConsolidated(['1', '2', '3'], known, undefined)).toBe(false)
})
