// The roles that up.sql needs where it runs: those that its statements name, as the parser sees them, and those that the
// kinds write into a text which is only read when it runs.
import { scriptOf } from '../history/migration.ts'
import { rolesIn } from '../history/roles.ts'
import { kindNamed } from '../kinds/registry.ts'
import { keyOf } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import { asCarried } from '../render/left-out.ts'
import type { Asked } from '../render/left-out.ts'

interface Ends {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly asked: Asked
}

/** In order of the alphabet. */
export async function rolesNeeded(upSql: string, { before, after, asked }: Ends): Promise<string[]> {
  const earlier = new Map(before.objects.map((object) => [keyOf(object), canonical(object.attributes)]))
  const made = asCarried(after, asked).objects.filter(
    (object) => earlier.get(keyOf(object)) !== canonical(object.attributes),
  )
  const inText = made.flatMap((object) => kindNamed(object.kind).rolesInText?.(object) ?? [])
  return [...new Set([...(await rolesIn(scriptOf('up.sql', upSql))), ...inText])].sort()
}
