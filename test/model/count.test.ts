import { expect, test } from 'vitest'
import { count } from '../../src/model/count.ts'

test('a noun for one and for several', () => {
  expect([0, 1, 2].map((n) => count(n, 'row'))).toEqual(['0 rows', '1 row', '2 rows'])
  expect([1, 2].map((n) => count(n, 'change stays', 'changes stay'))).toEqual(['1 change stays', '2 changes stay'])
})
