import { describe, expect, it } from 'vitest'
import type { Difference } from '../../src/model/difference.ts'
import { judge } from '../../src/self-test/judge.ts'
import { changed, extra, renamed } from '../../src/self-test/mutation.ts'

const options: Difference = {
  change: 'changed',
  kind: 'table',
  id: 's.t',
  attribute: 'options',
  left: [],
  right: ['fillfactor=50'],
  severity: 'minor',
  class: 'storage',
}
const right = { unseen: [], unexpected: [] }

describe('the judge of an answer', () => {
  it('is content with exactly what was expected', () => {
    expect(judge([changed('table', 's.t', 'options', 'storage')], [options], 'forth')).toEqual(right)
  })

  it('tells what is missing from the answer', () => {
    const { unseen, unexpected } = judge([changed('table', 's.t', 'owner', 'owners')], [], 'forth')
    expect(unseen).toEqual(['changed table s.t owner (minor: owners)'])
    expect(unexpected).toEqual([])
  })

  it('tells what nobody expected, also the same thing said twice', () => {
    const expected = [changed('table', 's.t', 'options', 'storage')]
    expect(judge(expected, [options, options], 'forth').unexpected).toEqual([
      'changed table s.t options (minor: storage)',
    ])
  })

  it.each([
    ['attribute', { ...options, attribute: 'owner' }],
    ['id', { ...options, id: 's.u' }],
    ['kind', { ...options, kind: 'view' }],
    ['class', { ...options, class: 'owners' }],
  ] as const)('insists on the %s', (_what, found) => {
    const { unseen, unexpected } = judge([changed('table', 's.t', 'options', 'storage')], [found], 'forth')
    expect([unseen.length, unexpected.length]).toEqual([1, 1])
  })

  it('insists on the severity', () => {
    const { class: _class, ...significant } = { ...options, severity: 'significant' as const }
    expect(judge([changed('table', 's.t', 'options', 'storage')], [significant], 'forth').unseen).toHaveLength(1)
  })

  it('exchanges extra and missing, and the ids of a rename, when the sides are exchanged', () => {
    const missing: Difference = { change: 'missing', kind: 'view', id: 's.v', severity: 'significant' }
    expect(judge([extra('view', 's.v')], [missing], 'back')).toEqual(right)
    const back: Difference = { ...options, kind: 'index', id: 's.new', attribute: 'name', class: 'index-names' }
    expect(judge([renamed('index', ['s.old', 's.new'], 'index-names')], [back], 'back')).toEqual(right)
  })
})
