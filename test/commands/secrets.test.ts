// Secrets from the fold to the live database: no file holds one, up.sql applies without them, and what a role may not
// read is said.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { apply } from '../../src/commands/apply.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { verify } from '../../src/commands/verify.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const schema = (password: string): string => `
  CREATE FOREIGN DATA WRAPPER w;
  CREATE SERVER s FOREIGN DATA WRAPPER w;
  CREATE USER MAPPING FOR CURRENT_USER SERVER s OPTIONS ("user" 'u', password '${password}');
  CREATE FOREIGN TABLE t (a integer) SERVER s;`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

const scratch = useScratch('embedded')
const env = {}
const mapping = 'user-mapping FOR CURRENT_USER SERVER s'

it('folds, applies and verifies without them', async () => {
  const history = join(folder, 'schema.sql')
  const consolidated = join(folder, 'out')
  await writeFile(history, schema('hunter2'))
  const folded = await consolidate({ history, out: consolidated })
  expect(folded).toMatchObject({ proved: true, findings: [{ code: 'secret-left-out', subject: mapping }] })
  for (const file of await readdir(consolidated)) {
    const text = await readFile(join(consolidated, file), 'utf8')
    expect(text).not.toMatch(/hunter2|"secrets": \{/u)
  }
  const live = await scratch.database()
  const options = { db: urlOf(live.address), consolidated, env }
  await apply({ ...options, backups: folder, lockTimeout: '5s', yes: true })
  expect(await verify(options)).toMatchObject({ verdict: 'identical', findings: [] })
  const db = await live.connect()
  await db.execute(`ALTER USER MAPPING FOR CURRENT_USER SERVER s OPTIONS (ADD password 'production')`)
  await db.close()
  expect(await verify(options)).toMatchObject({
    verdict: 'identical',
    findings: [{ code: 'secrets-not-compared', subject: mapping }],
  })
})

it('tells two databases with other passwords apart, and shows neither', async () => {
  const [left, right] = [await scratch.database(schema('hunter2')), await scratch.database(schema('hunter3'))]
  const sides = { left: urlOf(left.address), right: urlOf(right.address), env }
  const { verdict, differences } = await compareSchemas(sides)
  expect(verdict).toBe('different')
  expect(differences).toEqual([
    {
      change: 'changed',
      kind: 'user-mapping',
      id: 'FOR CURRENT_USER SERVER s',
      attribute: 'secrets',
      left: { password: '(secret)' },
      right: { password: '(another secret)' },
      severity: 'significant',
    },
  ])
  expect(await compareSchemas({ ...sides, right: sides.left })).toMatchObject({ verdict: 'identical' })
})

it('cannot call equal, nor fold, what a role may not read', async () => {
  await scratch.server().ensureRoles(['secrets_reader'])
  const live = await scratch.database(schema('hunter2'), 'ALTER ROLE secrets_reader LOGIN')
  const own = urlOf(live.address)
  const other = urlOf({ ...live.address, user: 'secrets_reader' })
  const { verdict, differences, findings } = await compareSchemas({ left: own, right: other, env })
  expect({ verdict, differences }).toEqual({ verdict: 'unverified', differences: [] })
  expect(findings.map(({ code }) => code)).toEqual(['unreadable', 'secrets-not-compared'])
  await expect(consolidate({ from: other, out: join(folder, 'unreadable'), env })).rejects.toMatchObject({
    code: 'unverified',
    exitCode: 1,
  })
})
