// A project with migrations of TypeORM, run by its own command line. A user's table of the name of TypeORM's own stays.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useScratch } from '../support/scratch.ts'
import { useRunner } from './harness.ts'
import { runCommand } from './run-program.ts'
import { expectHostile, hostileSql } from './hostile-sql.ts'
import { createProject, expectSameAsRunner } from './project.ts'

const scratch = useScratch('embedded')

const files = {
  'data-source.js': `
    const { DataSource } = require('typeorm')
    const migrations = [__dirname + '/migrations/*.js']
    module.exports = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, migrations })`,
  'migrations/1700000000000-Birds.js': `
    module.exports.Birds1700000000000 = class Birds1700000000000 {
      async up(runner) {
        await runner.query('CREATE SCHEMA flock')
        await runner.query('CREATE TABLE flock.migrations (id serial PRIMARY KEY, bird text, "from" text, "to" text)')
      }
      async down(runner) { await runner.query('DROP SCHEMA flock CASCADE') }
    }`,
  'migrations/1700000100000-Rings.js': `
    const { Table, TableIndex } = require('typeorm')
    module.exports.Rings1700000100000 = class Rings1700000100000 {
      async up(runner) {
        await runner.createTable(new Table({
          name: 'ring',
          columns: [
            { name: 'id', type: 'uuid', isPrimary: true, default: 'gen_random_uuid()' },
            { name: 'code', type: 'varchar', length: '20', isUnique: true },
          ],
        }))
        await runner.createIndex('ring', new TableIndex({ name: 'ring_code', columnNames: ['code'] }))
        await runner.query("INSERT INTO flock.migrations (bird, \\"from\\", \\"to\\") VALUES ('swift', 'Mali', 'Ulm')")
      }
      async down(runner) { await runner.dropTable('ring') }
    }`,
}

let project: Awaited<ReturnType<typeof createProject>>
beforeAll(async () => {
  project = await createProject(files, 'node_modules/typeorm/cli.js', 'migration:run', '-d', 'data-source.js')
})
afterAll(() => project.remove())

it('folds into what TypeORM builds, without its table', async () => {
  const { rows } = await expectSameAsRunner(project, scratch, { tracking: ['public.migrations'] })
  expect(rows).toEqual({ 'flock.migrations': 1 })
})

const typeorm = (root: string, word: string): string =>
  `cd "${root}" && "${process.execPath}" node_modules/typeorm/cli.js migration:${word} -d data-source.js`
const run = (root: string): string => typeorm(root, 'run')

const claims = useRunner({
  folder: 'migrations',
  command: run,
  back: (root) => typeorm(root, 'revert'),
  migrate: (place) => runCommand(run(place.root), place),
  tracking: 'select id, timestamp, name from public.migrations order by id',
  next: () => ({
    'migrations/4000000000000-Next.js': `
      exports.Next4000000000000 = class Next4000000000000 {
        up(runner) { return runner.query('CREATE TABLE next_one (id int)') }
        down(runner) { return runner.query('DROP TABLE next_one') }
      }`,
  }),
})

it('goes over to one migration, and back', async () => {
  const { original } = await claims.hold({
    ...files,
    // The times of the classes are the order, whatever the files are called.
    'migrations/0-hostile.js': `
      exports.Hostile = class Hostile {
        name = 'Hostile1700000200000'
        async up(runner) { await runner.query(${JSON.stringify(hostileSql)}) }
        async down(runner) { await runner.query('DROP TABLE hostile') }
      }`,
  })
  await expectHostile(original)
})
