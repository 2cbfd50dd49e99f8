import { describe, expect, it } from 'vitest'
import { inBrackets } from '../../src/kinds/expression-text.ts'

describe('inBrackets', () => {
  it.each([
    ['(a > 0)', '(a > 0)'],
    ['lower(b)', '(lower(b))'],
    ['c', '(c)'],
    ['(a) AND (b)', '((a) AND (b))'],
    [`(b <> ')'::text)`, `(b <> ')'::text)`],
    [`(b <> 'it''s )')`, `(b <> 'it''s )')`],
    [`("odd)" > 1)`, `("odd)" > 1)`],
    [`("a""(b" > 1)`, `("a""(b" > 1)`],
    ['((a + b))::text', '(((a + b))::text)'],
  ])('gives %s as %s', (expression, expected) => {
    expect(inBrackets(expression)).toBe(expected)
  })
})
