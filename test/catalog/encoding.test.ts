// A database whose encoding cannot hold every character: what is sent to it has to be plain.
import { expect, test } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { folderWith } from '../layouts/folders.ts'
import { addressFor } from '../../src/server/address.ts'
import { connect } from '../../src/server/connection.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const scratch = useScratch('embedded')

test('a database in LATIN1 is read, compared and folded', async () => {
  const admin = await scratch.connected()
  await admin.execute(`create database latin template template0 encoding 'LATIN1' locale 'C' locale_provider libc`)
  const address = addressFor(admin.address, 'latin')
  const db = await connect(address)
  await db.execute(
    `create table caf\u00e9 (id int primary key, na\u00efve text default '\u00e9' check (na\u00efve <> '\u00fc'))`,
  )
  const { objects } = await readCatalog(db, { dependencies: true })
  expect(objects.map(({ id }) => id)).toContain('public."caf\u00e9"')
  await db.close()
  const url = urlOf(address)
  const root = await folderWith({})
  expect(await consolidate({ from: url, out: `${root}/out`, rows: 'none' })).toMatchObject({ proved: true })
  expect(await compareSchemas({ left: url, right: `${root}/out/up.sql`, env: {}, schemas: ['public'] })).toMatchObject({
    equivalent: true,
  })
})
