// The answers of apply, rollback, archive and restore, for people. Of a dry run the SQL is the answer: it
// stands alone on stdout, as comments and statements, so that it can be read, kept or piped.
import type { ArchiveResult, CutoverResult } from '../model/cutover.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { count } from '../model/count.ts'
import { countPerKind } from './counts.ts'
import { findingsText } from './findings-text.ts'
import { movedLines } from './moved-text.ts'

/** Renders what was done (or would be done) to a live database. */
export function cutoverText(result: CutoverResult, options: TextOptions): string {
  const palette = paletteFor(options)
  if (result.sql !== undefined) return `${dryRunHeader(result).join('\n')}\n${result.sql}`
  const lines = [
    ...countLine('Dropped', result.dropped),
    ...Object.entries(result.droppedRows).map(([table, n]) => `  ${table} had ${count(n, 'row')}`),
    ...(result.backup === undefined ? [] : [`Backup: ${result.backup}`]),
    ...countLine('Created', result.created),
    ...recordedLines(result.tracking),
    ...findingsText(result.findings, palette),
    `${palette.good('done:')} ${result.command} on ${result.database} (${result.server}), ${result.seconds.toFixed(1)} s`,
  ]
  return `${lines.join('\n')}\n`
}

/** Renders what was moved (or would be moved) in a migration folder. */
export function archiveText(result: ArchiveResult, options: TextOptions): string {
  const palette = paletteFor(options)
  const lines = [
    ...(result.command === 'archive list' ? archivesLines(result, palette) : []),
    ...(result.resumed ? ['Went on where an earlier run had stopped.'] : []),
    ...movedLines(result.moved),
    ...result.consolidated.map((file) => `  ${result.command === 'restore' ? 'removed' : 'written'}: ${file}`),
    ...(result.kept.length === 0 ? [] : [`Newer, left in place: ${result.kept.join(', ')}`]),
    ...findingsText(result.findings, palette),
    ...(result.command === 'archive list' && result.moved.length === 0 ? [] : [archiveSummary(result, palette)]),
  ]
  return `${lines.join('\n')}\n`
}

function dryRunHeader({ command, database, server, droppedRows, findings }: CutoverResult): string[] {
  return [
    `-- pgfold ${command} --dry-run on ${database} (${server}): nothing was changed`,
    ...Object.entries(droppedRows).map(([table, n]) => `-- drops ${table} with ${count(n, 'row')}`),
    ...findings.map(({ severity, message }) => `-- ${severity}: ${message}`),
  ]
}

function countLine(verb: string, counts: Readonly<Record<string, number>>): string[] {
  const perKind = countPerKind(counts)
  const total = Object.values(counts).reduce((sum, n) => sum + n, 0)
  return perKind === '' ? [] : [`${verb} ${count(total, 'object')}: ${perKind}`]
}

function archivesLines({ archives, moved }: ArchiveResult, palette: Palette): string[] {
  return [
    palette.heading(archives.length === 0 ? 'Nothing is archived yet.' : 'Archived, by line:'),
    ...archives.map((line) => `  ${line}`),
    ...(moved.length === 0 ? [] : [palette.heading('pgfold archive would move:')]),
  ]
}

function archiveSummary({ command, done, line, moved }: ArchiveResult, palette: Palette): string {
  const files = `${count(moved.length, 'file')} of the migrations up to ${line}`
  if (command === 'restore') return done ? `${palette.good('restored:')} ${files}` : `would restore: ${files}`
  return done ? `${palette.good('archived:')} ${files}` : `would archive: ${files}`
}

const shownStatements = 10

function recordedLines(tracking: readonly string[]): string[] {
  if (tracking.length === 0) return []
  const more = tracking.length - shownStatements
  const shown = tracking.slice(0, shownStatements).map((sql) => `  ${sql}`)
  return ['Recorded for the runner:', ...shown, ...(more > 0 ? [`  … and ${count(more, 'statement')} more`] : [])]
}
