// An index that is not valid and cannot be made so: up.sql would build another database.
import { PgfoldError } from '../errors.ts'
import { keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** Throws `index-not-valid` with those among the objects to be folded that were not there before. */
export function refuseInvalidIndexes(before: Snapshot, after: Snapshot): void {
  const there = new Set(before.findings.map(({ subject }) => subject))
  const folded = new Set<string>(after.objects.map(keyOf))
  const refused = after.findings.filter(
    ({ code, subject }) => code === 'index-not-valid' && folded.has(subject) && !there.has(subject),
  )
  if (refused.length === 0) return
  throw new PgfoldError('index-not-valid', 'there are indexes that are not valid, as no statement makes them', {
    details: refused.map(({ subject }) => subject),
    hint: 'A partitioned one waited for partitions that are gone: drop it and create it again. Any other: REINDEX INDEX.',
    exitCode: 1,
  })
}
