// What fingerprints count against what reading gives: where the hash of a kind covers rows that are no objects, equal
// databases would not be known as equal, and the wrong counts would be shown.
import { endReading, openReading } from '../../src/catalog/fingerprints.ts'
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import type { Database } from '../../src/server/database.ts'

/** One line for each kind that is not counted as it is read. */
export async function miscounted(db: Database): Promise<string[]> {
  const counted = await openReading(db)
  const { objects } = await readCatalog(db, { withinTransaction: true })
  await endReading(db)
  return [...counted.kinds].flatMap(([kind, { rows }]) => {
    const read = objects.filter((object) => object.kind === kind).length
    return read === rows ? [] : [`${kind}: ${rows} counted, ${read} read`]
  })
}
