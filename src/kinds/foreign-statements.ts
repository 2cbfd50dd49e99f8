// CREATE and ALTER as what is foreign and has an owner takes them: clauses of its own, the options in one clause behind
// those, and the owner in a statement by itself. Secrets are left out, with a note on how to set them.
import type { CatalogObject } from '../model/object.ts'
import { droppedSecrets, optionChanges, optionsClause } from './foreign-options.ts'
import { inGivenOrder } from './given-order.ts'
import type { KindSecrets, RenderView } from './kind.ts'
import { secretNote } from './notes.ts'
import { ownerChange, ownerStatements } from './owner.ts'

/** CREATE with the options and the owner of an object. `subject` is `SERVER files`. */
export function createForeign(
  object: CatalogObject,
  {
    subject,
    clauses,
    secrets,
  }: { readonly subject: string; readonly clauses: readonly string[]; readonly secrets: KindSecrets<never> },
  view: RenderView,
): string[] {
  const create = [`CREATE ${subject}`, ...clauses, ...optionsClause(inGivenOrder(object, optionsOf(object)))]
  return [secretNote(object, secrets) + create.join(' '), ...ownerStatements(subject, object, view)]
}

/** What turns `before` into `after`: `clauses` and the options in one ALTER, where there are any, and the owner. */
export function alterForeign(
  change: { readonly before: CatalogObject; readonly after: CatalogObject },
  { subject, clauses }: { readonly subject: string; readonly clauses: readonly string[] },
  view: RenderView,
): string[] {
  const { before, after } = change
  const options = optionChanges([...optionsOf(before), ...droppedSecrets(before, after)], optionsOf(after))
  const changes = [...clauses, ...options]
  return [
    ...(changes.length === 0 ? [] : [`ALTER ${subject} ${changes.join(' ')}`]),
    ...ownerChange(subject, change, view),
  ]
}

function optionsOf(object: CatalogObject): readonly string[] {
  return object.attributes['options'] as readonly string[]
}
