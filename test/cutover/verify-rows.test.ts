// The verdict of verify is about the schema. Reference rows may differ, and the answer says that it did not look.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../../src/commands/apply.ts'
import { verify } from '../../src/commands/verify.ts'
import { comparisonText } from '../../src/report/comparison-text.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { createProject, environmentOf, hasuraShop, shop, using } from './project.ts'
import type { Project } from './project.ts'

const [spec = 'embedded'] = serverSpecs
const live = useScratch(spec)
const projects: Project[] = []
beforeAll(async () => {
  projects.push(await createProject(shop), await createProject(hasuraShop))
})
afterAll(() => Promise.all(projects.map((project) => project.remove())))

async function verified(project: Project | undefined, change: string) {
  if (project === undefined) throw new Error('no fixture')
  const database = await live.database()
  const { consolidated, backups } = project
  const { host, port, user } = database.address
  const scratch = `postgres://${user}@/postgres?host=${encodeURIComponent(host)}&port=${port}`
  const options = { env: environmentOf(database.address), consolidated, backups, lockTimeout: '2s', scratch }
  await apply(options)
  await using(database, (db) => db.execute(change))
  return { all: await verify(options), part: await verify({ ...options, schemas: ['shop'] }), consolidated }
}

it('says that changed reference rows were not compared, and counts what up.sql does not create', async () => {
  const { all, part, consolidated } = await verified(projects[0], "update shop.customers set level = 'new'")
  const message = '1 table of reference rows was not compared: verify compares the schema, not rows'
  const finding = { code: 'rows-not-compared', severity: 'info', subject: consolidated, message }
  expect(all).toMatchObject({ equivalent: true, findings: [finding] })
  expect(all.left.before).toBeGreaterThan(0)
  expect(comparisonText(all, { colour: false })).toContain(`note: ${consolidated}: ${message}\n`)
  expect(part.findings).toContainEqual(finding)
  expect(part.left).not.toHaveProperty('before')
})

it('says nothing of rows where up.sql inserts none', async () => {
  const { all } = await verified(projects[1], "insert into shop.customers values (1, 'a')")
  expect(all).toMatchObject({ equivalent: true, findings: [] })
})
