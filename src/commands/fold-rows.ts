// The reference rows of a fold. Where the history leaves any, it is replayed a second time (a command run), since only
// two replays tell a value that a person wrote from one that a clock or a random generator made.
import { readForeignKeys } from '../catalog/foreign-keys.ts'
import { readRows } from '../catalog/rows.ts'
import type { RowFilter } from '../catalog/row-tables.ts'
import { settleRows } from '../catalog/settle-rows.ts'
import type { SettledRows } from '../catalog/settle-rows.ts'
import { subtractRows } from '../catalog/subtract-rows.ts'
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import type { ForeignKeyEdge, ReferenceRows, SequencePosition, TableRows } from '../model/rows.ts'
import { renderCopy } from '../render/copy-rows.ts'
import { orderByForeignKeys } from '../render/row-order.ts'
import { renderDeletes, renderInserts, renderSequencePosition } from '../render/rows.ts'
import type { Database } from '../server/database.ts'
import { quoteName } from '../sql/quote.ts'
import type { Built } from './builder.ts'
import { filterFor, refuseUnknownTables } from './row-choice.ts'
import type { RowChoice } from './row-choice.ts'

/** What the history left besides the catalog, and the SQL for it. */
export interface FoldedRows {
  readonly settled: SettledRows
  readonly includes: RowFilter
  /** Tables that `up.sql` fills, with how many rows. */
  readonly counts: Readonly<Record<string, number>>
  /** Foreign keys that must be created behind the rows, as object keys. */
  readonly behind: ReadonlySet<string>
  readonly up: readonly string[]
  readonly down: readonly string[]
  readonly findings: readonly Finding[]
}

interface RowSources {
  readonly before: Database
  readonly after: Database
  /**
   * Builds once more; asked for only where there are rows. Absent where `after` is a live database with an open
   * transaction: its rows are what they are.
   */
  readonly again?: () => Promise<Built>
}

/** What a person chose of the rows. */
interface RowOptions {
  readonly rows: RowChoice
  /** COPY blocks instead of INSERTs. */
  readonly copy: boolean
  readonly schemas?: readonly string[]
}

/**
 * Reads, settles and renders the rows. Throws `unknown-table` for a name in `rows` that no
 * table has, and `earlier-rows-changed` where INSERTs cannot say what the history did.
 */
export async function foldRows(sources: RowSources, { rows, copy, schemas }: RowOptions): Promise<FoldedRows> {
  await refuseUnknownTables(rows, sources.after)
  const includes = filterFor(rows, schemas)
  const [before, first] = await Promise.all([
    readRows(sources.before, includes),
    readRows(sources.after, includes, { withinTransaction: sources.again === undefined }),
  ])
  const earlier = await tablesThere(
    sources.before,
    first.tables.map(({ table }) => table),
  )
  const settled = await settle(first, sources, includes)
  const added = subtractRows(settled.tables, before.tables)
  refuseChanges(added.findings)
  const order = orderByForeignKeys(added.tables, added.tables.length > 0 ? await readForeignKeys(sources.after) : [])
  const moved = movedSince(before.sequences, first.sequences)
  return {
    settled,
    includes,
    counts: Object.fromEntries(order.tables.map((table) => [table.table, table.rows.length])),
    behind: new Set(order.detached.map(constraintKey)),
    up: [
      ...order.tables.flatMap((table) => (copy ? (renderCopy(table) ?? renderInserts(table)) : renderInserts(table))),
      ...moved.map(({ to, from }) => renderSequencePosition(to, from)),
    ],
    down: [
      ...takeBack(order.tables.filter((table) => earlier.has(table.table)).toReversed()),
      ...moved.flatMap(({ to, from }) => (from === undefined ? [] : [renderSequencePosition(from, to)])),
    ],
    findings: settled.findings,
  }
}

async function settle(first: ReferenceRows, { again }: RowSources, includes: RowFilter): Promise<SettledRows> {
  const isEmpty = first.tables.length === 0 && Object.keys(first.materializedViews).length === 0
  const { tables } = first
  if (isEmpty || again === undefined)
    return { tables, stable: tables, frozen: [], defaulted: [], leftOut: new Map(), findings: [] }
  const second = await again()
  try {
    return await settleRows(first, await readRows(second.db, includes), second.db)
  } finally {
    await second.db.close()
    await second.scratch.drop()
  }
}

function refuseChanges(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error')
  if (errors.length === 0) return
  throw new PgfoldError('earlier-rows-changed', 'the history changes rows that existed before it', {
    details: errors.map((finding) => `${finding.subject}: ${finding.message}`),
    hint: 'Put the changed rows into the --prelude, or leave these tables out with --rows TABLE,…',
  })
}

/** Those of the tables that existed before the history, with rows or without. */
async function tablesThere(before: Database, tables: readonly string[]): Promise<ReadonlySet<string>> {
  const found = await before.query<{ name: string }>(
    'select name from pg_catalog.unnest($1::pg_catalog.text[]) as name where pg_catalog.to_regclass(name) is not null',
    [tables],
  )
  return new Set(found.map(({ name }) => name))
}

interface Move {
  readonly to: SequencePosition
  /** Where it was, of a sequence that existed before the history. */
  readonly from?: SequencePosition
}

function movedSince(before: readonly SequencePosition[], after: readonly SequencePosition[]): Move[] {
  const earlier = new Map(before.map((position) => [position.sequence, position]))
  return after.flatMap((to): Move[] => {
    const from = earlier.get(to.sequence)
    if (from === undefined) return to.moved ? [{ to }] : []
    return from.lastValue !== to.lastValue || from.isCalled !== to.isCalled ? [{ to, from }] : []
  })
}

function constraintKey(edge: ForeignKeyEdge): string {
  return `constraint ${edge.table}.${quoteName(edge.constraint)}`
}

function takeBack(tables: readonly TableRows[]): string[] {
  return tables.flatMap((table) => {
    const statements = renderDeletes(table)
    if (statements !== undefined) return statements
    throw new PgfoldError(
      'rows-without-key',
      `the history inserts rows into ${table.table}, which existed before it and has no primary key`,
      {
        hint: `Leave the table out with --rows, since down.sql could not tell its rows from others.`,
      },
    )
  })
}
