// A database and its own pg_dump restore are one schema, whatever expressions they hold: they must compare
// equal, but for what pg_dump itself does not carry. Every schema of the test folders is asked.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import type { Difference } from '../../src/model/difference.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { RereadSide } from '../../src/prove/reread.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../../src/server/pg-dump.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { corpusCases } from '../support/corpus.ts'
import { withDatabase } from '../support/with-database.ts'

/** What a schema-only dump loses or changes by itself: true differences, each with its reason. */
const lostByDump: readonly { readonly is: (difference: Difference) => boolean; readonly why: string }[] = [
  { is: changes('materialized-view', 'populated'), why: 'a dump without rows fills no materialized view' },
  { is: changes('extension', 'version'), why: 'CREATE EXTENSION is printed without the version' },
  {
    is: ({ id, kind }) => kind === 'comment' && id.startsWith('extension '),
    why: "the extension's script sets its own",
  },
  {
    is: ({ id }) => id === 'constraint app.p1.ct',
    why: 'a comment on a constraint that a partition inherits is not printed',
  },
  {
    is: ({ id }) => ['trigger public.part.tg', 'trigger public.subpart.tg', 'type public."Many"'].includes(id),
    why: "a comment on a partition's copy of a trigger or on a multirange type is not printed",
  },
  { is: changes('constraint', 'triggers'), why: 'a disabled trigger behind a constraint is not printed' },
  { is: ({ id, kind }) => kind === 'trigger' && id.includes('"RI_FKey_'), why: 'the same, as an object' },
  {
    is: (difference) => changes('column', 'notNull')(difference) && Boolean(difference.left && difference.right),
    why: 'a NOT NULL that is inherited and named is printed with the child, which then owns it as well',
  },
  { is: changes('column', 'notNullName'), why: 'the same: its name' },
  {
    is: changes('constraint', 'validated'),
    why: 'a child made after a NOT VALID check is printed as if it was there before',
  },
  {
    is: changes('aggregate', 'movingFinalModify'),
    why: 'MFINALFUNC_MODIFY is printed only beside MFINALFUNC',
  },
  { is: changes('table', 'columnOrder'), why: 'the columns of a child come after those it inherits' },
]

function changes(kind: string, attribute: string): (difference: Difference) => boolean {
  return (difference) => difference.kind === kind && difference.attribute === attribute
}

const pairs = join(import.meta.dirname, '../pairs')
const files = [
  ...corpusCases(18).map(({ name, file, roles }) => ({ name, file, roles })),
  ...readdirSync(pairs, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      ['left.sql', 'right.sql'].map((side) => ({ name: `${name}/${side}`, file: join(pairs, name, side), roles: [] })),
    ),
]

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
  await server.ensureRoles(['pairs_app', 'pairs_other', ...files.flatMap(({ roles }) => roles)])
})
afterAll(() => server?.close())

describe.concurrent('a database and its own dump and restore', () => {
  test.each(files)('$name', async ({ file }) => {
    await withDatabase(server, readFileSync(file, 'utf8'), async (db) => {
      const dump = await dumpSchema(db, { owners: true, privileges: true })
      await withDatabase(server, '', async (restored) => {
        await restoreSchemaDump(restored, dump)
        const [left, right] = await Promise.all([sideOf(db), sideOf(restored)])
        const { found, findings } = await compareSettled(left, right, () => Promise.resolve(server))
        expect(findings).toEqual([])
        const unexpected = found.filter(({ difference }) => !lostByDump.some(({ is }) => is(difference)))
        expect(unexpected.map(({ difference }) => difference)).toEqual([])
      })
    })
  })
})

async function sideOf(db: Database): Promise<RereadSide> {
  return { label: 'database', snapshot: await readCatalog(db), dumpable: () => Promise.resolve(db) }
}
