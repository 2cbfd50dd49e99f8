// Both sides of a comparison, read at once, and of two databases only what differs: the hashes of the buckets of each
// kind, then those of the rows in the buckets that differ, then these rows. What is read is relative to the same principal
// on both sides.
import { bucketsThatDiffer } from '../catalog/fingerprints.ts'
import type { Fingerprints } from '../catalog/fingerprints.ts'
import { rowsOnlyIn } from '../catalog/row-fingerprints.ts'
import type { RowSelection } from '../catalog/row-fingerprints.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { OpenSource, Tracking } from './opened.ts'
import { withSamePrincipal } from './same-principal.ts'
import { withoutTheirSchemas, withoutTracking } from './without-tracking.ts'

/** One side of a comparison. */
export interface SideRead {
  /** Where both sides are databases, without the objects that are equal on both. */
  readonly snapshot: Snapshot
  /** How many objects there are, those that were not read included. */
  readonly objects: number
}

/** Reads both sides, without the runners' books. Throws what reading a catalog throws. */
export async function readBoth(left: OpenSource, right: OpenSource): Promise<[SideRead, SideRead]> {
  const [leftRead, rightRead] = await readAlike(left, right)
  const sides = [leftRead.snapshot, rightRead.snapshot] as const
  const [one = sides[0], other = sides[1]] = withoutTheirSchemas(sides, [left.tracking, right.tracking])
  return [
    { snapshot: one, objects: leftRead.objects - sides[0].objects.length + one.objects.length },
    { snapshot: other, objects: rightRead.objects - sides[1].objects.length + other.objects.length },
  ]
}

/** Relative to the same principal. */
async function readAlike(left: OpenSource, right: OpenSource): Promise<[SideRead, SideRead]> {
  const [leftRead, rightRead] = await readAtOnce(left, right)
  if ((left.builtBy === undefined) === (right.builtBy === undefined)) return [leftRead, rightRead]
  const isLeftKnown = left.builtBy !== undefined
  const tracking = [left.tracking, right.tracking]
  const { known, live } = await withSamePrincipal({
    sources: isLeftKnown ? { known: left, live: right } : { known: right, live: left },
    read: isLeftKnown
      ? { known: leftRead.snapshot, live: rightRead.snapshot }
      : { known: rightRead.snapshot, live: leftRead.snapshot },
    told: (snapshot) => withoutTracking(snapshot, tracking),
  })
  return [
    { ...leftRead, snapshot: isLeftKnown ? known : live },
    { ...rightRead, snapshot: isLeftKnown ? live : known },
  ]
}

async function readAtOnce(left: OpenSource, right: OpenSource): Promise<[SideRead, SideRead]> {
  const tracking = [left.tracking, right.tracking]
  const [leftHashes, rightHashes] = await Promise.all([left.fingerprints(), right.fingerprints()])
  if (leftHashes === undefined || rightHashes === undefined || !isNarrowed(leftHashes, rightHashes, tracking)) {
    return Promise.all([readSide(left, tracking), readSide(right, tracking)])
  }
  const differing = bucketsThatDiffer(leftHashes, rightHashes)
  const [leftRows, rightRows] = await Promise.all([left.rowFingerprints(differing), right.rowFingerprints(differing)])
  const read = async (source: OpenSource, selection: RowSelection, hashes: Fingerprints): Promise<SideRead> => ({
    snapshot: withoutTracking(await source.snapshot(selection), tracking),
    objects: [...hashes.kinds.values()].reduce((sum, { rows }) => sum + rows, 0),
  })
  return Promise.all([
    read(left, rowsOnlyIn(leftRows, rightRows), leftHashes),
    read(right, rowsOnlyIn(rightRows, leftRows), rightHashes),
  ])
}

// Equal rows mean the same only where the principal is the same. What belongs to a tracking table is known by its
// parents, all of which have to be read, unless nothing differs at all.
function isNarrowed(left: Fingerprints, right: Fingerprints, tracking: readonly Tracking[]): boolean {
  if (left.principal !== right.principal) return false
  const hasBooks = tracking.some((one) => one.trackingTables.length + one.trackingSchemas.length > 0)
  return !hasBooks || bucketsThatDiffer(left, right).size === 0
}

async function readSide(source: OpenSource, tracking: readonly Tracking[]): Promise<SideRead> {
  const snapshot = withoutTracking(await source.snapshot(), tracking)
  return { snapshot, objects: snapshot.objects.length }
}
