import { expect, test } from 'vitest'
import { splitText } from '../../src/history/statements.ts'

const none = 'ALTER SUBSCRIPTION s SET (slot_name = NONE)'
const created = "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false, slot_name = NONE)"

async function lastNeedsOwnTransaction(sql: string): Promise<boolean | undefined> {
  return (await splitText(sql, 'a.sql')).at(-1)?.needsOwnTransaction
}

test.each([
  `${none}; DROP SUBSCRIPTION s`,
  `BEGIN; ALTER SUBSCRIPTION S DISABLE; ${none}; DROP SUBSCRIPTION IF EXISTS "s"`,
  `ALTER SUBSCRIPTION s SET (binary = true, slot_name = 'none'); DROP SUBSCRIPTION s CASCADE`,
  `${created}; DROP SUBSCRIPTION s`,
  `${none}; ALTER SUBSCRIPTION s SET (binary = true); DROP SUBSCRIPTION s`,
])('a subscription without a slot is dropped inside a transaction: %s', async (sql) => {
  expect(await lastNeedsOwnTransaction(sql)).toBe(false)
})

test.each([
  'DROP SUBSCRIPTION s',
  `${none}; DROP SUBSCRIPTION another`,
  `${none}; DROP SUBSCRIPTION "S"`,
  `${none}; ALTER SUBSCRIPTION s SET (slot_name = 's'); DROP SUBSCRIPTION s`,
  `-- ${none};\nDROP SUBSCRIPTION s`,
  `SELECT '${none}'; DROP SUBSCRIPTION s`,
  `${none}; ALTER SUBSCRIPTION s RENAME TO t; DROP SUBSCRIPTION s`,
  `BEGIN; ${none}; ROLLBACK; DROP SUBSCRIPTION s`,
  `BEGIN; SAVEPOINT a; ${none}; ROLLBACK TO a; DROP SUBSCRIPTION s`,
  `${none}; DROP SUBSCRIPTION s; DROP SUBSCRIPTION s`,
  "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false); DROP SUBSCRIPTION s",
])('one that may have a slot is not: %s', async (sql) => {
  expect(await lastNeedsOwnTransaction(sql)).toBe(true)
})
