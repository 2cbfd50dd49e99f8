// Of two databases that differ little, little is read, and what is read says the same as the whole would.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bucketsThatDiffer, endReading, openReading } from '../../src/catalog/fingerprints.ts'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { readRowFingerprints, rowsOnlyIn } from '../../src/catalog/row-fingerprints.ts'
import { buildEverything } from '../../src/commands/self-test-databases.ts'
import { compare } from '../../src/compare/compare.ts'
import { kinds } from '../../src/kinds/registry.ts'
import { keyOf } from '../../src/model/object.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

const schema = `
  CREATE TABLE parent (id int PRIMARY KEY, name text DEFAULT 'x' CHECK (name <> ''));
  CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent, note text);
  CREATE INDEX child_note ON child (note);
  CREATE VIEW notes AS SELECT note FROM child;
  COMMENT ON TABLE parent IS 'a table';
  COMMENT ON COLUMN notes.note IS 'a note';
  COMMENT ON CONSTRAINT parent_pkey ON parent IS 'a key';
  GRANT SELECT (name) ON parent TO PUBLIC;`

describe.each(serverSpecs)('the rows that differ on %s', (spec) => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(() => server?.close())

  it.each([
    [`COMMENT ON TABLE parent IS 'another'`, ['comment table public.parent']],
    [`COMMENT ON TABLE parent IS NULL`, ['comment table public.parent']],
    [`COMMENT ON COLUMN notes.note IS 'another'`, ['comment column public.notes.note']],
    [`COMMENT ON CONSTRAINT parent_pkey ON parent IS 'another'`, ['comment constraint public.parent.parent_pkey']],
    [`GRANT SELECT (id) ON parent TO PUBLIC`, ['privilege column public.parent.id']],
    [`ALTER TABLE child ALTER note SET NOT NULL`, ['column public.child.note']],
    [`ALTER TABLE child ADD extra int`, ['column public.child.extra', 'table public.child']],
    [`ALTER INDEX child_note RENAME TO other`, ['index public.child_note', 'index public.other']],
    [`DROP VIEW notes`, ['comment column public.notes.note', 'view public.notes']],
  ])('are those of %s', async (change, expected) => {
    const [left, right] = await Promise.all([open(schema), open(`${schema}; ${change}`)])
    const narrowed = await readNarrowed(left, right)
    const keys = narrowed.flatMap(({ objects }) => objects.map(keyOf))
    expect([...new Set(keys)].toSorted()).toEqual(expected)
    const whole = await Promise.all([readCatalog(left), readCatalog(right)])
    expect(compare(...narrowed).found).toEqual(compare(...whole).found)
    await Promise.all([left.close(), right.close()])
  })

  it('are looked for among few', async () => {
    const many = Array.from({ length: 200 }, (_, index) => `CREATE TABLE t${index} (id int, name text)`).join(';')
    const [left, right] = await Promise.all([open(many), open(`${many}; ALTER TABLE t7 ALTER name SET NOT NULL`)])
    const buckets = bucketsThatDiffer(await openReading(left), await openReading(right))
    const rows = await readRowFingerprints(right, new Set(buckets.keys()), buckets)
    expect(rows.get('column')?.length).toBeGreaterThan(0)
    expect(rows.get('column')?.length).toBeLessThan(400)
    expect(rows.has('table')).toBe(false)
    await Promise.all([left.close(), right.close()])
  })

  it('are in the buckets that their hashes were counted in, of every kind', async () => {
    const db = await (await buildEverything(server)).connect()
    const counted = await openReading(db)
    const names = new Set(kinds.map(({ name }) => name))
    const empty = { ...counted, kinds: new Map() }
    const inBuckets = await readRowFingerprints(db, names, bucketsThatDiffer(counted, empty))
    const all = await readRowFingerprints(db, names)
    for (const { name } of kinds) {
      expect(inBuckets.get(name)?.length, name).toBe(counted.kinds.get(name)?.rows)
      expect(sorted(inBuckets.get(name)), name).toEqual(sorted(all.get(name)))
    }
    await endReading(db)
    await db.close()
  })

  it('are spread by a column that is a part of what is hashed, of every kind', async () => {
    const db = await (await server.createDatabase()).connect()
    for (const { name, query, satellite, spreadBy = 'name' } of kinds) {
      const [row = {}] = await db.query(
        `select r.* from (select 1) as one left join (${query(server.serverVersion)}) as r on true limit 1`,
      )
      const left = satellite ? ['oid', 'subid', 'owner_oid', 'owner_subid'] : ['oid']
      const hashed = Object.keys(row).filter((column) => !left.includes(column))
      expect(hashed, name).toContain(spreadBy)
    }
    await db.close()
  })

  async function open(sql: string): Promise<Database> {
    const db = await (await server.createDatabase()).connect()
    await db.execute(sql)
    return db
  }
})

function sorted(rows: readonly { readonly hash: string }[] = []): string[] {
  return rows.map(({ hash }) => hash).toSorted()
}

async function readNarrowed(left: Database, right: Database): Promise<[Snapshot, Snapshot]> {
  const buckets = bucketsThatDiffer(await openReading(left), await openReading(right))
  const names = new Set(buckets.keys())
  const [leftRows, rightRows] = await Promise.all([
    readRowFingerprints(left, names, buckets),
    readRowFingerprints(right, names, buckets),
  ])
  const read = async (db: Database, selection: ReturnType<typeof rowsOnlyIn>): Promise<Snapshot> => {
    const snapshot = await readCatalog(db, { selection, withinTransaction: true })
    await db.queries(['commit'])
    return snapshot
  }
  return Promise.all([read(left, rowsOnlyIn(leftRows, rightRows)), read(right, rowsOnlyIn(rightRows, leftRows))])
}
