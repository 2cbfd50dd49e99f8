// How risky a migration is for a database that is in use. Non-breaking: what worked before still works (new tables,
// indexes, nullable columns, wider types). Breaking: what used it has to change or may fail (drops, renames, other types,
// NOT NULL and constraints on what was there). Data: rows move. What a migration does to a table that it has made itself
// breaks nothing.
import type { Change, ColumnType, Effect } from './change.ts'
import type { ExplainedChange, Risk } from '../model/explanation.ts'
import type { Migration } from './migration.ts'
import { splitStatements } from './statements.ts'

/**
 * The changes of each migration, in order. What was made before is remembered: whether a new type is wider depends on
 * the one that it replaces.
 * @throws {PgfoldError} those of `splitStatements`
 */
export async function changesWithRisk(
  migrations: readonly Migration[],
): Promise<readonly (readonly ExplainedChange[])[]> {
  const known: Known = { tables: new Set(), types: new Map() }
  const all: ExplainedChange[][] = []
  for (const migration of migrations) {
    const own = new Set<string>()
    const changes: ExplainedChange[] = []
    for (const { line, changes: found } of await splitStatements(migration.up)) {
      for (const change of found) {
        changes.push({ line, ...explainedChange(change, own, known) })
        remember(change, own, known)
      }
    }
    all.push(changes)
  }
  return all
}

/** Tables that the history has made, and their columns by `table.column`. */
interface Known {
  readonly tables: Set<string>
  readonly types: Map<string, ColumnType>
}

/** The risk of a migration: that of its worst change. */
export function worstRisk(changes: readonly ExplainedChange[]): Risk {
  if (changes.some(({ risk }) => risk === 'breaking')) return 'breaking'
  return changes.some(({ risk }) => risk === 'data') ? 'data' : 'non-breaking'
}

function explainedChange(change: Change, own: ReadonlySet<string>, { types }: Known): Omit<ExplainedChange, 'line'> {
  const { what, subject, effect, rows } = change
  const isOwn = change.table !== undefined && own.has(change.table)
  const isSafe = isOwn || isWidening(change, types)
  const isLoss = change.irreversible === true || effect === 'retypes'
  return {
    what,
    subject,
    risk:
      effect === 'rows' || effect === 'code' ? 'data' : isSafe || !breaking.has(effect) ? 'non-breaking' : 'breaking',
    irreversible: isLoss && !isSafe,
    ...(effect === 'rows' ? { rows: rows ?? null } : {}),
  }
}

const breaking: ReadonlySet<Effect> = new Set(['restricts', 'removes', 'renames', 'retypes'])

const makesTable = /^CREATE (?:FOREIGN )?TABLE/u

function remember({ what, table, columns = [] }: Change, own: Set<string>, { tables, types }: Known): void {
  if (table === undefined) return
  if (makesTable.test(what) && !tables.has(table)) own.add(table)
  if (makesTable.test(what)) tables.add(table)
  if (what === 'DROP TABLE') tables.delete(table)
  for (const column of columns) types.set(`${table}.${column.column}`, column)
}

function isWidening({ effect, table, columns = [] }: Change, types: ReadonlyMap<string, ColumnType>): boolean {
  const [to] = columns
  const from = to && types.get(`${table}.${to.column}`)
  return effect === 'retypes' && from !== undefined && to !== undefined && isWider(from, to)
}

/** Types that hold every value of the ones before them. */
const ladders = [
  ['int2', 'int4', 'int8', 'numeric'],
  ['float4', 'float8'],
  ['varchar', 'text'],
] as const

function isWider(from: ColumnType, to: ColumnType): boolean {
  if (from.type === to.type) return fits(from.modifiers, to.modifiers)
  const ladder: readonly string[] | undefined = ladders.find((types) =>
    (types as readonly string[]).includes(from.type),
  )
  return ladder !== undefined && to.modifiers.length === 0 && ladder.indexOf(to.type) > ladder.indexOf(from.type)
}

/** `varchar(10)` in `varchar(20)`, `numeric(8,2)` in `numeric(10,2)`; no modifier is no limit. */
function fits([length, ...rest]: readonly number[], [longer, ...others]: readonly number[]): boolean {
  if (longer === undefined) return true
  return length !== undefined && longer >= length && rest.join() === others.join()
}
