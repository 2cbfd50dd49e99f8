// What `explain` prints: a table of the migrations, then each change that breaks or loses something, with its place.
import type { ExplainedMigration, Explanation, Risk } from '../model/explanation.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'
import { count } from '../model/count.ts'
import { findingsText } from './findings-text.ts'

/** The explanation for people. */
export function explainText(result: Explanation, options: TextOptions): string {
  const palette = paletteFor(options)
  const { migrations, risks, layout, session, findings } = result
  const shared = session === 'each' ? '' : ', all in one session'
  const lines = [
    palette.heading(`${count(migrations.length, 'migration')} in the layout ${layout}${shared}`),
    ...tableLines(migrations, palette),
    ...worth(migrations, palette),
    ...(findings.length === 0 ? [] : ['', ...findingsText(findings, palette)]),
    '',
    `${count(result.statements, 'statement')}: ${count(risks['non-breaking'], 'migration')} non-breaking, ${risks.breaking} breaking, ${risks.data} data`,
    'What a DO block, a procedure or a trigger does is not known from the files.',
  ]
  return `${lines.join('\n')}\n`
}

const head = ['#', 'migration', 'transaction', 'statements', 'risk', 'rows', 'down', 'changes']

function tableLines(migrations: readonly ExplainedMigration[], palette: Palette): string[] {
  const rows = migrations.map(cellsOf)
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells.map((cell, column) => (column === head.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')
  return [palette.quiet(line(head)), ...rows.map((row, index) => painted(line(row), migrations[index]?.risk, palette))]
}

function cellsOf(migration: ExplainedMigration): string[] {
  const { order, id, name, transaction, statements, risk, rows, irreversible, down, changes } = migration
  return [
    String(order),
    name === '' ? id : `${id} ${name}`,
    transaction,
    String(statements),
    irreversible ? `${risk}, irreversible` : risk,
    rows === null ? 'some' : rows === 0 ? '' : String(rows),
    down ? 'yes' : 'no',
    changesOf(changes),
  ]
}

const shownChanges = 4

function changesOf(changes: Readonly<Record<string, number>>): string {
  const all = Object.entries(changes).map(([what, n]) => (n === 1 ? what : `${n} × ${what}`))
  const more = all.length - shownChanges
  return [...all.slice(0, shownChanges), ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

function painted(line: string, risk: Risk | undefined, palette: Palette): string {
  if (risk === 'breaking') return palette.bad(line)
  return risk === 'data' ? palette.warning(line) : line
}

/** Changes that a person should look at before such a migration runs on a database in use. */
function worth(migrations: readonly ExplainedMigration[], palette: Palette): string[] {
  const lines = migrations.flatMap(({ file, details }) =>
    details
      .filter(({ risk, irreversible }) => risk === 'breaking' || irreversible)
      .map(({ line, what, subject, risk, irreversible }) => {
        const why = [risk === 'breaking' ? 'breaking' : undefined, irreversible ? 'irreversible' : undefined]
        return `  ${file}:${line}: ${`${what} ${subject}`.trim()} (${why.filter(Boolean).join(', ')})`
      }),
  )
  return lines.length === 0 ? [] : ['', palette.heading('Breaking or irreversible'), ...lines]
}
