// Of which kinds a database has anything, asked in one query before all others: most databases have a third of the
// kinds, and each query costs its planning whether or not it finds a row.
import type { Kind } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import type { Queryable } from '../sql/queryable.ts'

const conditions = kinds.map(({ emptyUnless = 'true' }, index) => `${emptyUnless} as "${index}"`)

const thereQuery = `
  select
    ${conditions.join(',\n    ')}`

/** The kinds that may have rows, asked behind `begin` in one round trip; the other ones have none. */
export async function kindsThere(db: Queryable, begin: readonly string[]): Promise<readonly Kind[]> {
  const answers = await db.queries([...begin, thereQuery])
  const there = (answers.at(-1)?.[0] ?? {}) as Readonly<Record<string, boolean>>
  return kinds.filter((_, index) => there[index] !== false)
}
