// Comments: one object each, named by the key of what it is about. Some targets have no object of their own: columns
// of views and composite types, the index behind a constraint, NOT NULL constraints, the constraint behind a
// constraint trigger, the sequence of an identity column, the multirange and the constructor functions of a range type,
// the copies that partitions have of a trigger. CREATE EXTENSION makes a comment of its own: what counts for an extension is another text
// than that, or none (null).
import { idOf, keyFor, partsOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { commentQuery } from './comment-query.ts'
import type { CommentRow } from './comment-query.ts'
import { defineKind } from './kind.ts'
import type { ReadContext, RenderView } from './kind.ts'
import { commentStatement, schemaOf } from './target.ts'

export const comments = defineKind<CommentRow>({
  name: 'comment',
  heading: 'Comments',
  rank: 160,
  addressedBy: 'pg_description',
  isInSchema: true,
  catalogs: ['pg_description'],
  columnsIgnored: {},
  satellite: true,
  query: () => commentQuery,
  spreadBy: 'text',
  identify: (row, context) => {
    const target = targetOf(row, context)
    if (target === undefined) return undefined
    // The second part is what DROP goes back to; it names nothing.
    const parts = row.default_text === null ? [target.key] : [target.key, row.default_text]
    return { parts, id: target.key, parent: target.owner, schema: schemaOf(target.key) }
  },
  describe: (row) => ({ text: row.text }),
  minorKind: 'comments',
  waitsFor: tableOfCopy,
  create: (object, view) => [commentStatement(object, object.attributes['text'] as string | null, view)],
  drop: (object, view) => [commentStatement(object, object.identity.parts[1] ?? null, view)],
  alter: (_before, after, view) => [commentStatement(after, after.attributes['text'] as string | null, view)],
})

// The parent of a comment on a partition's copy of a trigger is the trigger, which is there before the partition.
function tableOfCopy(comment: CatalogObject, view: RenderView): ObjectKey[] {
  if (!comment.id.startsWith('trigger ') || view.object(comment.id) !== undefined) return []
  const table = partsOf(comment.id.slice('trigger '.length)).slice(0, -1)
  return [keyFor('table', ...table), keyFor('foreign-table', ...table)]
}

interface Target {
  /** The key that names the target. */
  readonly key: ObjectKey
  /** The object the target is or is a part of. */
  readonly owner: ObjectKey
}

function targetOf(row: CommentRow, context: ReadContext): Target | undefined {
  const exact = context.keyAt(row.catalog, row.oid, row.subid)
  if (exact !== undefined) return { key: exact, owner: exact }
  const { schema, relation, part, owner_catalog: catalog, owner_oid: oid, owner_subid: subid } = row
  if (schema === null || relation === null || catalog === null || oid === null) return undefined
  const owner = context.keyAt(catalog, oid, subid)
  if (owner === undefined) return undefined
  const parts = part === null ? [schema, relation] : [schema, relation, part]
  const { signature } = row
  return { key: `${row.kind ?? ''} ${idOf({ parts, schema, ...(signature === null ? {} : { signature }) })}`, owner }
}
