import { expect, test } from 'vitest'
import { keyOf } from '../../src/model/object.ts'
import { withoutTracking } from '../../src/sources/without-tracking.ts'
import { column, comment, index, snapshotOf, table } from '../compare/snapshots.ts'

const tracking = { trackingTables: [{ schema: 's', name: 'schema_migrations' }], trackingSchemas: [] }

test("a runner's books and their parts are left out, and nothing else", () => {
  const books = column('schema_migrations', 'version')
  const snapshot = snapshotOf([
    table('schema_migrations'),
    books,
    comment(books, 'x'),
    index('schema_migrations', 'schema_migrations_pkey'),
    table('t'),
    column('t', 'schema_migrations'),
  ])
  const left = withoutTracking(snapshot, [tracking, { trackingTables: [], trackingSchemas: [] }])
  expect(left.objects.map(keyOf)).toEqual(['table s.t', 'column s.t.schema_migrations'])
})

test("a runner's schema goes with all that is in it", () => {
  const finding = { code: 'unmodelled', severity: 'warning', message: '' } as const
  const snapshot = {
    ...snapshotOf([table('t')]),
    findings: [
      { ...finding, subject: 'operator s.===(integer,integer)' },
      { ...finding, subject: 'operator public.===(integer,integer)' },
    ],
  }
  const { objects, findings } = withoutTracking(snapshot, [{ trackingTables: [], trackingSchemas: ['s'] }])
  expect(objects).toEqual([])
  expect(findings.map(({ subject }) => subject)).toEqual(['operator public.===(integer,integer)'])
})
