// Fingerprints decide what is never looked at, so they must tell every change, and count what reading counts.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endReading, kindsThatDiffer, openReading } from '../../src/catalog/fingerprints.ts'
import type { Fingerprints } from '../../src/catalog/fingerprints.ts'
import { buildEverything } from '../../src/commands/self-test-databases.ts'
import { kindsThere } from '../../src/catalog/kinds-there.ts'
import { kinds } from '../../src/kinds/registry.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { kindLines } from '../../src/catalog/row-lines.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { miscounted } from '../support/miscounted.ts'
import { serverSpecs } from '../support/servers.ts'

const schema = `
  CREATE TABLE gone (a int);
  DROP TABLE gone;
  CREATE TABLE t (id int PRIMARY KEY, gap int, name text DEFAULT 'x' CHECK (name <> ''));
  ALTER TABLE t DROP COLUMN gap;
  CREATE INDEX t_name_idx ON t (lower(name));
  CREATE VIEW v AS SELECT id FROM t;
  COMMENT ON COLUMN t.name IS 'a name';
  GRANT SELECT ON v TO PUBLIC;`

describe.each(serverSpecs)('fingerprints on %s', (spec) => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(() => server?.close())

  it('are equal for databases that differ only in oids', async () => {
    const left = await fingerprintOf(schema)
    const right = await fingerprintOf(`CREATE TABLE other (a int); ${schema}; DROP TABLE other`)
    expect([...kindsThatDiffer(left, right)]).toEqual([])
  })

  it('are equal for databases that differ only in the numbers of columns', async () => {
    const left = await fingerprintOf(schema)
    const right = await fingerprintOf(schema.replace(', gap int', '').replace('ALTER TABLE t DROP COLUMN gap;', ''))
    expect([...kindsThatDiffer(left, right)]).toEqual([])
  })

  it('are equal where one partition was attached with its key and the other one made with it', async () => {
    const parent = `CREATE TABLE p (id int PRIMARY KEY) PARTITION BY LIST (id);`
    const left = await fingerprintOf(`${parent} CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)`)
    const right = await fingerprintOf(
      `${parent} CREATE TABLE p1 (id int CONSTRAINT p1_pkey PRIMARY KEY); ALTER TABLE p ATTACH PARTITION p1 FOR VALUES IN (1)`,
    )
    expect([...kindsThatDiffer(left, right)]).not.toContain('constraint')
  })

  it('have a line for each row, also of a comment whose subscription is gone', async () => {
    const scratch = await buildEverything(server)
    const db = await scratch.connect()
    const empty = kinds.map(
      (kind) => `select '${kind.name}' as kind from ${kindLines(kind, db.serverVersion)} where line is null`,
    )
    expect(await db.query(empty.join(' union all '))).toEqual([])
    await db.close()
  })

  it.each([
    [`ALTER TABLE t ALTER name TYPE varchar`, 'column'],
    [`ALTER TABLE t ALTER name SET DEFAULT 'y'`, 'default'],
    [`DROP INDEX t_name_idx`, 'index'],
    [`COMMENT ON COLUMN t.name IS 'the name'`, 'comment'],
    [`COMMENT ON COLUMN t.name IS NULL; COMMENT ON COLUMN t.id IS 'a name'`, 'comment'],
    [`GRANT INSERT ON v TO PUBLIC`, 'privilege'],
    [`REVOKE SELECT ON v FROM PUBLIC; GRANT SELECT ON t TO PUBLIC`, 'privilege'],
    [`ALTER TABLE t CLUSTER ON t_pkey`, 'constraint'],
  ])('see %s', async (change, kind) => {
    const left = await fingerprintOf(schema)
    const right = await fingerprintOf(`${schema}; ${change}`)
    expect([...kindsThatDiffer(left, right)]).toContain(kind)
  })

  it('see what the same owner is to another principal', async () => {
    await server.ensureRoles(['alice', 'bob'])
    const objects = `CREATE TABLE a (); CREATE TABLE b (); CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';`
    const ownedBy = (role: string): string =>
      `${objects}; ALTER TABLE a OWNER TO ${role}; ALTER TABLE b OWNER TO ${role}; ALTER FUNCTION f OWNER TO alice`
    const left = await fingerprintOf(ownedBy('alice'))
    const right = await fingerprintOf(ownedBy('bob'))
    expect([...kindsThatDiffer(left, right)]).toContain('function')
  })

  it('may cut off the first columns of every kind, since they are the address', async () => {
    const scratch = await server.createDatabase()
    const db = await scratch.connect()
    for (const kind of kinds) {
      const [row] = await db.query(
        `select r.* from (select 1) as one left join (${kind.query(server.serverVersion)}) as r on true limit 1`,
      )
      const address = kind.isPart ? ['oid', 'subid'] : ['oid']
      expect(Object.keys(row ?? {}).slice(0, address.length), kind.name).toEqual(address)
    }
    await db.close()
  })

  it('ask an empty database only for what every database has', async () => {
    const scratch = await server.createDatabase()
    const db = await scratch.connect()
    const there = await kindsThere(db, [])
    expect(there.filter(({ emptyUnless }) => emptyUnless !== undefined)).toEqual([])
    expect(await miscounted(db)).toEqual([])
    await db.close()
  })

  // Every case of the corpus is counted where it is folded (test/support/round-trip.ts).
  it('count what reading counts', async () => {
    const scratch = await buildEverything(server)
    const db = await scratch.connect()
    await db.execute(`
      ALTER SCHEMA public OWNER TO CURRENT_USER;
      CREATE FUNCTION public.f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
      REVOKE EXECUTE ON FUNCTION public.f() FROM PUBLIC;
      GRANT EXECUTE ON FUNCTION public.f() TO PUBLIC;`)
    expect(await miscounted(db)).toEqual([])
    await db.close()
  })

  async function fingerprintOf(sql: string): Promise<Fingerprints> {
    const scratch = await server.createDatabase()
    const db = await scratch.connect()
    await db.execute(sql)
    const found = await openReading(db)
    await endReading(db)
    await db.close()
    return found
  }
})
