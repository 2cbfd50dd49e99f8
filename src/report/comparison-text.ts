// The answer of compare-schemas and verify, for people: what differs, by kind in the order of creation, the
// significant first; then the minor ones by class; then what was shown equal, what was left out, and one
// line that says it all.
import { kinds } from '../kinds/registry.ts'
import type { ComparisonResult, Difference, SideSummary, Verdict } from '../model/difference.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { count } from '../model/count.ts'
import { findingsText } from './findings-text.ts'
import { showValues } from './values.ts'

/** Renders a comparison as text that ends with its summary line. */
export function comparisonText(result: ComparisonResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const significant = result.differences.filter(({ severity }) => severity === 'significant')
  const minor = result.differences.filter(({ severity }) => severity === 'minor')
  const paragraphs = [
    header(result, palette),
    ...grouped(significant, ({ kind }) => headings.get(kind) ?? kind, palette),
    ...grouped(minor, (difference) => `Minor differences: ${difference.class ?? ''}`, palette),
    countsLeftOut(result),
    findingsText(result.findings, palette),
    [summaryLine(result, palette)],
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

/** The differences alone, a few lines each. */
export function differenceList(differences: readonly Difference[], palette: Palette): string[] {
  return differences.flatMap((difference) => differenceLines(difference, palette))
}

const headings = new Map(kinds.map(({ name, heading }) => [name, heading]))

function header({ left, right }: ComparisonResult, palette: Palette): string[] {
  const side = (name: string, { source, server, objects, before = 0 }: SideSummary): string => {
    const given = before === 0 ? '' : `, ${before} of them there without up.sql, such as the schema public`
    return `${name} ${palette.heading(source)} (${server}, ${count(objects, 'object')}${given})`
  }
  return [side(palette.left('left: '), left), side(palette.right('right:'), right)]
}

function grouped(
  differences: readonly Difference[],
  titleOf: (difference: Difference) => string,
  palette: Palette,
): string[][] {
  const groups = new Map<string, string[]>()
  for (const difference of differences) {
    const title = titleOf(difference)
    const lines = groups.get(title) ?? [palette.heading(title)]
    lines.push(...differenceLines(difference, palette))
    groups.set(title, lines)
  }
  return [...groups.values()]
}

function differenceLines(difference: Difference, palette: Palette): string[] {
  const { change, kind, id, attribute, origin } = difference
  const made = origin === undefined ? '' : palette.quiet(` [${origin}]`)
  if (change === 'missing') return [`- missing on the right: ${palette.left(`${kind} ${id}`)}${made}`]
  if (change === 'extra') return [`- extra on the right: ${palette.right(`${kind} ${id}`)}${made}`]
  const { inline, below } = showValues(difference.left ?? null, difference.right ?? null, palette)
  return [`- ${kind} ${id}: ${attribute ?? ''}:${inline}${made}`, ...below.map((line) => `    ${line}`)]
}

const reasons: Readonly<Record<string, string>> = {
  'left-to-you': 'up.sql leaves it to you',
  're-read': 'printed differently, equal after one dump and restore of both sides',
  'default-privileges-spelled-out': "privileges that spell out the server's own default",
  'server-version': 'printed differently by the two server versions, equal when one server prints both',
}

function countsLeftOut({ equivalences, ignored }: ComparisonResult): string[] {
  const equal = Object.entries(equivalences).filter(([, times]) => times > 0)
  const left = Object.entries(ignored).filter(([, times]) => times > 0)
  return [
    ...equal.map(([reason, times]) => `Shown equal: ${times} ${reason} (${reasons[reason] ?? reason})`),
    ...(left.length === 0 ? [] : [`Ignored: ${left.map(([name, times]) => `${times} ${name}`).join(', ')}`]),
  ]
}

function summaryLine(result: ComparisonResult, palette: Palette): string {
  const { verdict, left, right } = result
  const paint = {
    identical: palette.good,
    equivalent: palette.good,
    different: palette.bad,
    unverified: palette.warning,
  }
  return `${paint[verdict](`${verdict}:`)} ${summaryOf[verdict](result)} ${objectsOf(left, right)}`.trimEnd()
}

const summaryOf: Readonly<Record<Verdict, (result: ComparisonResult) => string>> = {
  identical: () => 'no differences',
  equivalent: (result) => `no differences that count, ${count(leftOut(result), 'difference')} shown equal or ignored`,
  different: ({ differences }) => differencesCounted(differences),
  unverified: ({ differences }) =>
    differences.length === 0
      ? 'no differences in what could be read, but not everything could'
      : `${differencesCounted(differences)} that could not be settled`,
}

function leftOut({ equivalences, ignored }: ComparisonResult): number {
  return [...Object.values(equivalences), ...Object.values(ignored)].reduce((sum, times) => sum + times, 0)
}

function differencesCounted(differences: readonly Difference[]): string {
  const minor = differences.filter(({ severity }) => severity === 'minor').length
  const significant = differences.length - minor
  const parts = [significant > 0 ? `${significant} significant` : '', minor > 0 ? `${minor} minor` : '']
  const noun = differences.length === 1 ? 'difference' : 'differences'
  return `${parts.filter((part) => part !== '').join(', ')} ${noun}`
}

function objectsOf(left: SideSummary, right: SideSummary): string {
  const same = left.objects === right.objects
  return same ? `(${count(left.objects, 'object')})` : `(${count(left.objects, 'object')} against ${right.objects})`
}
