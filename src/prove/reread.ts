// PostgreSQL does not print an expression the same way twice: after a dump and restore a CHECK, a policy or
// a view may read differently though nothing changed. So where two snapshots differ in deparsed text, both
// databases are dumped by pg_dump, restored on scratch and read again there, each expression in its own
// context; it differs exactly when it still does then. Everything else is compared as first read.
import { readCatalog } from '../catalog/read-catalog.ts'
import { compare } from '../compare/compare.ts'
import type { Comparison, FoundDifference } from '../compare/compare.ts'
import type { ComparisonResult, EquivalenceReason } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Attributes } from '../model/value.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../server/pg-dump.ts'
import { diskFull } from '../server/replay-error.ts'

/** One side: what was read of it, and the database that can be dumped (none for a snapshot that stands alone). */
export interface RereadSide {
  readonly label: string
  readonly snapshot: Snapshot
  dumpable(): Promise<Database | undefined>
  /** Where the database stays as it is for several comparisons: reads it again only if that was not done before. */
  readonly keepReread?: (read: () => Promise<Snapshot>) => Promise<Snapshot>
}

/** A difference; not `settled` where it lies in expressions that could not be read again. */
export interface SettledDifference extends FoundDifference {
  readonly settled: boolean
}

/** What two databases differ in once their expressions were read again. */
export interface SettledComparison {
  readonly found: readonly SettledDifference[]
  readonly equivalences: ComparisonResult['equivalences']
  readonly findings: readonly Finding[]
}

/**
 * Compares two snapshots and settles the differences in expressions. The scratch server is asked for only
 * where there are any. A side that cannot be read again is a finding `not-re-read`, never an agreement.
 */
export async function compareSettled(
  left: RereadSide,
  right: RereadSide,
  scratch: () => Promise<ScratchServer>,
): Promise<SettledComparison> {
  const first = compare(left.snapshot, right.snapshot)
  if (first.unsettled.left.size + first.unsettled.right.size === 0) {
    return {
      found: first.found.map(asSettled),
      equivalences: counted({ 'server-version': first.byVersion }),
      findings: first.findings,
    }
  }
  const [leftAgain, rightAgain] = await Promise.all([reread(left, scratch), reread(right, scratch)])
  if ('failure' in leftAgain || 'failure' in rightAgain) {
    const failures = [leftAgain, rightAgain].flatMap((side) => ('failure' in side ? side.failure : []))
    return {
      found: markUnsettled(first),
      equivalences: counted({ 'server-version': first.byVersion }),
      findings: [...first.findings, ...failures],
    }
  }
  const second = compare(
    withExpressionsOf(left.snapshot, leftAgain.snapshot, first.unsettled.left),
    withExpressionsOf(right.snapshot, rightAgain.snapshot, first.unsettled.right),
  )
  const times = expressionCount(first) - expressionCount(second) + renameCount(second) - renameCount(first)
  const reason = reasonFor(left.snapshot, right.snapshot)
  const equivalences = counted({
    're-read': reason === 're-read' ? times : 0,
    'server-version': first.byVersion + (reason === 'server-version' ? times : 0),
  })
  return { found: second.found.map(asSettled), equivalences, findings: first.findings }
}

function counted(times: Partial<Record<EquivalenceReason, number>>): ComparisonResult['equivalences'] {
  return Object.fromEntries(Object.entries(times).filter(([, count]) => count > 0))
}

function asSettled(found: FoundDifference): SettledDifference {
  return { ...found, settled: true }
}

/** Without a re-read nobody knows about the expressions, nor about what they could have shown to be renamed. */
function markUnsettled({ found, unsettled }: Comparison): SettledDifference[] {
  const isOpen = ({ difference, expression, left, right }: FoundDifference): boolean =>
    expression ||
    (difference.change === 'missing' && left !== undefined && unsettled.left.has(left)) ||
    (difference.change === 'extra' && right !== undefined && unsettled.right.has(right))
  return found.map((one) => ({ ...one, settled: !isOpen(one) }))
}

type Again = { readonly snapshot: Snapshot } | { readonly failure: Finding }

async function reread(side: RereadSide, scratch: () => Promise<ScratchServer>): Promise<Again> {
  try {
    const database = await side.dumpable()
    if (database === undefined) return { failure: notReread(side, 'there is no up.sql beside the snapshot') }
    const read = async (): Promise<Snapshot> => restoredSnapshot(database, await scratch())
    return { snapshot: await (side.keepReread === undefined ? read() : side.keepReread(read)) }
  } catch (error) {
    const full = diskFull(error)
    if (full !== undefined || !isAnswer(error)) throw full ?? error
    return { failure: notReread(side, error.message) }
  }
}

/** True for what a server, pg_dump or pgfold itself refused; anything else is a fault of the program. */
function isAnswer(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
}

async function restoredSnapshot(database: Database, server: ScratchServer): Promise<Snapshot> {
  const [dump, roles] = await Promise.all([dumpSchema(database), rolesOfDump(database)])
  await server.ensureRoles(roles)
  const scratch = await server.createDatabase()
  try {
    const restored = await scratch.connect()
    try {
      await restoreSchemaDump(restored, dump)
      return await readCatalog(restored)
    } finally {
      await restored.close()
    }
  } finally {
    await scratch.drop()
  }
}

// A dump without owners and privileges names roles in policies and user mappings alone.
async function rolesOfDump(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string }>(`
    select r.rolname::text as name
    from pg_catalog.pg_policy as p
    join pg_catalog.pg_roles as r on r.oid = any (p.polroles)
    union
    select m.usename::text
    from pg_catalog.pg_user_mappings as m
    where m.umuser <> 0
    order by name`)
  return rows.map(({ name }) => name)
}

function notReread({ label }: RereadSide, reason: string): Finding {
  return {
    code: 'not-re-read',
    severity: 'warning',
    subject: label,
    message: `expressions that print differently could not be settled, since ${label} could not be restored on scratch: ${reason}`,
  }
}

/** The snapshot with the expressions of these objects as they were read the second time. */
function withExpressionsOf(first: Snapshot, second: Snapshot, keys: ReadonlySet<ObjectKey>): Snapshot {
  const again = new Map(second.objects.map((object) => [keyOf(object), object.attributes]))
  const objects = first.objects.map((object) => {
    const reread = keys.has(keyOf(object)) ? again.get(keyOf(object)) : undefined
    if (reread === undefined) return object
    return { ...object, attributes: exchange(object.attributes, reread, first.kinds[object.kind]?.expressions ?? []) }
  })
  return { ...first, objects }
}

function exchange(attributes: Attributes, reread: Attributes, expressions: readonly string[]): Attributes {
  const exchanged = expressions.filter((name) => reread[name] !== undefined)
  return { ...attributes, ...Object.fromEntries(exchanged.map((name) => [name, reread[name] ?? null])) }
}

function expressionCount({ found }: Comparison): number {
  return found.filter(({ expression }) => expression).length
}

function renameCount({ found }: Comparison): number {
  return found.filter(({ difference, left, right }) => difference.attribute === 'name' && left !== right).length
}

function reasonFor(left: Snapshot, right: Snapshot): EquivalenceReason {
  const major = ({ serverVersion }: Snapshot): number => Math.floor(serverVersion / 10_000)
  return major(left) === major(right) ? 're-read' : 'server-version'
}
