import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeStructure } from '../../src/prove/pg-structure.ts'
import { useScratch } from '../support/scratch.ts'
import { schemaUp } from './fixtures.ts'

const scratch = useScratch('embedded')

test('a .env file of the working directory does not change the environment', async () => {
  const home = process.cwd()
  const folder = mkdtempSync(join(tmpdir(), 'pgfold-env-'))
  writeFileSync(join(folder, '.env'), 'PGFOLD_TEST_LEAK=1\nPGHOST=elsewhere.example\n')
  const before = { ...process.env }
  process.chdir(folder)
  try {
    const lines = await describeStructure(await scratch.connected(schemaUp))
    expect(lines).toContain('schema public tables orders constraints orders_user_id_fkey onDelete: "CASCADE"')
  } finally {
    process.chdir(home)
    rmSync(folder, { recursive: true })
  }
  expect({ ...process.env }).toEqual(before)
})

test('the same schema reads the same in two databases, and no oid is told', async () => {
  const [first, second] = [
    await scratch.connected(schemaUp),
    await scratch.connected('create table before (a int)', 'drop table before', schemaUp),
  ]
  const lines = await describeStructure(first)
  expect(await describeStructure(second)).toEqual(lines)
  expect(lines.filter((line) => / (oid|classOid|arrayOid|attributeNumber):/u.test(line))).toEqual([])
})

test('the order of foreign keys with one name that point to a table is no property of it', async () => {
  const tables = ['left_one', 'right_one'].map(
    (name) => `create table ${name} (u int constraint same references users)`,
  )
  const users = 'create table users (id int primary key)'
  const [first, second] = [
    await scratch.connected(users, ...tables),
    await scratch.connected(users, ...tables.toReversed()),
  ]
  const lines = await describeStructure(first)
  expect(await describeStructure(second)).toEqual(lines)
  expect(lines.filter((line) => line.includes('foreignKeysToThis'))).toContain(
    'schema public tables users foreignKeysToThis: ["ForeignKey public.left_one.same","ForeignKey public.right_one.same"]',
  )
})
