// test/pairs: two schemas each, and exactly the differences between them, in both directions; and each of the two equals
// its own dump and restore, but for what pg_dump itself does not carry.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Difference } from '../../src/model/difference.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { RereadSide } from '../../src/prove/reread.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { dumpSchema } from '../../src/server/pg-dump.ts'
import { afterRestore, sideOf as plainSideOf } from '../support/dump-and-restore.ts'
import { shareOf } from '../support/share.ts'
import { withDatabase } from '../support/with-database.ts'

const folder = join(import.meta.dirname, '../pairs')
const pairs = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())

/** Pairs whose dump no server restores, each with the reason. */
const beyondDump: ReadonlyMap<string, string> = new Map([
  ['extension--members', 'pg_dump prints CREATE EXTENSION alone, and the script brings the members of the version'],
  ['language--attributes', 'pg_dump leaves out the handlers of a language where one of them is built in'],
  ['security-label--labels', 'a label is restored only where its provider is loaded, and there is none'],
])

let server: ScratchServer
beforeAll(async () => {
  server = await openScratchServer('embedded')
  await server.ensureRoles(['pairs_app', 'pairs_other'])
})
afterAll(() => server?.close())

const scratch = (): Promise<ScratchServer> => Promise.resolve(server)

test.each(shareOf(pairs.map(({ name }) => name)))('%s', async (name) => {
  const sql = (file: string): string => readFileSync(join(folder, name, file), 'utf8')
  const expectedFile = join(folder, name, 'differences.json')
  await withDatabase(server, sql('left.sql'), (left) =>
    withDatabase(server, sql('right.sql'), async (right) => {
      const sides = [await sideOf(left), await sideOf(right)] as const
      const forth = await differences(sides[0], sides[1])
      if (process.env['UPDATE_PAIRS'] && !existsSync(expectedFile)) {
        writeFileSync(expectedFile, `${JSON.stringify(forth, null, 2)}\n`)
      }
      const expected = JSON.parse(readFileSync(expectedFile, 'utf8')) as Difference[]
      expect(forth).toEqual(expected)
      expect(sorted(await differences(sides[1], sides[0]))).toEqual(sorted(expected.map(mirrored)))
      if (beyondDump.has(name)) return
      expect(await lostByRestoring(left, sides[0])).toEqual({ differences: [], findings: [] })
      expect(await lostByRestoring(right, sides[1])).toEqual({ differences: [], findings: [] })
    }),
  )
})

async function sideOf(db: Database): Promise<RereadSide> {
  let reread: Promise<Snapshot> | undefined
  return { ...(await plainSideOf(db)), keepReread: (read) => (reread ??= read()) }
}

async function lostByRestoring(db: Database, side: RereadSide): ReturnType<typeof afterRestore> {
  return afterRestore(side, await dumpSchema(db, { owners: true, privileges: true }), server)
}

async function differences(left: RereadSide, right: RereadSide): Promise<Difference[]> {
  const { found, findings } = await compareSettled(left, right, scratch)
  expect(findings).toEqual([])
  expect(found.every(({ settled }) => settled)).toBe(true)
  return found.map(({ difference }) => difference)
}

function mirrored({ left, right, ...rest }: Difference): Difference {
  const change = { missing: 'extra', extra: 'missing', changed: 'changed' } as const
  return {
    ...rest,
    change: change[rest.change],
    ...(right === undefined ? {} : { left: right }),
    ...(left === undefined ? {} : { right: left }),
  }
}

/** A renamed object goes by its name on the left, so the two directions name it differently. */
function sorted(list: readonly Difference[]): string[] {
  return list
    .map((one) => (one.attribute === 'name' ? { ...one, id: '' } : one))
    .map((one) => JSON.stringify(one, Object.keys(one).sort()))
    .sort()
}
