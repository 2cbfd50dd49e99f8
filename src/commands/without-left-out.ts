// What a fold left to a person is not missed where it was not done: a finding tells it instead of a difference.
import type { Difference } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import type { LeftOut } from '../model/manifest.ts'
import { keyOf } from '../model/object.ts'
import type { SettledDifference } from '../prove/reread.ts'

/** The differences in anything else, and a finding for each of the others. */
export function withoutLeftOut(
  all: readonly SettledDifference[],
  leftOut: readonly LeftOut[],
): { readonly found: readonly SettledDifference[]; readonly findings: readonly Finding[] } {
  const isLeftOut = ({ difference }: SettledDifference): boolean =>
    leftOut.some(
      ({ key, attribute }) =>
        key === keyOf(difference) && (attribute === undefined || attribute === difference.attribute),
    )
  return {
    found: all.filter((one) => !isLeftOut(one)),
    findings: all.filter(isLeftOut).map(({ difference }) => notAsFolded(difference)),
  }
}

function notAsFolded({ change, kind, id, attribute }: Difference): Finding {
  const what = attribute === undefined ? `${kind} ${id}` : `${attribute} of ${kind} ${id}`
  const state = { missing: 'not there', extra: 'there', changed: 'another one' }[change]
  return {
    code: 'left-to-you',
    severity: 'warning',
    subject: `${kind} ${id}`,
    message: `up.sql leaves ${what} to you; compared with what was folded it is ${state}`,
  }
}
