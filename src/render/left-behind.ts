// What dropping an object leaves on another server, where no script of ours reaches: the slot of a subscription.
import { kindNamed } from '../kinds/registry.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

/** A finding for each of the objects whose drop leaves something behind. */
export function leftBehindFindings(dropped: readonly CatalogObject[]): Finding[] {
  return dropped.flatMap((object) => kindNamed(object.kind).leavesBehind?.(object) ?? [])
}

/** The objects that `up.sql` drops, and those that `down.sql` drops. */
export function droppedByScripts(before: Snapshot, after: Snapshot): CatalogObject[] {
  return [...onlyIn(before, after), ...onlyIn(after, before)]
}

function onlyIn(snapshot: Snapshot, other: Snapshot): CatalogObject[] {
  const there = new Set(other.objects.map(keyOf))
  return snapshot.objects.filter((object) => !there.has(keyOf(object)))
}
