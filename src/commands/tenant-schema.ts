// Schemas per tenant: each has what the consolidated schema has in its one schema. The consolidated one is built on a scratch
// database and its schema renamed, so that everything that names it (defaults, foreign keys, views) names the tenant's.
import { createdObjects } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { OpenSource } from '../sources/opened.ts'
import { quoteName } from '../sql/quote.ts'

/** The one schema of a consolidated schema. Throws PgfoldError `several-schemas`. */
export function templateSchema(schema: ConsolidatedSchema): string {
  const names = new Set(createdObjects(schema).flatMap(({ identity }) => identity.schema ?? []))
  const [only, second] = [...names].toSorted()
  if (only !== undefined && second === undefined) return only
  throw new PgfoldError('several-schemas', `${schema.folder} makes objects in ${names.size} schemas`, {
    details: [...names].toSorted(),
    hint: 'Tenants have one schema each: fold the history of a tenant alone, with --schema where it has more.',
  })
}

/**
 * Both sides of a comparison with a tenant: the built one with its schema under the tenant's name. PostgreSQL itself makes
 * the schema public, which up.sql only fills, so that who owns a tenant's in its place and may use it is nobody's promise.
 */
export async function asTenant(
  { built, live }: { readonly built: OpenSource; readonly live: OpenSource },
  template: string,
  tenant: string,
): Promise<{ readonly built: OpenSource; readonly live: OpenSource }> {
  const { builtBy: _, ...renamed } = built // built once more it would have the old name
  if (template !== tenant)
    await built.database?.execute(`ALTER SCHEMA ${quoteName(template)} RENAME TO ${quoteName(tenant)}`)
  if (template !== 'public') return { built: renamed, live }
  return { built: withoutItself(renamed, tenant), live: withoutItself(live, tenant) }
}

function withoutItself(source: OpenSource, schema: string): OpenSource {
  const key = keyFor('schema', schema)
  const isInside = (object: CatalogObject): boolean => keyOf(object) !== key && object.identity.parent !== key
  return {
    ...source,
    fingerprints: () => Promise.resolve(undefined), // they are of everything
    snapshot: async (...asked) => {
      const snapshot = await source.snapshot(...asked)
      return { ...snapshot, objects: snapshot.objects.filter(isInside) }
    },
  }
}
