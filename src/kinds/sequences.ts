// Sequences, except those of identity columns, which are part of their column. A sequence that a column owns
// goes away with the column's table, but is created before it, since the column's default calls it.
import { keyFor } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { quotePath } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { Finish, KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { relationKey } from './relation.ts'
import { isUserRelation } from './relation-filters.ts'
import { allSequenceClauses, sequenceClauses, sequenceSettings } from './sequence-settings.ts'
import type { SequenceSettings } from './sequence-settings.ts'

// Manual: CREATE SEQUENCE; catalogs pg_class (relkind S) and pg_sequence. In pg_depend a sequence depends on
// the column that owns it (deptype a) or whose identity it is (deptype i).
const query = `
  select
    c.oid,
    n.nspname::text as schema,
    c.relname::text as name,
    pg_catalog.pg_get_userbyid(c.relowner)::text as owner,
    c.relpersistence = 'u' as unlogged,
    ${sequenceSettings('s')} as settings,
    owning.path as owned_by,
    owning.relkind as owner_relkind
  from pg_catalog.pg_class as c
  join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
  join pg_catalog.pg_sequence as s on s.seqrelid = c.oid
  left join lateral (
    select pg_catalog.json_build_array(tn.nspname, t.relname, a.attname) as path, t.relkind::text as relkind
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_class as t on t.oid = d.refobjid
    join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
    join pg_catalog.pg_attribute as a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
      and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype = 'a'
  ) as owning on true
  where ${isUserRelation({ relation: 'c', schema: 'n', relkinds: ['S'] })}
    and not exists (
      select from pg_catalog.pg_depend as d
      where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid
        and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjsubid > 0 and d.deptype = 'i')
  order by n.nspname, c.relname`

type ColumnPath = readonly [schema: string, table: string, column: string]

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly unlogged: boolean
  readonly settings: SequenceSettings
  readonly owned_by: ColumnPath | null
  readonly owner_relkind: string | null
}

interface SequenceAttributes extends SequenceSettings {
  readonly unlogged: boolean
  readonly ownedBy: ColumnPath | null
}

export const sequences = defineKind<Row>({
  name: 'sequence',
  heading: 'Sequences',
  rank: 60,
  addressedBy: 'pg_class',
  isInSchema: true,
  catalogs: ['pg_sequence'],
  columnsIgnored: {},
  beforeParent: true,
  query: () => query,
  identify: (row) => ({
    parts: [row.schema, row.name],
    schema: row.schema,
    ...ownerOf(row),
  }),
  describe: (row, context) => ({
    ...row.settings,
    unlogged: row.unlogged,
    ownedBy: row.owned_by,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: createSequence,
  finish: ownedByFinish,
  drop: (object) => [`DROP SEQUENCE ${object.id}`],
  alter: alterSequence,
})

function ownerOf({ owned_by: owner, owner_relkind: relkind }: Row): { readonly parent?: ObjectKey } {
  if (owner === null) return {}
  return { parent: relationKey({ relkind: relkind ?? '', schema: owner[0], relation: owner[1] }) }
}

function createSequence(object: CatalogObject, view: RenderView): string[] {
  const attributes = attributesOf(object)
  const { type, unlogged } = attributes
  const clauses = [...(type === 'bigint' ? [] : [`AS ${type}`]), ...sequenceClauses(attributes)]
  const head = `CREATE ${unlogged ? 'UNLOGGED ' : ''}SEQUENCE ${object.id}`
  return [[head, ...clauses].join(' '), ...ownerStatements(`SEQUENCE ${object.id}`, object, view)]
}

function alterSequence(before: CatalogObject, after: CatalogObject, view: RenderView): string[] {
  const [from, to] = [attributesOf(before), attributesOf(after)]
  const alter = `ALTER SEQUENCE ${after.id}`
  const clauses = allSequenceClauses(to)
  const isSame = canonical(allSequenceClauses(from)) === canonical(clauses)
  const onlyOwner = { ...before, attributes: { ...after.attributes, owner: before.attributes['owner'] ?? null } }
  return [
    ...(isSame ? [] : [[alter, ...clauses].join(' ')]),
    ...(from.unlogged === to.unlogged ? [] : [`${alter} SET ${to.unlogged ? 'UNLOGGED' : 'LOGGED'}`]),
    ...(before.attributes['owner'] === after.attributes['owner']
      ? []
      : (alterOwner(`SEQUENCE ${after.id}`, { before: onlyOwner, after }, view) ?? [])),
    ...(canonical(from.ownedBy) === canonical(to.ownedBy)
      ? []
      : [`${alter} OWNED BY ${to.ownedBy === null ? 'NONE' : quotePath(...to.ownedBy)}`]),
  ]
}

function ownedByFinish(object: CatalogObject): Finish | undefined {
  const { ownedBy } = attributesOf(object)
  if (ownedBy === null) return undefined
  return {
    after: [object.identity.parent ?? '', keyFor('column', ...ownedBy)],
    statements: [`ALTER SEQUENCE ${object.id} OWNED BY ${quotePath(...ownedBy)}`],
  }
}

function attributesOf(object: CatalogObject): SequenceAttributes {
  return object.attributes as unknown as SequenceAttributes
}
