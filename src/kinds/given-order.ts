// Storage parameters and SET clauses. Their order means nothing, so that what is compared is sorted; but the catalog
// and pg_dump keep the order in which they were given, and so does what we write.
import type { CatalogObject, Identity } from '../model/object.ts'

/** What an identity keeps of options, where their order is not that of the sorted ones. */
export function givenOrder(given: readonly string[], sorted: readonly string[]): Pick<Identity, 'given'> {
  return given.every((option, index) => option === sorted[index]) ? {} : { given }
}

/** The options of an object as they were given. */
export function inGivenOrder(object: CatalogObject, sorted: readonly string[]): readonly string[] {
  return object.identity.given ?? sorted
}
