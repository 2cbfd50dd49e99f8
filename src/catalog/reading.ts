// The round trips of reading a catalog: one moment (REPEATABLE READ, read only), an empty search_path so that the
// server qualifies every name it prints, and the settings pinned that it prints values by.
import { kinds } from '../kinds/registry.ts'
import type { Kind, KindRow } from '../kinds/kind.ts'
import type { Queryable } from '../sql/queryable.ts'
import type { AliasRow } from './address-map.ts'
import { kindFindingsQuery } from './kind-findings.ts'
import type { KindFindingRow } from './kind-findings.ts'
import { dependenciesOfSchemas, dependencyQueries } from './dependencies.ts'
import type { DependencyRow } from './dependencies.ts'
import { kindsThere } from './kinds-there.ts'
import { principalQuery } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import type { RowSelection } from './row-fingerprints.ts'
import { hashedRowsQuery } from './row-lines.ts'
import { rowsOfSchemas } from './schema-rows.ts'
import { unmodelledQuery } from './unmodelled.ts'
import type { UnmodelledRow } from './unmodelled.ts'
import { unreadableQuery } from './unreadable.ts'
import type { UnreadableRow } from './unreadable.ts'

/** What is read of one database. */
export interface Rows {
  readonly principal: PrincipalRow
  /** By the name of the kind. */
  readonly byKind: ReadonlyMap<string, readonly KindRow[]>
  readonly unmodelled: readonly UnmodelledRow[]
  readonly unreadable: readonly UnreadableRow[]
  readonly kindFindings: readonly KindFindingRow[]
  readonly dependencies?: { readonly aliases: readonly AliasRow[]; readonly edges: readonly DependencyRow[] }
}

interface RowOptions {
  /** Of the kinds that lie in schemas, only the rows of these. */
  readonly onlySchemas?: readonly string[]
  /** Which rows to read; all of them when left out. */
  readonly selection?: RowSelection
  readonly dependencies?: boolean
  /** Reads within the caller's open transaction and leaves its settings as they were. */
  readonly withinTransaction?: boolean
  /** What was read of the database itself in that transaction, so that it is not asked for again. */
  readonly database?: PrincipalRow
}

/** Begins a transaction that reads one moment; the statements of its round trip. */
export const beginReading: readonly string[] = ['begin isolation level repeatable read read only', ...pinned()]

function pinned(): string[] {
  return [
    `set local search_path = ''`,
    `set local timezone = 'UTC'`,
    `set local datestyle = 'ISO, YMD'`,
    `set local intervalstyle = 'postgres'`,
    `set local extra_float_digits = 1`,
    `set local quote_all_identifiers = off`,
    `set local jit = off`, // compiling these queries takes longer than running them
  ]
}

/** Reads the rows of the kinds and what belongs to them in one round trip. */
export async function readRows(db: Queryable, options: RowOptions): Promise<Rows> {
  const begin = options.withinTransaction ? ['savepoint pgfold_read', ...pinned()] : beginReading
  const end = options.withinTransaction
    ? ['rollback to savepoint pgfold_read', 'release savepoint pgfold_read']
    : ['commit']
  const { selection } = options
  const wanted = selection === undefined ? await kindsThere(db, begin) : kinds.filter((kind) => isRead(kind, selection))
  const reads = [
    ...(options.database === undefined ? [principalQuery] : []),
    unmodelledQuery(),
    unreadableQuery,
    kindFindingsQuery(db.serverVersion),
    ...wanted.map((kind) => rowQuery(kind, db.serverVersion, options)),
    ...(options.dependencies ? dependenciesWanted(options) : []),
  ]
  const before = selection === undefined ? [] : begin
  const results = await db.queries([...before, ...reads, ...end])
  const answers = results.slice(before.length)
  const principal = options.database ?? (answers.shift()?.[0] as PrincipalRow)
  const [unmodelled, unreadable, found, ...rest] = answers
  const [aliases, edges] = rest.slice(wanted.length)
  return {
    principal,
    unmodelled: unmodelled as UnmodelledRow[],
    unreadable: unreadable as UnreadableRow[],
    kindFindings: found as KindFindingRow[],
    byKind: new Map(wanted.map((kind, index) => [kind.name, (rest[index] ?? []) as KindRow[]])),
    ...(options.dependencies
      ? { dependencies: { aliases: aliases as AliasRow[], edges: edges as DependencyRow[] } }
      : {}),
  }
}

function isRead(kind: Kind, { rows, targets }: RowSelection): boolean {
  return (rows.get(kind.name)?.oids.size ?? 0) > 0 || (!kind.satellite && targets.has(kind.addressedBy))
}

function rowQuery(kind: Kind, serverVersion: number, { selection, onlySchemas }: RowOptions): string {
  if (selection === undefined) return rowsOfSchemas(kind, serverVersion, onlySchemas)
  const targets = kind.satellite ? [] : (selection.targets.get(kind.addressedBy) ?? [])
  return hashedRowsQuery(kind, serverVersion, [...(selection.rows.get(kind.name)?.oids ?? []), ...targets])
}

function dependenciesWanted({ onlySchemas }: RowOptions): readonly string[] {
  return onlySchemas === undefined ? dependencyQueries : dependenciesOfSchemas(onlySchemas)
}
