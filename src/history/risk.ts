// How risky a migration is for a database that is in use. Non-breaking: what worked before still works (new tables,
// indexes, nullable columns, wider types). Breaking: what used it has to change or may fail (drops, renames, other types,
// NOT NULL and constraints on what was there, privileges that are taken away). Data: rows move. What a migration does to an
// object that it has made itself breaks nothing, and what it does to a temporary one is no change.
import type { Change, ColumnType, Effect } from './change.ts'
import type { ExplainedChange, Risk } from '../model/explanation.ts'
import type { Migration, SessionRule } from './migration.ts'
import { splitStatements } from './statements.ts'

/**
 * The changes of each migration, in order. What was made before is remembered: whether a new type is wider depends on
 * the one that it replaces.
 * @throws {PgfoldError} those of `splitStatements`
 */
export async function changesWithRisk(
  migrations: readonly Migration[],
  session: SessionRule = 'each',
): Promise<readonly (readonly ExplainedChange[])[]> {
  const known: Known = { made: new Set(), temporary: new Set(), types: new Map() }
  const all: ExplainedChange[][] = []
  for (const migration of migrations) {
    const own = new Set<string>()
    if (session === 'each') known.temporary.clear()
    const changes: ExplainedChange[] = []
    for (const { line, changes: found } of await splitStatements(migration.up)) {
      for (const change of found) {
        if (!isTemporary(change, known)) changes.push({ line, ...explainedChange(change, own, known) })
        remember(change, own, known)
      }
    }
    all.push(changes)
  }
  return all
}

/** Objects that the history has made, temporary ones that are still there, and columns by `table.column`. */
interface Known {
  readonly made: Set<string>
  readonly temporary: Set<string>
  readonly types: Map<string, ColumnType>
}

/** The risk of a migration: that of its worst change. */
export function worstRisk(changes: readonly ExplainedChange[]): Risk {
  if (changes.some(({ risk }) => risk === 'breaking')) return 'breaking'
  return changes.some(({ risk }) => risk === 'data') ? 'data' : 'non-breaking'
}

function explainedChange(change: Change, own: ReadonlySet<string>, { types }: Known): Omit<ExplainedChange, 'line'> {
  const { what, subject, effect, rows } = change
  const isOwn = change.within !== undefined && own.has(change.within)
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

const temporarySchema = /^pg_temp\./u

/** A name without a schema is that of the temporary object, where there is one. */
function isTemporary({ within, makes, isTemporary: made }: Change, { temporary }: Known): boolean {
  if (within === undefined) return false
  return made === true || temporarySchema.test(within) || (makes !== true && temporary.has(within))
}

function remember(change: Change, own: Set<string>, known: Known): void {
  const { within, makes, drops, columns = [] } = change
  if (within === undefined) return
  if (isTemporary(change, known)) {
    const name = within.replace(temporarySchema, '')
    if (makes === true) known.temporary.add(name)
    if (drops === true) known.temporary.delete(name)
    return
  }
  if (makes === true && !known.made.has(within)) own.add(within)
  if (makes === true) known.made.add(within)
  if (drops === true) known.made.delete(within)
  for (const column of columns) known.types.set(`${within}.${column.column}`, column)
}

function isWidening({ effect, within, columns = [] }: Change, types: ReadonlyMap<string, ColumnType>): boolean {
  const [to] = columns
  const from = to && types.get(`${within}.${to.column}`)
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
