// Large objects: their number, owner, privileges and comment. What they hold is data, which no script carries; a
// finding says that there is some.
import type { CatalogObject } from '../model/object.ts'
import type { Finding } from '../model/finding.ts'
import { anyIn } from '../sql/filters.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { alterOwner, ownerStatements } from './owner.ts'
import { dynamicNumber } from './restricted-catalog.ts'

// Manual: "Large Objects", lo_create; catalog pg_largeobject_metadata. The address of one is in pg_largeobject.
const query = `
  select
    l.oid,
    l.oid::text as number,
    pg_catalog.pg_get_userbyid(l.lomowner)::text as owner
  from pg_catalog.pg_largeobject_metadata as l
  order by l.oid`

const unseen = 'unseen '

// pg_largeobject is closed to ordinary roles, who are told that they may not look.
const withContent = `
  select case when held.seen then '' else '${unseen}' end || held.number::text as subject
  from (
    select pg_catalog.has_table_privilege('pg_catalog.pg_largeobject', 'SELECT') as seen, case
      when pg_catalog.has_table_privilege('pg_catalog.pg_largeobject', 'SELECT') then ${dynamicNumber(`
        select count(*) as c from pg_catalog.pg_largeobject_metadata as l
        where exists (select from pg_catalog.pg_largeobject as page where page.loid = l.oid)`)}
      else (select count(*) from pg_catalog.pg_largeobject_metadata)
    end as number
  ) as held
  where held.number > 0`

interface Row extends KindRow {
  readonly number: string
  readonly owner: string
}

export const largeObjects = defineKind<Row>({
  name: 'large-object',
  heading: 'Large objects',
  rank: 55,
  addressedBy: 'pg_largeobject',
  catalogs: ['pg_largeobject_metadata'],
  columnsIgnored: { 'pg_largeobject_metadata.lomacl': 'read by the kind privilege' },
  query: () => query,
  emptyUnless: anyIn('pg_largeobject_metadata'),
  spreadBy: 'number',
  identify: (row) => ({ parts: [row.number], id: row.number, schema: null }),
  describe: (row, context) => ({ owner: context.role(row.owner) }),
  findings: [{ query: () => withContent, finding: contentFinding }],
  minor: { owner: 'owners' },
  create: (object, view) => [
    `SELECT pg_catalog.lo_create(${object.id})`,
    ...ownerStatements(`LARGE OBJECT ${object.id}`, object, view),
  ],
  drop: (object) => [`SELECT pg_catalog.lo_unlink(${object.id})`],
  alter: (before: CatalogObject, after: CatalogObject, view: RenderView) =>
    alterOwner(`LARGE OBJECT ${after.id}`, { before, after }, view),
})

function contentFinding(subject: string): Finding {
  const number = subject.replace(unseen, '')
  const these = number === '1' ? '1 large object' : `${number} large objects`
  const holds = number === '1' ? 'holds' : 'hold'
  return {
    code: 'large-object-content',
    severity: 'warning',
    subject: 'large objects',
    message: subject.startsWith(unseen)
      ? `what ${these} may hold is not compared and not carried; this role may not look`
      : `${these} ${holds} data, which is not compared and not carried`,
  }
}
