// The ledger: every column of every catalog that a kind answers for is read by its query or ignored with a
// reason. A new PostgreSQL version that adds a column fails here until somebody has looked at it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unmodelledQuery } from '../../src/catalog/unmodelled.ts'
import { kinds } from '../../src/kinds/registry.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { catalogsIgnored } from './catalogs-ignored.ts'

describe.each(serverSpecs)('the ledger on %s', (spec) => {
  let server: ScratchServer
  let db: Database

  beforeAll(async () => {
    server = await openScratchServer(spec)
    db = await (await server.createDatabase()).connect()
  })
  afterAll(async () => {
    await db?.close()
    await server?.close()
  })

  it('knows every catalog', async () => {
    const rows = await db.query<{ name: string }>(`
      select relname::text as name from pg_catalog.pg_class
      where relnamespace = 'pg_catalog'::regnamespace and relkind = 'r' order by 1`)
    const unmodelled = unmodelledQuery()
    const covered = new Set(kinds.flatMap((kind) => kind.catalogs))
    const unknown = rows.filter(
      ({ name }) => !covered.has(name) && !(name in catalogsIgnored) && !unmodelled.includes(`pg_catalog.${name} `),
    )
    expect(unknown.map(({ name }) => name)).toEqual([])
  })

  it('reads or ignores with a reason every column of the catalogs of every kind', async () => {
    const rows = await db.query<{ catalog: string; column: string }>(`
      select c.relname::text as catalog, a.attname::text as column
      from pg_catalog.pg_attribute as a
      join pg_catalog.pg_class as c on c.oid = a.attrelid
      where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r' and a.attnum > 0
      order by 1, a.attnum`)
    const silent = rows.filter(({ catalog, column }) => {
      const answering = kinds.filter((kind) => kind.catalogs.includes(catalog))
      return answering.length > 0 && column !== 'oid' && !isAccountedFor(`${catalog}.${column}`, column)
    })
    expect(silent.map(({ catalog, column }) => `${catalog}.${column}`)).toEqual([])
  })

  function isAccountedFor(qualified: string, column: string): boolean {
    const asColumn = new RegExp(`\\b[a-z_]+\\.${column}\\b`, 'u')
    return kinds.some(
      (kind) =>
        kind.columnsIgnored[qualified] !== undefined ||
        (kind.catalogs.includes(qualified.split('.')[0] ?? '') && asColumn.test(kind.query(db.serverVersion))),
    )
  }
})

describe('the reasons of the ledger', () => {
  it('are sentences about columns of catalogs that the kind answers for', () => {
    for (const kind of kinds) {
      for (const [column, reason] of Object.entries(kind.columnsIgnored)) {
        expect(kind.catalogs, `${kind.name}: ${column}`).toContain(column.split('.')[0])
        expect(reason.length, `${kind.name}: ${column}`).toBeGreaterThan(10)
      }
    }
  })
})
