// One schema on servers of two versions: what the older one cannot know of it, and what each chose by itself, is no
// difference; everything else still is. `npm run roundtrip` asks every corpus case on every version.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import type { Difference } from '../../src/model/difference.ts'
import type { SettledComparison } from '../../src/prove/reread.ts'
import { compareOnBoth } from '../support/compare-versions.ts'
import { corpusCases } from '../support/corpus.ts'
import { everyVersion } from '../support/every-version.ts'
import { useScratch } from '../support/scratch.ts'
import type { Scratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

/** The cases that the versions have most reason to show otherwise. */
const dense = new Set([
  'column--attributes',
  'column--identity',
  'comment--everything',
  'constraint--checks',
  'constraint--foreign-keys',
  'constraint--keys',
  'domain--variants',
  'extension--grants-on-members',
  'index--variants',
  'privilege--tables',
  'table--inheritance',
  'table--partitions',
  'trigger--partitioned',
  'view--expressions',
])
const cases = corpusCases(14).filter(({ name }) => dense.has(name))

describe.runIf(everyVersion.includes('installed:14'))('PostgreSQL 14 and 18', () => {
  const older = useScratch('installed:14')
  const newer = useScratch('embedded')
  holdTheSame(older, newer)

  it('leave the owner of the schema public to the server alike, and see whom it was given to', async () => {
    const untouched = await comparison({ older, newer }, '', '')
    expect(untouched.found).toEqual([])
    const give = 'ALTER SCHEMA public OWNER TO given'
    expect(attributes(await comparison({ older, newer }, give, ''))).toEqual([['public', 'owner']])
    expect(attributes(await comparison({ older, newer }, '', give))).toEqual([['public', 'owner']])
    expect(attributes(await comparison({ older, newer }, give, give))).toEqual([])
  })

  it('see the schema public, which each makes otherwise, as what it is or as nobody touched it', async () => {
    const revoke = 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'
    const grant = 'GRANT CREATE ON SCHEMA public TO PUBLIC'
    const anew = 'DROP SCHEMA public; CREATE SCHEMA public'
    const holdTheSame: readonly (readonly [string, string])[] = [
      [revoke, 'ALTER SCHEMA public OWNER TO CURRENT_USER'],
      ['ALTER SCHEMA public OWNER TO pg_database_owner', grant],
      ['REVOKE ALL ON SCHEMA public FROM PUBLIC', 'REVOKE ALL ON SCHEMA public FROM PUBLIC'],
      [anew, anew],
    ]
    for (const [onOlder, onNewer] of holdTheSame) {
      const { found } = await comparison({ older, newer }, onOlder, onNewer)
      expect({ onOlder, onNewer, found }).toEqual({ onOlder, onNewer, found: [] })
    }
    expect(attributes(await comparison({ older, newer }, revoke, grant))).toEqual([
      ['schema public', 'granted'],
      ['schema public', 'revoked'],
    ])
    const { found } = await comparison({ older, newer }, '', anew)
    expect(found.map(({ difference: { change, kind, id } }) => `${change} ${kind} ${id}`)).toEqual([
      'missing comment schema public',
      'extra privilege schema public',
    ])
  })

  it('count versions of extensions that each server chose, and tell one that somebody did', async () => {
    const chosen = await comparison({ older, newer }, 'CREATE EXTENSION citext', 'CREATE EXTENSION citext')
    expect(chosen.found).toEqual([])
    expect(chosen.equivalences).toEqual({ 'server-version': 1 })
    const named = "CREATE EXTENSION citext VERSION '1.5'"
    expect(attributes(await comparison({ older, newer }, named, 'CREATE EXTENSION citext'))).toEqual([
      ['citext', 'version'],
    ])
  })
})

describe.runIf(everyVersion.includes('installed:15'))('PostgreSQL 15 and 18', () => {
  const older = useScratch('installed:15')
  const newer = useScratch('embedded')
  holdTheSame(older, newer)

  it('count what 15 cannot know', async () => {
    const sql = 'CREATE TABLE a (id integer NOT NULL); ALTER TABLE a RENAME TO b'
    const { found, equivalences } = await comparison({ older, newer }, sql, sql)
    expect(found).toEqual([])
    expect(equivalences).toEqual({ 'server-version': 1 })
  })

  it('differ where a column is NOT NULL on one alone', async () => {
    const sql = 'CREATE TABLE t (id integer'
    const found = await comparison({ older, newer }, `${sql})`, `${sql} NOT NULL)`)
    expect(attributes(found)).toEqual([['public.t.id', 'notNull']])
  })

  it('hold the same as two live databases, read again on the newer version', async () => {
    const sql = await textOf('view--expressions', 'constraint--checks')
    const [left, right] = await Promise.all([older.database(sql), newer.database(sql)])
    for (const sides of [
      { left: urlOf(left.address), right: urlOf(right.address) },
      { left: urlOf(right.address), right: urlOf(left.address) },
    ]) {
      const { differences, findings, verdict } = await compareSchemas({ ...sides, env: {} })
      expect({ differences, findings, verdict }).toEqual({ differences: [], findings: [], verdict: 'equivalent' })
    }
  })

  it('hold the same where 15 is a stored snapshot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
    try {
      const file = join(folder, 'schema.sql')
      await writeFile(file, await textOf('view--expressions', 'constraint--checks'))
      await consolidate({ history: file, out: join(folder, 'out'), scratch: 'installed:15', layout: 'plain' })
      const live = await newer.database(await readFile(file, 'utf8'))
      const { differences, findings, verdict } = await compareSchemas({
        left: join(folder, 'out', 'snapshot.json'),
        right: urlOf(live.address),
        scratch: 'embedded',
        env: {},
      })
      expect({ differences, findings, verdict }).toEqual({ differences: [], findings: [], verdict: 'equivalent' })
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

function holdTheSame(older: Scratch, newer: Scratch): void {
  beforeAll(() => Promise.all([older, newer].map((scratch) => scratch.server().ensureRoles([...roles, 'given']))))

  it.each(cases)('hold the same schema $name', async ({ file }) => {
    const sql = await readFile(file, 'utf8')
    const { found, findings } = await comparison({ older, newer }, sql, sql)
    expect([...found.map(({ difference }) => difference), ...findings]).toEqual([])
  })
}

const roles = cases.flatMap((one) => one.roles)

function comparison(
  { older, newer }: { readonly older: Scratch; readonly newer: Scratch },
  onOlder: string,
  onNewer: string,
): Promise<SettledComparison> {
  return compareOnBoth({ older: older.server(), newer: newer.server() }, onOlder, onNewer)
}

function attributes({ found }: SettledComparison): (readonly [string, Difference['attribute']])[] {
  return found.map(({ difference }) => [difference.id, difference.attribute])
}

/** Cases in one file, each in a schema of its own. */
async function textOf(...names: readonly string[]): Promise<string> {
  const texts = corpusCases(15)
    .filter(({ name }) => names.includes(name))
    .map(async ({ file }, index) => {
      const text = (await readFile(file, 'utf8')).replaceAll('public.', `s${index}.`)
      return `CREATE SCHEMA s${index};\nSET search_path = s${index};\n${text}`
    })
  return (await Promise.all(texts)).join('\n')
}
