// The list of the tables of runners, which stands beside what the layouts say of themselves.
import { expect, it } from 'vitest'
import { layouts } from '../../src/layouts/registry.ts'
import { runnerTables } from '../../src/layouts/tracking-tables.ts'
import { findRunnerTables } from '../../src/sources/runner-tables.ts'
import { quoteName, quotePath } from '../../src/sql/quote.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

it('has the tables of every layout', () => {
  const listed = new Set(runnerTables.map(({ table }) => table))
  const tables = layouts.flatMap(({ trackingTables }) => trackingTables.map(({ name }) => name))
  expect(tables.filter((name) => !listed.has(name))).toEqual([])
  const schemas = new Set(runnerTables.flatMap(({ ownSchema, wholeSchema }) => [ownSchema, wholeSchema]))
  expect(layouts.flatMap(({ trackingSchemas }) => trackingSchemas).filter((name) => !schemas.has(name))).toEqual([])
})

it('has no form twice', () => {
  const forms = runnerTables.map(({ table, columns, wholeSchema }) => JSON.stringify([table, columns, wholeSchema]))
  expect(new Set(forms).size).toBe(forms.length)
})

it('finds each form in a database, and none with a column more', async () => {
  const db = await scratch.connected()
  for (const { runner, table, columns, ownSchema, wholeSchema } of runnerTables) {
    const schema = wholeSchema ?? ownSchema ?? 'public'
    const made = columns.split(' ').map((column) => `${quoteName(column)} text`)
    if (schema !== 'public') await db.execute(`CREATE SCHEMA ${schema}`)
    await db.execute(`CREATE TABLE ${quotePath(schema, table)} (${made.join(', ')})`)
    const found = (await findRunnerTables(db)).map((place) => [place.runner, place.schema, place.name])
    const expected = {
      table: wholeSchema === undefined ? [[runner, schema, table]] : [],
      schema: schema === 'public' ? [] : [[runner, schema, undefined]],
    }
    expect(found).toEqual([...expected.table, ...expected.schema])
    await db.execute(`ALTER TABLE ${quotePath(schema, table)} ADD COLUMN one_more text`)
    expect(await findRunnerTables(db)).toHaveLength(wholeSchema === undefined ? 0 : 1)
    await db.execute(`DROP TABLE ${quotePath(schema, table)}`)
    if (schema !== 'public') await db.execute(`DROP SCHEMA ${schema}`)
  }
})
