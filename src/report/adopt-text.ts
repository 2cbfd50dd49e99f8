// The answer of adopt and adopt --undo, for people. Of a dry run the SQL is the answer, as with the other cutovers.
import type { AdoptResult, AdoptionState } from '../model/adoption.ts'
import { count } from '../model/count.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { differenceList } from './comparison-text.ts'
import { findingsText } from './findings-text.ts'

/** Renders where the database is, what was compared, and what was done or is in the way. */
export function adoptText(result: AdoptResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const { sql, command, database, server, refusal } = result
  if (sql !== undefined) return `-- pgfold ${command} --dry-run on ${database} (${server}): nothing was changed\n${sql}`
  const lines = [
    `${palette.heading(database)} (${server})`,
    `${result.layout}, ${result.table}: ${stateWords[result.state]} ${result.line}`,
    ...setLines(result),
    ...(result.proof === null
      ? []
      : [`schema: ${result.proof.verdict}`, ...differenceList(result.proof.differences, palette)]),
    ...(result.tracking.length === 0 ? [] : ['Rows of the runner:', ...result.tracking.map((each) => `  ${each}`)]),
    ...findingsText(result.findings, palette),
    ...(refusal === null
      ? [lastLine(result, palette)]
      : [`${palette.bad('refused:')} ${refusal.message} (${refusal.code})`, `hint: ${refusal.hint}`]),
  ]
  return `${lines.join('\n')}\n`
}

const stateWords: Readonly<Record<AdoptionState, string>> = {
  fresh: 'nothing recorded; the line is',
  behind: 'behind the line',
  partial: 'partly at the line',
  'at-the-line': 'at the line',
  'past-the-line': 'past the line',
  'unknown-rows': 'rows that nobody knows; the line is',
  adopted: 'adopted, line',
}

function setLines({ missing, newer, unknown }: AdoptResult): string[] {
  const line = (name: string, ids: readonly string[]): string[] =>
    ids.length === 0 ? [] : [`  ${name}: ${ids.join(', ')}`]
  return [
    ...line('folded, not recorded', missing),
    ...line('newer, recorded', newer),
    ...line('recorded, not known', unknown),
  ]
}

function lastLine({ command, done, state, saved, tracking, seconds }: AdoptResult, palette: Palette): string {
  const time = `${seconds.toFixed(1)} s`
  if (command === 'adopt --undo') return `${palette.good('undone:')} the rows are as they were before adopt, ${time}`
  if (done) {
    return `${palette.good('adopted:')} ${count(tracking.length, 'statement')}; the rows as they were are in ${saved ?? ''}, ${time}`
  }
  return state === 'adopted'
    ? `${palette.good('adopted already:')} nothing to do, ${time}`
    : `${palette.good('adopted:')} its runner needs nothing to be told, ${time}`
}
