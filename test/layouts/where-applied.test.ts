// What a person is told to do on databases that ran the folded migrations; docs/cutover.md has the same runners.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layouts } from '../../src/layouts/registry.ts'

const told: Readonly<Record<string, RegExp>> = {
  drizzle: /000012_consolidated_schema in the newest row of drizzle\.__drizzle_migrations/u,
  flyway: /flyway repair/u,
  'graphile-migrate': /hash in the row 000012 of graphile_migrate\.migrations/u,
  knex: /knex_migrations/u,
  kysely: /kysely_migration/u,
  morph: /rows below 12 from db_migrations/u,
  'node-pg-migrate': /pgmigrations.* 000012_consolidated_schema/u,
  postgrator: /UPDATE schemaversion SET md5 = NULL WHERE version = 12:/u,
  prisma: /migrate resolve --applied 000012_consolidated_schema/u,
  refinery: /refinery_schema_history/u,
  sqitch: /deploy --log-only/u,
  sqlx: /_sqlx_migrations.* SHA-384/u,
  supabase: /migration repair --status reverted/u,
  tern: /UPDATE schema_version SET version = 1/u,
  typeorm: /in migrations, .* ConsolidatedSchema000012$/u,
  umzug: /"SequelizeMeta"/u,
}

test.each(layouts.map(({ name, whereApplied }) => [name, whereApplied?.('000012')] as const))('%s', (name, advice) => {
  const expected = told[name]
  if (expected === undefined) expect(advice).toBeUndefined()
  else expect(advice).toMatch(expected)
})

test('the documentation has each of them', () => {
  const text = readFileSync(join(import.meta.dirname, '../../docs/cutover.md'), 'utf8').toLowerCase()
  const rows = text.split('\n').filter((line) => line.startsWith('| '))
  const missing = Object.keys(told).filter((name) => !rows.some((row) => row.startsWith(`| ${name} `)))
  expect(missing).toEqual([])
})
