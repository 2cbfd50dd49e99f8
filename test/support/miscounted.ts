// What fingerprints count against what reading gives, and against what the query of the kind itself gives: where the
// hash of a kind covers rows that are no objects, equal databases would not be known as equal; where a kind were taken for
// one without rows, its differences would not be seen.
import { endReading, openReading } from '../../src/catalog/fingerprints.ts'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { kinds } from '../../src/kinds/registry.ts'
import type { Database } from '../../src/server/database.ts'

/** One line for each kind that is not counted as it is read. */
export async function miscounted(db: Database): Promise<string[]> {
  const counted = await openReading(db)
  const { objects } = await readCatalog(db, { withinTransaction: true })
  const asked = await db.queries(kinds.map((kind) => kind.query(db.serverVersion)))
  await endReading(db)
  return kinds.flatMap(({ name }, index) => {
    const rows = counted.kinds.get(name)?.rows
    const read = objects.filter((object) => object.kind === name).length
    const there = asked[index]?.length
    return read === rows && there === rows ? [] : [`${name}: ${rows} counted, ${read} read, ${there} there`]
  })
}
