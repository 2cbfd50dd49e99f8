// A fleet of tenants on several servers: each is compared on a scratch server of its own server's version, and what newer
// migrations make of roles is in nobody's way.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { archive } from '../../src/commands/archive.ts'
import { fleet } from '../../src/commands/fleet.ts'
import { createProject } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { urlOf } from '../support/url.ts'

// The versions print the view, and store the NOT NULL, in ways of their own.
const one = `CREATE TABLE orders (id int PRIMARY KEY, paid date NOT NULL);
  CREATE VIEW recent AS SELECT o.id, count(*) FROM orders o JOIN (SELECT id FROM orders) AS i USING (id) GROUP BY o.id;`
const two = 'CREATE ROLE auditor_of_tenants; GRANT SELECT ON orders TO auditor_of_tenants;'

const servers = serverSpecs.map((spec) => useScratch(spec))
let project: Project
beforeAll(async () => {
  project = await createProject({ 'migrations/001_shop.sql': one }, { 'migrations/002_roles.sql': two })
  await archive(project)
})
afterAll(() => project.remove())

const inTenant = (name: string, ...sql: readonly string[]): string[] => [
  `CREATE SCHEMA ${name}; SET search_path = ${name}`,
  ...sql,
  'CREATE TABLE migrations (name text PRIMARY KEY)',
  `INSERT INTO migrations VALUES ('001_shop'), ('002_roles')`,
  'RESET search_path',
]

it('adopts them all at once', async () => {
  const granted = 'GRANT SELECT ON orders TO auditor_of_tenants'
  const databases: string[] = []
  for (const server of servers) {
    const tenants = ['tenant_a', 'tenant_b'].flatMap((name) => inTenant(name, one, granted))
    const role = `DO $$ BEGIN CREATE ROLE auditor_of_tenants; EXCEPTION WHEN duplicate_object THEN NULL; END $$`
    for (let n = 0; n < 2; n++) databases.push(urlOf((await server.database(role, ...tenants)).address))
  }
  const { migrations, archived, consolidated } = project
  const options = { migrations, archived, consolidated, env: {}, lockTimeout: '5s' }
  const result = await fleet({ ...options, databases, concurrency: 4, tenants: 'tenant_%', action: 'adopt' })
  expect(result.databases.map(({ summary }) => summary)).toEqual(
    databases.flatMap(() => ['adopted (past-the-line)', 'adopted (past-the-line)']),
  )
})
