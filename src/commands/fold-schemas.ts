// Folding some schemas alone: what they need of the others is not carried, and is named; so is what lies in no schema and
// does not belong to them.
import { narrow, ownerOf } from '../catalog/in-schemas.ts'
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { groupBy } from '../model/group-by.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'

/** Throws `unknown-schema`: a schema that is not there would fold into nothing. */
export function refuseUnknownSchemas({ objects }: Snapshot, schemas: readonly string[]): void {
  if (schemas.length === 0) return
  const known = new Set(objects.flatMap(({ identity }) => identity.schema ?? []))
  const unknown = schemas.filter((schema) => !known.has(schema))
  if (unknown.length === 0) return
  throw new PgfoldError('unknown-schema', `There is no schema ${unknown.join(', ')}`, {
    hint: 'Check the name; it is taken as it is, without folding to lower case.',
  })
}

/** Both ends of a fold, without what lies in no schema and does not belong to these. */
export interface FoldedPart {
  readonly before: Snapshot
  readonly after: Snapshot
  /** What was left out, a warning for each kind. */
  readonly outside: readonly Finding[]
}

/** Leaves out what does not belong to the schemas; names what of it the fold would have changed. */
export function foldedPart(all: Pick<FoldedPart, 'before' | 'after'>, schemas: readonly string[]): FoldedPart {
  const [before = all.before, after = all.after] = narrow([all.before, all.after], schemas)
  const kept = new Set([...before.objects, ...after.objects])
  const [earlier, later] = [describedIn(all.before), describedIn(all.after)]
  const isChanged = (object: CatalogObject): boolean => earlier.get(keyOf(object)) !== later.get(keyOf(object))
  const left = [...all.before.objects, ...all.after.objects].filter(
    (object) => !kept.has(object) && isChanged(object) && !isChangedWith(ownerOf(object), earlier, later),
  )
  const outside = [...groupBy(left, ({ kind }) => kind)].map(([kind, objects]) => leftOutside(kind, objects))
  return { before, after, outside }
}

type Described = ReadonlyMap<ObjectKey, string>

function describedIn({ objects }: Snapshot): Described {
  return new Map(objects.map((object) => [keyOf(object), canonical(object.attributes)]))
}

/** True where that is named itself. */
function isChangedWith(owner: ObjectKey | undefined, earlier: Described, later: Described): boolean {
  return owner !== undefined && earlier.get(owner) !== later.get(owner)
}

function leftOutside(kind: string, objects: readonly CatalogObject[]): Finding {
  const names = [...new Set(objects.map(({ id }) => id))].toSorted().join(', ')
  const why =
    kind === 'publication'
      ? 'it publishes more than tables of the folded schemas, or none of them'
      : 'it lies in no schema, and nothing that is folded needs it'
  return { code: 'outside-schema', severity: 'warning', subject: kind, message: `${kind} ${names} is left out: ${why}` }
}

/** One warning for each object of another schema that something carried needs, with the first that needs it. */
export function outsideFindings(before: Snapshot, after: Snapshot, schemas: readonly string[]): Finding[] {
  if (schemas.length === 0) return []
  const known = new Set([...before.objects, ...after.objects].map(keyOf))
  const needed = new Map<string, string>()
  for (const object of after.objects) {
    for (const need of object.dependsOn) {
      if (!known.has(need) && !needed.has(need)) needed.set(need, keyOf(object))
    }
  }
  return [...needed].toSorted().map(([need, by]) => ({
    code: 'outside-schema',
    severity: 'warning',
    subject: need,
    message: `${by} needs it, and its schema is not folded: it must exist where up.sql runs`,
  }))
}
