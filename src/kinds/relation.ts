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
}

/** `table public.users` for an ordinary or partitioned table. */
export function relationKey({ relkind, schema, relation }: RelationRow): ObjectKey {
  return keyFor(kindsByRelkind[relkind] ?? relkind, schema, relation)
}
