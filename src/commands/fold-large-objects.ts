// Large objects are known by their number alone, and lo_create(0) and lo_import let the server choose it (manual, "Large
// Objects"): what it chose on scratch is a number like any other in up.sql.
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** One note for each large object whose number may be the server's choice. */
export function numberFindings(before: Snapshot, after: Snapshot): Finding[] {
  const there = new Set(before.objects.map(keyOf))
  return after.objects
    .filter((object) => object.kind === 'large-object' && !there.has(keyOf(object)))
    .filter(({ id }) => Number(id) >= firstChosen)
    .map((object) => ({
      code: 'large-object-number',
      severity: 'info',
      subject: keyOf(object),
      message: `up.sql makes it under the number ${object.id}: where the server chose that (lo_create(0), lo_import), each database that the migrations built has another`,
    }))
}

/** Objects of users get no lower one (FirstNormalObjectId in access/transam.h). */
const firstChosen = 16_384
