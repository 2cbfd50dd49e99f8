// Schemas per tenant: each has what the consolidated schema has in its one schema. The consolidated one is built on a scratch
// database and its schema renamed, so that everything that names it (defaults, foreign keys, views) names the tenant's.
import { createdObjects } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
import { namesIn } from '../kinds/settings.ts'
import { keyFor, keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { displayAddress } from '../server/address.ts'
import type { Database } from '../server/database.ts'
import { isServerError } from '../server/replay-error.ts'
import type { OpenSource } from '../sources/opened.ts'
import { quoteLiteral, quoteName } from '../sql/quote.ts'

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

/** Throws PgfoldError `unknown-schema` where the tenant's schema is not in the live database. */
export async function requireTenant(live: Database, tenant: string | undefined): Promise<void> {
  if (tenant === undefined || (await isThere(live, tenant))) return
  const place = displayAddress(live.address)
  throw new PgfoldError('unknown-schema', `There is no schema ${JSON.stringify(tenant)} in ${place}`, {
    hint: 'Check the name given with --tenant; it is taken as it is, without folding to lower case.',
  })
}

async function isThere(db: Database, schema: string): Promise<boolean> {
  const rows = await db.query('select from pg_catalog.pg_namespace where nspname = $1', [schema])
  return rows.length > 0
}

/**
 * Both sides of a comparison with a tenant: the built one with its schema under the tenant's name. PostgreSQL itself makes
 * the schema public, which up.sql only fills, so that of it, and of a tenant's in its place, who owns it and may use it is
 * nobody's promise. Throws PgfoldError `tenant-in-use`.
 */
export async function asTenant(
  { built, live }: { readonly built: OpenSource; readonly live: OpenSource },
  template: string,
  tenant: string,
): Promise<{ readonly built: OpenSource; readonly live: OpenSource }> {
  const { builtBy: _, ...renamed } = built // built once more it would have the old name
  if (template !== tenant && built.database !== undefined) await rename(built.database, template, tenant)
  if (template !== 'public' && tenant !== 'public') return { built: renamed, live }
  return { built: withoutItself(renamed, tenant), live: withoutItself(live, tenant) }
}

async function rename(built: Database, template: string, tenant: string): Promise<void> {
  try {
    // A scratch database has the schema public, and what a prelude makes; it is in the way, and empty.
    if (await isThere(built, tenant)) await built.execute(`DROP SCHEMA ${quoteName(tenant)}`)
  } catch (error) {
    if (!isServerError(error) || error.code !== dependentObjects) throw error
    throw new PgfoldError('tenant-in-use', `The consolidated schema is built beside a schema ${tenant} with objects`, {
      details: error.detail?.split('\n') ?? [],
      hint: 'Fold what is in it apart, or give the tenant a schema of another name.',
      cause: error,
    })
  }
  await built.execute(`ALTER SCHEMA ${quoteName(template)} RENAME TO ${quoteName(tenant)}`)
  await renameInSearchPaths(built, template, tenant)
}

/** The search_path of a routine is text to the server, so that the schema has its old name there. */
async function renameInSearchPaths(built: Database, template: string, tenant: string): Promise<void> {
  const rows = await built.query<{ routine: string; value: string }>(searchPaths, [tenant])
  for (const { routine, value } of rows) {
    const names = namesIn(value)
    if (!names.includes(template)) continue
    const renamed = names.map((name) => quoteLiteral(name === template ? tenant : name)).join(', ')
    await built.execute(`ALTER ROUTINE ${routine} SET search_path TO ${renamed}`)
  }
}

const searchPaths = `
  select
    p.oid::pg_catalog.regprocedure::pg_catalog.text as routine,
    pg_catalog.substr(setting, pg_catalog.length('search_path=') + 1) as value
  from pg_catalog.pg_proc as p
  join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
  cross join pg_catalog.unnest(p.proconfig) as setting
  where n.nspname = $1 and pg_catalog.starts_with(setting, 'search_path=')
  order by p.oid`

const dependentObjects = '2BP01'

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
