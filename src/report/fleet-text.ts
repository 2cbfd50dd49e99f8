// The answer of fleet, for people: a line for each database as it is done, and at the end the count of each outcome.
import type { FleetMember, FleetResult } from '../model/fleet.ts'
import { count } from '../model/count.ts'
import { paletteFor } from './colours.ts'
import type { TextOptions } from './colours.ts'

const words: Readonly<Record<FleetMember['outcome'], string>> = {
  done: 'ok     ',
  earlier: 'before ',
  refused: 'refused',
  failed: 'failed ',
}

/** `ok      tenant_7: identical, as another one's (0.1 s)` */
export function memberLine({ database, tenant, outcome, summary, recognised, seconds }: FleetMember): string {
  const known = recognised ? ', its catalog equal to one that was compared' : ''
  return `${words[outcome]} ${database}${tenant === undefined ? '' : ` ${tenant}`}: ${summary}${known} (${seconds.toFixed(1)} s)`
}

/** All lines once more, those in order that need somebody first, and the counts. */
export function fleetText({ command, databases, counts, seconds }: FleetResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const isWell = counts.refused + counts.failed === 0
  const order: readonly FleetMember['outcome'][] = ['earlier', 'done', 'refused', 'failed']
  const sorted = databases.toSorted((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome))
  const lines = sorted.flatMap((member) => [
    memberLine(member),
    ...(member.error?.hint ? [`        hint: ${member.error.hint}`] : []),
  ])
  const parts = order.flatMap((outcome) => (counts[outcome] === 0 ? [] : [`${counts[outcome]} ${outcome}`]))
  const summary = `${command}: ${count(databases.length, databases.some(({ tenant }) => tenant !== undefined) ? 'tenant' : 'database')}: ${parts.join(', ')}, ${seconds.toFixed(1)} s`
  return `${[...lines, isWell ? palette.good(summary) : palette.bad(summary)].join('\n')}\n`
}
