// `--ignore CLASS,…` leaves minor differences out of the answer; the report still counts them.
import { PgfoldError } from '../errors.ts'
import type { ComparisonResult, Difference } from '../model/difference.ts'
import { minorClasses } from '../model/snapshot.ts'
import type { MinorClass } from '../model/snapshot.ts'

/**
 * The classes that were asked for; each item may hold several, separated by commas. Throws `unknown-class`
 * with the list of the classes there are.
 */
export function parseIgnore(ignore: readonly string[]): MinorClass[] {
  const names = ignore.flatMap((item) => item.split(',')).map((name) => name.trim())
  return names.filter((name) => name !== '').map(minorClassNamed)
}

/** Parts the differences into those that count and those left out, the latter as counts per class. */
export function leaveOut<Item extends { readonly difference: Difference }>(
  found: readonly Item[],
  ignore: readonly MinorClass[],
): { readonly kept: Item[]; readonly ignored: ComparisonResult['ignored'] } {
  const kept: Item[] = []
  const ignored: Partial<Record<MinorClass, number>> = {}
  for (const item of found) {
    const minor = item.difference.class
    if (minor !== undefined && ignore.includes(minor)) ignored[minor] = (ignored[minor] ?? 0) + 1
    else kept.push(item)
  }
  return { kept, ignored }
}

function minorClassNamed(name: string): MinorClass {
  const known = minorClasses.find((minorClass) => minorClass === name)
  if (known !== undefined) return known
  throw new PgfoldError('unknown-class', `there is no class of differences named "${name}"`, {
    hint: `Name one of: ${minorClasses.join(', ')}.`,
  })
}
