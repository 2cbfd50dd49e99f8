// Owners as the kinds share them: an attribute `owner` that is null for the principal (whoever runs up.sql
// owns what it creates), else the name of a role. Manual: ALTER … OWNER TO.
import { canonical } from '../model/value.ts'
import type { CatalogObject } from '../model/object.ts'
import type { RenderView } from './kind.ts'

/** `ALTER … OWNER TO`, or nothing where the owner is the principal. `subject` is `TABLE public.users`. */
export function ownerStatements(subject: string, object: CatalogObject, view: RenderView): string[] {
  const owner = object.attributes['owner'] as string | null
  return owner === null ? [] : [ownerStatement(subject, owner, view)]
}

/** The statements that turn `before` into `after` where they differ in the owner alone, else undefined. */
export function alterOwner(
  subject: string,
  change: { readonly before: CatalogObject; readonly after: CatalogObject },
  view: RenderView,
): string[] | undefined {
  const { before, after } = change
  const owner = after.attributes['owner'] as string | null
  if (canonical({ ...before.attributes, owner }) !== canonical(after.attributes)) return undefined
  return [ownerStatement(subject, owner, view)]
}

/** The statement that gives `after` its owner where that is not who owns `before`. */
export function ownerChange(
  subject: string,
  { before, after }: { readonly before: CatalogObject; readonly after: CatalogObject },
  view: RenderView,
): string[] {
  const owner = after.attributes['owner'] as string | null
  return before.attributes['owner'] === owner ? [] : [ownerStatement(subject, owner, view)]
}

function ownerStatement(subject: string, owner: string | null, view: RenderView): string {
  return `ALTER ${subject} OWNER TO ${view.role(owner)}`
}
