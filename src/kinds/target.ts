// The targets of comments and privileges, as COMMENT ON and GRANT … ON spell them. A target's key is
// `<kind> <id>`, and an id is quoted SQL already; only what belongs to a table is spelled the other way round.
import { keyOf, partsOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import type { RenderView } from './kind.ts'
import { routineSpelling } from './routine.ts'

const withoutSchema = new Set([
  'extension',
  'event-trigger',
  'language',
  'access-method',
  'cast',
  'transform',
  'foreign-server',
  'foreign-data-wrapper',
  'large-object',
  'publication',
  'subscription',
])

/** The schema that a target is in (a schema is in itself), or null. */
export function schemaOf(key: ObjectKey): string | null {
  const { kind, id } = splitKey(key)
  return withoutSchema.has(kind) ? null : (partsOf(id)[0] ?? null)
}

const commentWords: Readonly<Record<string, string>> = {
  enum: 'TYPE',
  composite: 'TYPE',
  range: 'TYPE',
  'base-type': 'TYPE',
  'access-method': 'ACCESS METHOD',
  'operator-family': 'OPERATOR FAMILY',
  'operator-class': 'OPERATOR CLASS',
  'materialized-view': 'MATERIALIZED VIEW',
  'event-trigger': 'EVENT TRIGGER',
  'foreign-data-wrapper': 'FOREIGN DATA WRAPPER',
  'foreign-server': 'SERVER',
  'foreign-table': 'FOREIGN TABLE',
  'large-object': 'LARGE OBJECT',
  'text-search-parser': 'TEXT SEARCH PARSER',
  'text-search-template': 'TEXT SEARCH TEMPLATE',
  'text-search-dictionary': 'TEXT SEARCH DICTIONARY',
  'text-search-configuration': 'TEXT SEARCH CONFIGURATION',
}

/** What a comment is on: `TABLE public.users`, `TRIGGER audit ON public.users`, `FUNCTION public.add(integer)`. */
function commentTarget(comment: CatalogObject, view: RenderView): string {
  const { kind, id } = splitKey(comment.id)
  const object = view.object(comment.id)
  if (kind === 'constraint') {
    const parent = (object ?? comment).identity.parent ?? ''
    return `CONSTRAINT ${onRelation(id, parent.startsWith('domain ') ? 'DOMAIN ' : '')}`
  }
  if (['rule', 'trigger', 'policy'].includes(kind)) return `${kind.toUpperCase()} ${onRelation(id, '')}`
  if ((kind === 'procedure' || kind === 'aggregate') && object !== undefined) return routineSpelling(object)
  return `${commentWords[kind] ?? kind.toUpperCase()} ${id}`
}

/** COMMENT ON … IS …; null takes the comment away. */
export function commentStatement(comment: CatalogObject, text: string | null, view: RenderView): string {
  return `COMMENT ON ${commentTarget(comment, view)} IS ${text === null ? 'NULL' : quoteLiteral(text)}`
}

/** The comments of an object that had to be dropped and created anew. */
export function commentsAgain(object: CatalogObject, view: RenderView): string[] {
  return view
    .members(keyOf(object), 'comment')
    .map((comment) => commentStatement(comment, comment.attributes['text'] as string | null, view))
}

const grantWords: Readonly<Record<string, string>> = {
  view: 'TABLE',
  'materialized-view': 'TABLE',
  'foreign-table': 'TABLE',
  enum: 'TYPE',
  composite: 'TYPE',
  range: 'TYPE',
  'base-type': 'TYPE',
  aggregate: 'FUNCTION',
  'large-object': 'LARGE OBJECT',
  'foreign-server': 'FOREIGN SERVER',
  'foreign-data-wrapper': 'FOREIGN DATA WRAPPER',
}

/** What a privilege is granted on: `column` is set for privileges on one column of a relation. */
export function grantTarget(key: ObjectKey): { readonly on: string; readonly column: string | undefined } {
  const { kind, id } = splitKey(key)
  const target = kind === 'procedure' ? withMode(id) : id
  if (kind !== 'column') return { on: `${grantWords[kind] ?? kind.toUpperCase()} ${target}`, column: undefined }
  const parts = partsOf(id)
  return { on: `TABLE ${quotePath(...parts.slice(0, -1))}`, column: quoteName(parts.at(-1) ?? '') }
}

// Types alone may also be those of another procedure with its OUT arguments; one mode says that none is an OUT.
function withMode(id: string): string {
  const name = quotePath(...partsOf(id))
  const signature = id.slice(name.length + 1, -1)
  return signature === '' ? id : `${name}(IN ${signature})`
}

function onRelation(id: string, word: string): string {
  const parts = partsOf(id)
  return `${quoteName(parts.at(-1) ?? '')} ON ${word}${quotePath(...parts.slice(0, -1))}`
}

function splitKey(key: ObjectKey): { readonly kind: string; readonly id: string } {
  const blank = key.indexOf(' ')
  return { kind: key.slice(0, blank), id: key.slice(blank + 1) }
}
