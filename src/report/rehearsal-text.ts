// The answer of rehearse, for people: a line for each database as it ends, and at the end what there were and what went wrong.
import { count } from '../model/count.ts'
import type { Rehearsal, RehearsalOutcome, RehearsalResult } from '../model/rehearsal.ts'
import { paletteFor } from './colours.ts'
import type { TextOptions } from './colours.ts'
import { findingsText } from './findings-text.ts'

const endings: Readonly<Record<RehearsalOutcome, string>> = {
  adopted: 'adopted, and undone again',
  'nothing-to-do': 'nothing to do',
  built: 'built and verified',
  refused: 'refused, as it has to be',
  failed: 'FAILED',
}

/** `3 of 17 migrations (0003): refused, as it has to be: it is behind the line … (0.1 s)` */
export function rehearsalLine({ name, last, migrations, outcome, refusal, problem, seconds }: Rehearsal): string {
  const newest = last === null ? '' : ` (${last})`
  const ending = endingOf({ outcome, migrations })
  const why = problem ?? (refusal === null ? undefined : `${refusal.message} (${refusal.code})`)
  return `${name}${newest}: ${ending}${why === undefined ? '' : `: ${why}`} (${seconds.toFixed(1)} s)`
}

function endingOf({ outcome, migrations }: Pick<Rehearsal, 'outcome' | 'migrations'>): string {
  if (outcome === 'refused' && migrations === null) return 'would be refused'
  if (outcome === 'built' && migrations === 0) return 'built by apply, verified, rolled back again'
  return endings[outcome]
}

/** The lines that need somebody, all others where there are few, and the counts. */
export function rehearsalText(result: RehearsalResult, options: TextOptions): string {
  const { rehearsals, layout, line, done, server, findings, seconds } = result
  const palette = paletteFor(options)
  const bad = rehearsals.filter((each) => isBad(each))
  const shown = rehearsals.length <= shownAtMost ? rehearsals : bad
  const order = ['built', 'refused', 'adopted', 'nothing-to-do', 'failed'] as const
  const parts = order.flatMap((outcome) => {
    const n = rehearsals.filter((each) => each.outcome === outcome).length
    return n === 0 ? [] : [`${n} ${outcome === 'nothing-to-do' ? 'with nothing to do' : outcome}`]
  })
  const summary = `rehearsed the cutover of ${layout} at ${line} on ${server}: ${count(rehearsals.length, 'database')}: ${parts.join(', ')}, ${seconds.toFixed(1)} s`
  const hints = bad.flatMap(({ refusal }) => (refusal === null ? [] : [`hint: ${refusal.hint}`]))
  const lines = shown.map((each) => (isBad(each) ? palette.bad(rehearsalLine(each)) : rehearsalLine(each)))
  const all = [...lines, ...new Set(hints), ...findingsText(findings, palette)]
  return `${[...all, done ? palette.good(summary) : palette.bad(summary)].join('\n')}\n`
}

const shownAtMost = 40

function isBad({ outcome, migrations }: Rehearsal): boolean {
  return outcome === 'failed' || (outcome === 'refused' && migrations === null)
}
