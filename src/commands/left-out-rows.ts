// What was done to rows and sequences that `up.sql` does not carry, a line a table. What it carries, it carries as it
// stands in the end: where that is not all that was inserted, a note says what else was done.
import { readRowChanges } from '../catalog/row-changes.ts'
import type { RowChange } from '../catalog/row-changes.ts'
import type { RowFilter } from '../catalog/row-tables.ts'
import { readSequencePositions } from '../catalog/sequence-positions.ts'
import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { buildExtensionsAlone } from './fold-extensions.ts'
import type { FoldEnds } from './fold-extensions.ts'
import { withConnection } from './fold-databases.ts'

interface Folded extends FoldEnds {
  readonly beforeDatabase: ScratchDatabase
  /** The database that was built. */
  readonly db: Database
  /** Whose rows and positions `up.sql` carries. */
  readonly includes: RowFilter
  /** Tables that it fills, with how many rows. */
  readonly counts: Readonly<Record<string, number>>
}

/** One finding for each table and sequence; those of schemas that are not folded are told elsewhere. */
export async function leftOutRows(server: ScratchServer, folded: Folded): Promise<readonly Finding[]> {
  const { db, includes, schemas, counts } = folded
  const isFolded: RowFilter = ({ schema }) => schemas.length === 0 || schemas.includes(schema)
  const changes = (await readRowChanges(db)).filter(({ relation }) => isFolded(relation))
  const ofExtensions = await withoutScripts(
    server,
    folded,
    changes.filter(({ extension }) => extension !== null),
  )
  const left = changes.filter(({ relation, extension }) => extension === null && !includes(relation))
  const told = new Set(left.map(({ relation }) => relation.id))
  const isUntold: RowFilter = (sequence) =>
    isFolded(sequence) && !includes(sequence) && !told.has(sequence.ownedBy?.id ?? '')
  const carried = changes.filter(({ relation, extension }) => extension === null && includes(relation))
  return [
    ...[...left, ...ofExtensions].map(changeFinding),
    ...(await movedSequences(folded, isUntold)),
    ...carriedFindings(carried, counts),
  ]
}

/** What the scripts of the extensions put into their own tables comes with them again. */
async function withoutScripts(
  server: ScratchServer,
  folded: Folded,
  changes: readonly RowChange[],
): Promise<readonly RowChange[]> {
  if (changes.length === 0) return []
  const alone = (await buildExtensionsAlone(server, folded.beforeDatabase, folded, readRowChanges)) ?? []
  const scripted = new Map(alone.map((change) => [change.relation.id, change]))
  return changes.flatMap((change) => {
    const own = scripted.get(change.relation.id)
    const [inserted, updated, deleted] = [
      change.inserted - (own?.inserted ?? 0),
      change.updated - (own?.updated ?? 0),
      change.deleted - (own?.deleted ?? 0),
    ]
    return inserted + updated + deleted > 0 ? [{ ...change, inserted, updated, deleted }] : []
  })
}

function changeFinding({ relation, extension, ...counts }: RowChange): Finding {
  const done = doneWith(counts)
  const why = extension === null ? '--rows leaves the table out' : `the table belongs to the extension ${extension}`
  return leftOut(relation.id, `rows ${done}: not carried, since ${why}`)
}

type Counts = Pick<RowChange, 'inserted' | 'updated' | 'deleted'>

function doneWith(counts: Counts): string {
  const parts = (['inserted', 'updated', 'deleted'] as const).flatMap((what) =>
    counts[what] > 0 ? [`${counts[what]} ${what}`] : [],
  )
  return parts.join(', ')
}

// A table and its partitions are one: a row may have moved from one to the other.
function carriedFindings(changes: readonly RowChange[], rows: Readonly<Record<string, number>>): Finding[] {
  const tables = groupBy(changes, ({ relation }) => relation.partitionOf?.id ?? relation.id)
  return [...tables].flatMap(([table, parts]) => {
    const sum = (what: keyof Counts): number => parts.reduce((total, part) => total + part[what], 0)
    const done = { inserted: sum('inserted'), updated: sum('updated'), deleted: sum('deleted') }
    const ids = new Set([table, ...parts.map(({ relation }) => relation.id)])
    const kept = [...ids].reduce((total, id) => total + (rows[id] ?? 0), 0)
    if (done.updated + done.deleted === 0 && done.inserted === kept) return []
    const left = kept === 0 ? 'none is left for up.sql to carry' : `up.sql carries the ${kept} that ${isLeft(kept)}`
    return [{ code: 'rows-changed', severity: 'info', subject: table, message: `rows ${doneWith(done)}: ${left}` }]
  })
}

function isLeft(rows: number): string {
  return rows === 1 ? 'is left' : 'are left'
}

async function movedSequences({ db, beforeDatabase }: Folded, includes: RowFilter): Promise<Finding[]> {
  const after = (await readSequencePositions(db, includes)).filter(({ moved }) => moved)
  if (after.length === 0) return []
  const before = await withConnection(beforeDatabase, (earlier) => readSequencePositions(earlier, includes))
  const known = new Set(before.map(({ sequence, lastValue, isCalled }) => `${sequence} ${lastValue} ${isCalled}`))
  return after.flatMap(({ sequence, lastValue, isCalled }) =>
    known.has(`${sequence} ${lastValue} ${isCalled}`)
      ? []
      : [leftOut(sequence, `set to ${lastValue}: not carried, since --rows leaves the sequence out`)],
  )
}

function leftOut(subject: string, message: string): Finding {
  return { code: 'rows-left-out', severity: 'warning', subject, message }
}
