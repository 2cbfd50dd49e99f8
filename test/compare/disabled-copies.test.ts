// A partition has a copy of its partitioned table's foreign key. Where the copy's triggers are disabled, the key is
// not enforced there. pg_dump prints them by names that hold oids, so that its own dump cannot be restored.
import { describe, expect, it } from 'vitest'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { compare } from '../../src/compare/compare.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

const schema = `
  CREATE TABLE r (id integer PRIMARY KEY);
  CREATE TABLE p (id integer, r integer CONSTRAINT p_r REFERENCES r) PARTITION BY LIST (id);
  CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);`

describe.each(serverSpecs)('disabled triggers of a copied foreign key, on %s', (spec) => {
  const scratch = useScratch(spec)

  it('make a difference', async () => {
    const left = await readCatalog(await scratch.connected(schema, 'ALTER TABLE p1 DISABLE TRIGGER ALL'))
    const right = await readCatalog(await scratch.connected(schema))
    expect(compare(left, right).found.map(({ difference }) => difference)).toMatchObject([
      {
        id: 'public.p.p_r',
        attribute: 'triggers',
        left: { 'public.p1 RI_FKey_check_ins': 'D', 'public.p1 RI_FKey_check_upd': 'D' },
      },
    ])
  })
})
