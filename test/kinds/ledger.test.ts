// The ledger: every column of every catalog that a kind answers for is read by its query or ignored with a
// reason, on every supported version. A new PostgreSQL version that adds a column fails here until somebody has looked
// at it. docs/coverage.md is the ledger as a document.
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { unmodelledQuery } from '../../src/catalog/unmodelled.ts'
import { kinds } from '../../src/kinds/registry.ts'
import { useScratch } from '../support/scratch.ts'
import { everyVersion, isComplete } from '../support/every-version.ts'
import { catalogsIgnored } from './catalogs-ignored.ts'
import { coverageTable } from './coverage-table.ts'
import { columnsRead, kindsOf, readAttributes, readLedger, reasonAgainst } from './ledger.ts'
import type { Ledger } from './ledger.ts'

const ledgers: Ledger[] = []

describe.each(everyVersion)('what only some versions have, on %s', (spec) => {
  const scratch = useScratch(spec)

  it("reads the name of a domain's NOT NULL where the catalog has one", async () => {
    const db = await scratch.connected('create domain d as integer constraint given not null')
    const [row] = await db.query<{ name: string }>(
      `select conname::text as name from pg_catalog.pg_constraint where contypid = 'd'::regtype and contype = 'n'`,
    )
    const { objects } = await readCatalog(db)
    const domain = objects.find(({ kind }) => kind === 'domain')
    expect(domain?.attributes['notNullName'] ?? null).toBe(row?.name ?? null)
  })
})

describe.each(everyVersion)('the ledger on %s', (spec) => {
  const scratch = useScratch(spec)
  let ledger: Ledger
  beforeAll(async () => {
    ledger = await readLedger(await scratch.connected())
    ledgers.push(ledger)
  })

  it('knows every catalog', () => {
    const unknown = [...ledger.catalogs.keys()].filter(
      (name) => kindsOf(name).length === 0 && !(name in catalogsIgnored) && !isReported(name),
    )
    expect(unknown).toEqual([])
  })

  it('reads or ignores with a reason every column of the catalogs of every kind', () => {
    const silent = [...ledger.catalogs].flatMap(([catalog, columns]) =>
      kindsOf(catalog).length === 0
        ? []
        : [...columns].flatMap(([column, readers]) =>
            column === 'oid' || isAnswered(catalog, readers) || reasonAgainst(catalog, column) !== undefined
              ? []
              : [`${catalog}.${column}`],
          ),
    )
    expect(silent).toEqual([])
  })
})

// A kind that has rows of the catalog and does not answer for it says nothing about the others' columns.
function isAnswered(catalog: string, readers: readonly string[]): boolean {
  return kindsOf(catalog).some(({ name }) => readers.includes(name))
}

function isReported(catalog: string): boolean {
  return unmodelledQuery().includes(`pg_catalog.${catalog} `)
}

describe.runIf(isComplete)('docs/coverage.md', () => {
  const scratch = useScratch('embedded')

  it('is what the ledgers say (npm run coverage-table writes it)', async () => {
    const file = join(import.meta.dirname, '../../docs/coverage.md')
    const text = coverageTable({ ledgers, attributes: await readAttributes(scratch.server()) })
    if (process.env['UPDATE_COVERAGE']) await writeFile(file, text)
    expect(await readFile(file, 'utf8')).toBe(text)
  })
})

describe('the columns that a query reads', () => {
  const scratch = useScratch('embedded')

  it('are told from columns of the same name in other catalogs, and from words of the text', async () => {
    const read = await columnsRead(
      await scratch.connected(),
      `select c.oid, 'pg_type.typname' as typlen
      from pg_catalog.pg_class as c
      where exists (select from pg_catalog.pg_operator as c where c.oid = 1)
      order by (select n.nspname from pg_catalog.pg_namespace as n where n.oid = c.relnamespace)`,
    )
    const expected = ['pg_class.oid', 'pg_class.relnamespace', 'pg_namespace.nspname', 'pg_namespace.oid']
    expect([...read].toSorted()).toEqual([...expected, 'pg_operator.oid'])
  })
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

  it.runIf(isComplete)('are about catalogs and columns that there are, and catalogs that no kind answers for', () => {
    const catalogs = new Set(ledgers.flatMap((ledger) => [...ledger.catalogs.keys()]))
    const columns = new Set(
      ledgers.flatMap((ledger) =>
        [...ledger.catalogs].flatMap(([catalog, all]) => [...all.keys()].map((column) => `${catalog}.${column}`)),
      ),
    )
    const ignored = kinds.flatMap((kind) => Object.keys(kind.columnsIgnored))
    expect(ignored.filter((column) => !columns.has(column))).toEqual([])
    expect(Object.keys(catalogsIgnored).filter((name) => !catalogs.has(name) || kindsOf(name).length > 0)).toEqual([])
  })
})
