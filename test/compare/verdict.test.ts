import { expect, test } from 'vitest'
import { leaveOut, parseIgnore } from '../../src/compare/ignore.ts'
import { verdictOf } from '../../src/compare/verdict.ts'
import type { Difference } from '../../src/model/difference.ts'

const nothing = { differences: [], ignored: {}, equivalences: {}, findings: [] }
const unmodelled = { code: 'unmodelled', severity: 'warning', subject: 'operator', message: 'not read' } as const

test('nothing found is identical', () => {
  expect(verdictOf(nothing)).toBe('identical')
  expect(verdictOf({ ...nothing, findings: [{ ...unmodelled, code: 'role-created' }] })).toBe('identical')
})

test('what was shown equal or left out is equivalent', () => {
  expect(verdictOf({ ...nothing, equivalences: { 're-read': 1 } })).toBe('equivalent')
  expect(verdictOf({ ...nothing, ignored: { comments: 1 } })).toBe('equivalent')
})

test('what was not seen is unverified, unless a difference was seen', () => {
  expect(verdictOf({ ...nothing, findings: [unmodelled] })).toBe('unverified')
  expect(verdictOf({ ...nothing, differences: [{ settled: false }] })).toBe('unverified')
  expect(verdictOf({ ...nothing, differences: [{ settled: false }, { settled: true }] })).toBe('different')
  expect(verdictOf({ ...nothing, differences: [{ settled: true }], findings: [unmodelled] })).toBe('different')
})

test('classes may be given one by one or in a list', () => {
  expect(parseIgnore(['comments,owners', 'storage', ''])).toEqual(['comments', 'owners', 'storage'])
})

test('an unknown class is refused with the list of all', () => {
  expect(() => parseIgnore(['comment'])).toThrowError(
    expect.objectContaining({ code: 'unknown-class', exitCode: 2, hint: expect.stringContaining('comments, owners') }),
  )
})

test('ignored differences are counted by class', () => {
  const one = (rest: Partial<Difference>) => ({
    difference: { change: 'missing', kind: 'comment', id: 'x', severity: 'minor', ...rest } as Difference,
  })
  const found = [
    one({ class: 'comments' }),
    one({ class: 'comments' }),
    one({ class: 'owners' }),
    one({ severity: 'significant' }),
  ]
  const { kept, ignored } = leaveOut(found, ['comments'])
  expect(ignored).toEqual({ comments: 2 })
  expect(kept).toEqual(found.slice(2))
})
