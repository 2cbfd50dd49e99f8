// The answer of self-test, for people: one line a kind, then what failed in full, then one line that says it all.
import type { KindTrial, SelfTestFailure, SelfTestResult } from '../model/self-test.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { count } from '../model/count.ts'

/** Renders a self-test as text that ends with its summary line. */
export function selfTestText(result: SelfTestResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const width = Math.max(0, ...result.kinds.map(({ kind }) => kind.length))
  const paragraphs = [
    [palette.heading(`A database of ${count(result.objects, 'object')} on ${result.server}`)],
    result.kinds.map((trial) => kindLine(trial, width, palette)),
    ...result.failures.map((failure) => failureLines(failure, palette)),
    [summaryLine(result, palette)],
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function kindLine(
  { kind, changes, harmless, attributes, seconds }: KindTrial,
  width: number,
  palette: Palette,
): string {
  const seen = `${changes.seen} of ${count(changes.of, 'change')} seen`
  const quiet = `${harmless.quiet} of ${harmless.of} harmless ones passed over`
  const isRight = changes.seen === changes.of && harmless.quiet === harmless.of
  const covered = `${attributes.changed} of ${count(attributes.of, 'attribute')} changed`
  const paint = isRight ? palette.good : palette.bad
  return `  ${kind.padEnd(width)}  ${paint(`${seen}, ${quiet}`)}, ${covered}, ${seconds.toFixed(1)} s`
}

const problems: Readonly<Record<SelfTestFailure['problem'], string>> = {
  'not-seen': 'was not seen',
  'false-alarm': 'raised a false alarm',
  unverified: 'could not be settled',
  failed: 'could not be made',
  'not-covered': 'is not covered',
}

function failureLines({ kind, change, problem, sql, details }: SelfTestFailure, palette: Palette): string[] {
  return [
    palette.bad(`${kind}: ${change}: ${problems[problem]}`),
    ...details.map((detail) => `  ${detail}`),
    ...(sql === undefined ? [] : sql.split('\n').map((line) => palette.quiet(`    ${line.trim()}`))),
  ]
}

function summaryLine({ passed, kinds, failures, seconds }: SelfTestResult, palette: Palette): string {
  const total = (read: (trial: KindTrial) => number): number => kinds.reduce((sum, trial) => sum + read(trial), 0)
  const [seen, changes] = [total((trial) => trial.changes.seen), total((trial) => trial.changes.of)]
  const [quiet, harmless] = [total((trial) => trial.harmless.quiet), total((trial) => trial.harmless.of)]
  const tallies = `${seen} of ${changes} changes seen, ${quiet} of ${harmless} harmless ones passed over`
  const time = `${seconds.toFixed(1)} s`
  if (passed) return `${palette.good('passed:')} ${tallies}, ${time}`
  return `${palette.bad('failed:')} ${tallies}, ${count(failures.length, 'failure')}, ${time}`
}
