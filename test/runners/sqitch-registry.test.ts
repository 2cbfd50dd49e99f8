// A registry that is another schema than `sqitch`: as sqitch.conf says, which the manifest remembers, or as a person does.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { adopt } from '../../src/commands/adopt.ts'
import { archive } from '../../src/commands/archive.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rehearse } from '../../src/commands/rehearse.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import { environmentOf, using } from '../cutover/project.ts'
import { folderWith, refusal } from '../layouts/folders.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { useRunner } from './harness.ts'
import { conf, everyRowIn, head, isThere, planned, sqitch } from './sqitch.ts'

if (!isThere) test.skip('no sqitch is installed', () => undefined)

const files = {
  'db/sqitch.plan': `${head}${planned('app', 1)}${planned('@v1', 2)}${planned('users [app]', 3)}`,
  'db/deploy/app.sql': 'BEGIN;\nCREATE SCHEMA app;\nCOMMIT;\n',
  'db/deploy/users.sql': "CREATE TABLE app.users (id int PRIMARY KEY);\nCOMMENT ON TABLE app.users IS :'registry';\n",
}

describe.skipIf(!isThere && !process.env['CI'])('as sqitch.conf says', () => {
  const claims = useRunner({
    folder: 'db',
    migrate: ({ root, env }) => sqitch(['deploy'], { root: join(root, 'db'), env }),
    tracking: `${everyRowIn('meta')} order by 1, 2`,
    next: async (root) => ({
      'db/sqitch.plan': (await readFile(join(root, 'db/sqitch.plan'), 'utf8')) + planned('next', 59),
      'db/deploy/next.sql': 'CREATE TABLE public.next_one (id int);\n',
    }),
  })

  test('a schema of its own', () =>
    claims.hold({ ...files, 'db/sqitch.conf': `${conf}[engine "pg"]\n\tregistry = meta\n` }))
})

describe.skipIf(!isThere && !process.env['CI'])('as a person says', () => {
  const scratch = useScratch('embedded')

  // Sqitch comments on the schema of its registry, whichever it is.
  test.each([
    ['meta', []],
    ['public', ['comments']],
  ])('the schema %s', { timeout: 300_000 }, async (registry, ignore) => {
    const root = await folderWith({
      ...files,
      'db/sqitch.conf': conf,
      'db/deploy/users.sql': 'CREATE TABLE app.users ();',
    })
    const database = await scratch.database()
    const place = { root: join(root, 'db'), env: environmentOf(database.address) }
    const run = (...args: readonly string[]): Promise<string> => sqitch([...args, '--registry', registry], place)
    await run('deploy')
    const url = urlOf(database.address)
    const paths = { migrations: place.root, consolidated: join(root, 'out'), archived: join(root, 'old') }
    await consolidate({ history: paths.migrations, out: paths.consolidated, scratch: url })
    await archive(paths)
    const usual = { ignore, db: url, env: {}, lockTimeout: '5s', scratch: url, ...paths }
    expect(await refusal(adopt(usual))).toMatchObject({ code: 'no-tracking-table' })

    const options = { ...usual, trackingTable: { schema: registry, name: 'changes' } }
    const rowsOf = (): Promise<object[]> => using(database, (db) => db.query(`${everyRowIn(registry)} order by 1, 2`))
    const before = await rowsOf()
    expect(await verify(options)).toMatchObject({ equivalent: true, differences: [] })
    const rehearsed = await rehearse({ ...options, from: url })
    expect(rehearsed.rehearsals.filter(({ outcome }) => outcome === 'failed')).toEqual([])
    expect(rehearsed.done).toBe(true)
    expect(await adopt(options)).toMatchObject({ refusal: null, done: true, table: `${registry}.changes` })
    expect(await run('status')).toContain('Nothing to deploy (up-to-date)')
    expect(await run('check')).toContain('Check successful')
    await undoAdopt(options)
    expect(await rowsOf()).toEqual(before)
  })
})
