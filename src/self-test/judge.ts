// What the comparison had to answer against what it did answer, in both directions. Pure; to be judged an answer must
// name the same change, kind, id, attribute, severity and class, once each, and nothing besides.
import type { Difference } from '../model/difference.ts'
import type { Expected } from './mutation.ts'

/** `forth`: from the database as built to the changed one; `back`: the other way round. */
export type Direction = 'forth' | 'back'

/** What is wrong with an answer; both empty where nothing is. */
export interface Judgement {
  readonly unseen: readonly string[]
  readonly unexpected: readonly string[]
}

/** Holds the differences that were found against the expected ones. */
export function judge(expected: readonly Expected[], found: readonly Difference[], direction: Direction): Judgement {
  const wanted = expected.map((one) => lineOfExpected(direction === 'forth' ? one : turned(one)))
  const answered = found.map(lineOf)
  return { unseen: without(wanted, answered), unexpected: without(answered, wanted) }
}

const opposite = { missing: 'extra', extra: 'missing', changed: 'changed' } as const

function turned(expected: Expected): Expected {
  return { ...expected, change: opposite[expected.change], id: expected.reverseId ?? expected.id }
}

function lineOfExpected(expected: Expected): string {
  return lineOf({ ...expected, severity: expected.class === undefined ? 'significant' : 'minor' })
}

function lineOf({ change, kind, id, attribute, severity, class: minor }: Difference): string {
  return [change, kind, id, attribute, severity === 'minor' ? `(minor: ${minor ?? ''})` : undefined]
    .filter((word) => word !== undefined)
    .join(' ')
}

/** The lines of `some` that `others` lacks, counting repetitions. */
function without(some: readonly string[], others: readonly string[]): string[] {
  const left = [...others]
  return some.filter((line) => {
    const at = left.indexOf(line)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
