// A schema read alone is what remains of everything without the other schemas, and costs what it holds.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endReading, openReading } from '../../src/catalog/fingerprints.ts'
import { narrow } from '../../src/catalog/in-schemas.ts'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { rowsOfSchemas } from '../../src/catalog/schema-rows.ts'
import { kinds } from '../../src/kinds/registry.ts'
import { keyOf } from '../../src/model/object.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { buildEverything } from '../../src/commands/self-test-databases.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

let server: ScratchServer
let db: Database
let schemas: readonly string[]
beforeAll(async () => {
  server = await openScratchServer('embedded')
  db = await (await buildEverything(server)).connect()
  // Members of an extension, and what needs one, in schemas of their own.
  await db.execute(`
    CREATE SCHEMA "it's"; CREATE SCHEMA needing; CREATE EXTENSION isn SCHEMA "it's";
    CREATE TABLE needing.t (id int, place "it's".isbn DEFAULT '0-306-40615-2');
    CREATE INDEX ON needing.t (place);
    COMMENT ON COLUMN needing.t.place IS 'where'; COMMENT ON TYPE "it's".isbn IS 'another text';
    GRANT SELECT (id) ON needing.t TO PUBLIC; GRANT USAGE ON TYPE "it's".isbn TO PUBLIC; REVOKE USAGE ON TYPE "it's".isbn13 FROM PUBLIC;
    CREATE FUNCTION needing.f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END';
    CREATE VIEW needing.v AS SELECT id FROM needing.t; CREATE TABLE "it's".t (id serial PRIMARY KEY)`)
  const rows = await db.query<{ name: string }>(`
    select nspname::text as name from pg_catalog.pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'`)
  schemas = rows.map(({ name }) => name)
})
afterAll(async () => {
  await db?.close()
  await server?.close()
})

/** What depends on what is asked of what lies in no schema alone. */
function shownOf({ objects, findings }: Snapshot): unknown {
  const outside = new Set(objects.filter(({ identity }) => identity.schema === null).map(keyOf))
  const shown = objects.map((object) => ({ ...object, dependsOn: object.dependsOn.filter((key) => outside.has(key)) }))
  return { objects: shown, findings }
}

it('is the same as all of it without the other ones, for each schema', async () => {
  expect(schemas.length).toBeGreaterThan(5)
  const some = schemas.filter((_, index) => index % 6 === 0)
  for (const wanted of [["it's"], ['needing'], ['public'], ...some.map((schema) => [schema]), schemas.slice(0, 2)]) {
    const whole = await readCatalog(db, { schemas: wanted })
    const alone = await readCatalog(db, { schemas: wanted, isComparedOnly: true })
    expect(shownOf(alone), wanted.join()).toEqual(shownOf(whole))
    const [one, other] = [narrow([alone], wanted), narrow([whole], wanted)]
    expect(one.flatMap(({ objects }) => objects.map(keyOf))).toEqual(other.flatMap(({ objects }) => objects.map(keyOf)))
  }
})

it.each(kinds.filter(({ isInSchema }) => isInSchema).map((kind) => ({ kind, name: kind.name })))(
  'of the kind $name no row of another schema is read',
  async ({ kind }) => {
    type Row = { readonly schema: string | null; readonly oid: number }
    const all = (await db.query(kind.query(db.serverVersion))) as unknown as Row[]
    for (const schema of schemas) {
      const rows = await db.query(rowsOfSchemas(kind, db.serverVersion, [schema]))
      expect(rows, schema).toEqual(all.filter((row) => row.schema === null || row.schema === schema))
    }
  },
)

describe('its fingerprint', () => {
  const fingerprintOf = async (schema: string): Promise<unknown> => {
    const { kinds: found } = await openReading(db, undefined, [schema])
    await endReading(db)
    return [...found]
  }

  it('changes with what is in it, and not with what is in another', async () => {
    const before = [await fingerprintOf('needing'), await fingerprintOf("it's")]
    await db.execute(`ALTER TABLE needing.t ALTER place DROP DEFAULT; COMMENT ON TABLE needing.t IS 'a comment'`)
    const after = [await fingerprintOf('needing'), await fingerprintOf("it's")]
    expect(after[0]).not.toEqual(before[0])
    expect(after[1]).toEqual(before[1])
    await db.execute(`REVOKE SELECT (id) ON needing.t FROM PUBLIC`)
    expect(await fingerprintOf('needing')).not.toEqual(after[0])
    expect(await fingerprintOf("it's")).toEqual(after[1])
  })
})
