// Enumerated types: the labels in their order are the type. enumsortorder itself has gaps after
// ADD VALUE … BEFORE, which mean nothing.
import { quoteLiteral } from '../sql/quote.ts'
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'
import type { CatalogObject } from '../model/object.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'

// Manual: CREATE TYPE; catalogs pg_type (typtype e) and pg_enum.
const query = `
  select
    t.oid,
    n.nspname::text as schema,
    t.typname::text as name,
    pg_catalog.pg_get_userbyid(t.typowner)::text as owner,
    array(
      select e.enumlabel::text
      from pg_catalog.pg_enum as e
      where e.enumtypid = t.oid
      order by e.enumsortorder
    ) as labels
  from pg_catalog.pg_type as t
  join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
  where t.typtype = 'e'
    and ${isUserSchema('n.nspname')}
    and ${isNotExtensionMember('pg_type', 't.oid')}
  order by n.nspname, t.typname`

interface Row extends KindRow {
  readonly schema: string
  readonly name: string
  readonly owner: string
  readonly labels: readonly string[]
}

export const enums = defineKind<Row>({
  name: 'enum',
  heading: 'Enums',
  rank: 30,
  addressedBy: 'pg_type',
  isInSchema: true,
  catalogs: ['pg_type', 'pg_enum'],
  columnsIgnored: {
    'pg_enum.oid': 'made with the label, which names it',
    'pg_type.typndims': 'the number of dimensions of an array is not enforced and no client prints it',
  },
  query: () => query,
  identify: (row) => ({ parts: [row.schema, row.name], schema: row.schema }),
  describe: (row, context) => ({ labels: row.labels, owner: context.role(row.owner) }),
  minor: { owner: 'owners' },
  create: (object, view) => [createEnum(object), ...ownerStatements(`TYPE ${object.id}`, object, view)],
  drop: (object) => [`DROP TYPE ${object.id}`],
  alter: alterEnum,
})

const lineLength = 100

function createEnum(object: CatalogObject): string {
  const labels = labelsOf(object).map(quoteLiteral)
  const line = `CREATE TYPE ${object.id} AS ENUM (${labels.join(', ')})`
  return line.length <= lineLength ? line : `CREATE TYPE ${object.id} AS ENUM (\n  ${labels.join(',\n  ')}\n)`
}

/** Labels can be added, never taken away or moved. */
function alterEnum(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [labelsOf(before), labelsOf(after)]
  const kept = to.filter((label) => from.includes(label))
  if (kept.length !== from.length || kept.some((label, index) => label !== from[index])) return undefined
  const present = { ...before, attributes: { ...before.attributes, labels: to } }
  const owner = before.attributes['owner'] === after.attributes['owner']
  return [
    ...addedLabels(after.id, from, to),
    ...(owner ? [] : (alterOwner(`TYPE ${after.id}`, { before: present, after }, view) ?? [])),
  ]
}

function addedLabels(type: string, from: readonly string[], to: readonly string[]): string[] {
  return to.flatMap((label, index) => {
    if (from.includes(label)) return []
    const [place, neighbour] = index === 0 ? ['BEFORE', from[0]] : ['AFTER', to[index - 1]]
    const where = neighbour === undefined ? '' : ` ${place} ${quoteLiteral(neighbour)}`
    return [`ALTER TYPE ${type} ADD VALUE ${quoteLiteral(label)}${where}`]
  })
}

function labelsOf(object: CatalogObject): readonly string[] {
  return object.attributes['labels'] as readonly string[]
}
