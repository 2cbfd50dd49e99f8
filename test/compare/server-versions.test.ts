// One schema on PostgreSQL 15 and on 18: what 15 cannot know of it is no difference, everything else still is.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { SettledComparison } from '../../src/prove/reread.ts'
import type { Database } from '../../src/server/database.ts'
import { corpusCases } from '../support/corpus.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

const names = ['column--', 'constraint--', 'domain--', 'index--', 'order--rows', 'table--', 'trigger--', 'view--']

describe.runIf(serverSpecs.includes('installed:15'))('PostgreSQL 15 and 18', () => {
  const older = useScratch('installed:15')
  const newer = useScratch('embedded')

  const cases = corpusCases(15).filter(({ name }) => names.some((start) => name.startsWith(start)))
  it.each(cases)('hold the same schema $name', async ({ file, roles }) => {
    const sql = readFileSync(file, 'utf8')
    await Promise.all([older, newer].map((scratch) => scratch.server().ensureRoles(roles)))
    const { found, findings } = await comparison(sql, sql)
    expect(found.map(({ difference }) => difference)).toEqual([])
    expect(findings).toEqual([])
  })

  it('count what 15 cannot know', async () => {
    const sql = 'CREATE TABLE a (id integer NOT NULL); ALTER TABLE a RENAME TO b'
    const { found, equivalences } = await comparison(sql, sql)
    expect(found).toEqual([])
    expect(equivalences).toEqual({ 'server-version': 1 })
  })

  it('differ where a column is NOT NULL on one alone', async () => {
    const { found } = await comparison('CREATE TABLE t (id integer)', 'CREATE TABLE t (id integer NOT NULL)')
    expect(found.map(({ difference }) => [difference.id, difference.attribute])).toEqual([['public.t.id', 'notNull']])
  })

  async function comparison(onOlder: string, onNewer: string): Promise<SettledComparison> {
    const [left, right] = await Promise.all([older.connected(onOlder), newer.connected(onNewer)])
    return compareSettled(await sideOf(left), await sideOf(right), async () => newer.server())
  }
})

async function sideOf(db: Database) {
  return { label: db.serverLabel, snapshot: await readCatalog(db), dumpable: async () => db }
}
