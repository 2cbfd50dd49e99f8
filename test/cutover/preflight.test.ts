// Everything that would make up.sql fail, told as one list before anything runs.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { apply } from '../../src/commands/apply.ts'
import { readConsolidatedSchema } from '../../src/cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../../src/cutover/consolidated-schema.ts'
import { preflight } from '../../src/cutover/preflight.ts'
import type { CatalogObject } from '../../src/model/object.ts'
import { refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { createProject, environmentOf, using } from './project.ts'
import type { Project } from './project.ts'

const live = useScratch('embedded')

let project: Project
let schema: ConsolidatedSchema
beforeAll(async () => {
  project = await createProject({
    'migrations/001_shop.sql': `CREATE ROLE preflight_reader; CREATE SCHEMA shop; CREATE TABLE shop.orders (id int);
      GRANT SELECT ON shop.orders TO preflight_reader; GRANT USAGE ON SCHEMA shop TO preflight_writer;\n`,
  })
  schema = await readConsolidatedSchema(project.consolidated)
})
afterAll(() => project.remove())

/** As the snapshot of a server has it that has more than that of the tests. */
function object(kind: string, id: string, inSchema: string | null): CatalogObject {
  return { kind, id, identity: { parts: [id], schema: inSchema }, attributes: {}, dependsOn: [] }
}

async function obstaclesOf(more: readonly CatalogObject[]): Promise<readonly string[]> {
  const { snapshot } = schema
  const larger = { ...schema, snapshot: { ...snapshot, objects: [...snapshot.objects, ...more] } }
  return using(await live.database(), async (db) => {
    const { obstacles } = await preflight(db, larger, await readCatalog(db))
    return obstacles
  })
}

const missingRoles = ['role preflight_reader does not exist', 'role preflight_writer does not exist']

it('roles, extensions, schemas and providers of labels that are not there, all of them', async () => {
  const extension = object('extension', 'no_such_extension', null)
  const label = object('security-label', 'no_such_provider', 'shop')
  expect(await obstaclesOf([extension, object('table', 'orders', 'elsewhere'), label])).toEqual([
    ...missingRoles,
    'extension no_such_extension is not available on the server',
    'schema elsewhere does not exist, and up.sql does not create it',
    'the server has not loaded the security label provider no_such_provider',
  ])
})

it('nothing but the roles, where the server has the extension', async () => {
  expect(await obstaclesOf([object('extension', 'hstore', null)])).toEqual(missingRoles)
})

it('apply refuses with the list, and does nothing', async () => {
  const database = await live.database()
  const { consolidated, backups } = project
  const options = { env: environmentOf(database.address), consolidated, backups, lockTimeout: '1s' }
  for (const force of [false, true]) {
    expect(await refusal(apply({ ...options, force, yes: true }))).toMatchObject({
      code: 'cannot-apply',
      exitCode: 1,
      details: missingRoles,
    })
  }
  const found = await using(database, (db) => db.query(`select to_regnamespace('shop') as shop`))
  expect(found).toEqual([{ shop: null }])
})

it('a role that may not create in a schema of the database', async () => {
  const filled = await createProject({ 'migrations/001_orders.sql': 'CREATE TABLE public.orders (id int);\n' })
  try {
    const database = await live.database('CREATE ROLE preflight_nobody LOGIN')
    const env = { ...environmentOf(database.address), PGUSER: 'preflight_nobody' }
    const { consolidated, backups } = filled
    expect(await refusal(apply({ env, consolidated, backups, lockTimeout: '1s' }))).toMatchObject({
      code: 'cannot-apply',
      details: ['role preflight_nobody may not create objects in schema public'],
    })
  } finally {
    await filled.remove()
  }
})
