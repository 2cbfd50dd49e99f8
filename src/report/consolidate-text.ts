// The answer of consolidate, for people: what was folded, what each witness said in one line each, and
// where the files are.
import type { ConsolidationResult } from '../model/consolidation.ts'
import type { WitnessVerdict } from '../model/manifest.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { count } from '../model/count.ts'
import { countPerKind } from './counts.ts'
import { findingsText } from './findings-text.ts'

/** Renders a consolidation as text that ends with its summary line. */
export function consolidateText(result: ConsolidationResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const paragraphs = [
    foldedLines(result, palette),
    [palette.heading('Proof'), ...result.witnesses.map((witness) => witnessLine(witness, palette))],
    findingsText(result.findings, palette),
    result.out.length === 0 ? [] : [palette.heading('Files'), ...result.out.map((file) => `  ${file}`)],
    [summaryLine(result, palette)],
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function foldedLines(result: ConsolidationResult, palette: Palette): string[] {
  const { objects, rows, frozen } = result
  const perKind = countPerKind(objects)
  const tables = Object.entries(rows)
  const perTable = tables.map(([table, n]) => `${n} in ${table}`).join(', ')
  return [
    `Folded ${palette.heading(whatOf(result))} into ${count(sum(Object.values(objects)), 'object')}` +
      (perKind === '' ? '' : `: ${perKind}`),
    ...(tables.length === 0 ? [] : [`Reference rows: ${perTable}`]),
    ...(frozen.length === 0 ? [] : [`Frozen volatile values: ${frozen.join(', ')}`]),
  ]
}

function whatOf({ migrations, command, database }: ConsolidationResult): string {
  if (command !== undefined && migrations > 0) return `${count(migrations, 'migration')} that the command ran`
  if (command !== undefined) return 'what the command built'
  return database === undefined ? count(migrations, 'migration') : `the database ${database}`
}

function witnessLine({ name, claim, verdict, detail }: WitnessVerdict, palette: Palette): string {
  const words = {
    agree: palette.good('agrees'),
    disagree: palette.bad('disagrees'),
    unavailable: palette.warning('not available'),
  }
  return `  ${name}: ${claim}: ${words[verdict]}${detail === undefined ? '' : ` (${detail})`}`
}

function summaryLine({ proved, fingerprint, seconds, outOfDate }: ConsolidationResult, palette: Palette): string {
  const time = `${seconds.total.toFixed(1)} s`
  const folded = `fingerprint ${fingerprint.slice(0, 12)}, ${time}`
  if (!proved) return `${palette.bad('not proved:')} nothing was written, ${time}`
  if (outOfDate === undefined) return `${palette.good('proved:')} ${folded}`
  if (outOfDate.length === 0) return `${palette.good('proved and up to date:')} ${folded}`
  return `${palette.bad('out of date:')} folding gives another ${outOfDate.join(', ')}; run pgfold consolidate (${folded})`
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
