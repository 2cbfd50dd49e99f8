// Relations by pg_class.relkind: which kind of ours holds them. Triggers, rules and policies name their
// relation as their parent.
import { keyFor } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'

const kindsByRelkind: Readonly<Record<string, string>> = {
  r: 'table',
  p: 'table',
  v: 'view',
  m: 'materialized-view',
  f: 'foreign-table',
  S: 'sequence',
  c: 'composite',
  i: 'index',
  I: 'index',
}

/** The columns of a row that name a relation. */
export interface RelationRow {
  readonly relkind: string
  readonly schema: string
  readonly relation: string
  /** The extension that the relation is a member of: what users add to it goes away with the extension. */
  readonly extension?: string | null
}

/** `table public.users` for an ordinary or partitioned table; for a member of an extension that, which is the object. */
export function relationKey({ relkind, schema, relation, extension = null }: RelationRow): ObjectKey {
  if (extension !== null) return keyFor('extension', extension)
  return keyFor(kindsByRelkind[relkind] ?? relkind, schema, relation)
}
