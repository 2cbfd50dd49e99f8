// What is replayed reaches no publisher, and no database but its own.
import { expect, it } from 'vitest'
import { splitText } from '../../src/history/statements.ts'

it.each([
  [
    `CREATE SUBSCRIPTION "S" CONNECTION 'host=db' PUBLICATION a, "B" WITH (copy_data = false, slot_name = s, binary)`,
    `CREATE SUBSCRIPTION "S" CONNECTION 'host=db' PUBLICATION a, "B" WITH (connect = false, slot_name = 's', binary)`,
  ],
  ['ALTER SUBSCRIPTION s ADD PUBLICATION b', 'ALTER SUBSCRIPTION s ADD PUBLICATION b WITH (refresh = false)'],
  ['ALTER SUBSCRIPTION s ENABLE', 'ALTER SUBSCRIPTION s DISABLE'],
  ['ALTER SUBSCRIPTION s REFRESH PUBLICATION', `SELECT 'ALTER SUBSCRIPTION s REFRESH'`],
  [
    'DROP SUBSCRIPTION s',
    'ALTER SUBSCRIPTION s DISABLE; ALTER SUBSCRIPTION s SET (slot_name = NONE); DROP SUBSCRIPTION s',
  ],
  [
    `ALTER /* the */ DATABASE "Größe" SET x.y = 'ü'`,
    `DO 'BEGIN EXECUTE ''ALTER /* the */ DATABASE '' || pg_catalog.quote_ident(pg_catalog.current_database()) || '' SET x.y = ''''ü''''''; END'`,
  ],
  [
    'ALTER ROLE database IN DATABASE d RESET ALL',
    `DO 'BEGIN EXECUTE ''ALTER ROLE database IN DATABASE '' || pg_catalog.quote_ident(pg_catalog.current_database()) || '' RESET ALL''; END'`,
  ],
  [
    'GRANT CONNECT ON DATABASE app TO PUBLIC',
    `DO 'BEGIN EXECUTE ''GRANT CONNECT ON DATABASE '' || pg_catalog.quote_ident(pg_catalog.current_database()) || '' TO PUBLIC''; END'`,
  ],
])('%s', async (sql, expected) => {
  const [statement] = await splitText(sql, 'x.sql')
  expect(statement?.scratchText).toBe(expected)
})

it.each([
  'ALTER SUBSCRIPTION s SET (binary = true)',
  `ALTER SUBSCRIPTION s CONNECTION 'x=y'`,
  'ALTER SUBSCRIPTION s OWNER TO o',
  'ALTER ROLE r SET x.y = z',
  'GRANT SELECT ON t TO PUBLIC',
  'REVOKE ALL ON DATABASE a, b FROM PUBLIC',
])('%s is run as it is', async (sql) => {
  const [statement] = await splitText(sql, 'x.sql')
  expect(statement?.scratchText).toBeUndefined()
})

it('refuses what only a publisher could do', async () => {
  const [statement] = await splitText('ALTER SUBSCRIPTION s SET (failover = true)', 'x.sql')
  expect(statement?.scratchText).toContain('RAISE EXCEPTION')
})
