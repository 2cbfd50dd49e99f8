// Schemas per tenant: each has what the consolidated schema has in its one schema. The consolidated one is built on a scratch
// database and its schema renamed, so that everything that names it (defaults, foreign keys, views) names the tenant's.
import { createdObjects } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { PgfoldError } from '../errors.ts'
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

/** A built source with its one schema under the tenant's name. */
export async function asTenant(source: OpenSource, template: string, tenant: string): Promise<OpenSource> {
  const { builtBy: _, ...renamed } = source // built once more it would have the old name
  if (template !== tenant) await source.database?.execute(renaming(template, tenant))
  return renamed
}

// PostgreSQL makes public with an owner, grants and a comment that no other schema has by itself.
function renaming(template: string, tenant: string): string {
  const [from, to] = [quoteName(template), quoteName(tenant)]
  const rename = `ALTER SCHEMA ${from} RENAME TO ${to}`
  if (template !== 'public') return rename
  return [
    rename,
    `ALTER SCHEMA ${to} OWNER TO CURRENT_USER`,
    `REVOKE ALL ON SCHEMA ${to} FROM PUBLIC`,
    `COMMENT ON SCHEMA ${to} IS NULL`,
  ].join('; ')
}
