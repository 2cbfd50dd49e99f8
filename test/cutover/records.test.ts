// The rows of a runner that can be told how: names with an ending or without one, which keep what they have.
import { expect, it } from 'vitest'
import { findRecords } from '../../src/cutover/choose-records.ts'
import { readRecorded } from '../../src/cutover/records.ts'
import { rewriteStatements, saveStatements, undoStatements } from '../../src/cutover/rewrite-records.ts'
import { layoutNamed } from '../../src/layouts/choose-layout.ts'
import { useScratch } from '../support/scratch.ts'

const scratch = useScratch('embedded')

it.each([
  ['numbered', 'migrations', '.sql', '2_consolidated_schema.sql'],
  ['numbered', 'migrations', '', '2_consolidated_schema.sql'],
  ['umzug', '"SequelizeMeta"', '.js', '2_consolidated_schema.ts'],
  ['umzug', '"SequelizeMeta"', '.ts', '2_consolidated_schema.ts'],
])('%s: %s with the ending "%s"', async (layout, table, ending, path) => {
  const database = await scratch.database(
    `create table ${table} (name text primary key)`,
    `insert into ${table} values ('1_a${ending}'), ('2_b${ending}')`,
  )
  const db = await database.connect()
  const found = await findRecords(db, layoutNamed(layout).records ?? [], { history: '' })
  if (found === undefined) throw new Error('no table')
  expect((await readRecorded(db, found)).ids).toEqual(['1_a', '2_b'])
  const folded = ['1_a', '2_b']
  const consolidated = { id: '2', name: 'consolidated_schema', path }
  const names = () => db.query(`select name from ${table} order by 1`)
  const saved = { line: '2', recorded: '2_consolidated_schema', sha256: '' }
  const statements = [...saveStatements(found, saved), ...rewriteStatements(found, { folded, consolidated, newer: [] })]
  for (const statement of statements) await db.execute(statement)
  expect(await names()).toEqual([{ name: `2_consolidated_schema${ending}` }])
  expect((await readRecorded(db, found)).ids).toEqual(['2_consolidated_schema'])
  for (const statement of undoStatements(found, { folded, recorded: saved.recorded, present: [] }))
    await db.execute(statement)
  expect(await names()).toEqual([{ name: `1_a${ending}` }, { name: `2_b${ending}` }])
  await db.close()
})
