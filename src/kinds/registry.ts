import type { Kind } from './kind.ts'
import { schemas } from './schemas.ts'

/** Every kind, in natural creation order. The only list of them. */
export const kinds: readonly Kind[] = [schemas].toSorted((a, b) => a.rank - b.rank)

const byName = new Map(kinds.map((kind) => [kind.name, kind]))

/** The kind of this name; a name that is not registered is a fault of the program. */
export function kindNamed(name: string): Kind {
  const kind = byName.get(name)
  if (kind === undefined) throw new Error(`no kind is named ${name}`)
  return kind
}
