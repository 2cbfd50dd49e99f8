// The rows of some schemas alone, so that one tenant of a thousand is read without the others: of the kinds that say which
// schema a row is in, and of pg_depend. What lies in no schema is read whole (in-schemas.ts tells what of it belongs).
import type { Kind } from '../kinds/kind.ts'
import { quoteLiteral } from '../sql/quote.ts'

/** A kind's query without the rows of other schemas. */
export function rowsOfSchemas(kind: Kind, serverVersion: number, schemas: readonly string[] | undefined): string {
  const query = kind.query(serverVersion)
  const condition = inSchemasCondition(kind, schemas)
  return condition === undefined ? query : `select q.* from (${query}) as q where ${condition}`
}

/** What a row `q` of the kind fulfils; undefined where all do. It reaches the names of the schemas, behind which little is read. */
export function inSchemasCondition({ isInSchema }: Kind, schemas: readonly string[] | undefined): string | undefined {
  if (isInSchema !== true || schemas === undefined) return undefined
  return `(q.schema is null or q.schema = any(${textArray(schemas)}))`
}

const inSchema = {
  pg_class: 'relnamespace',
  pg_type: 'typnamespace',
  pg_proc: 'pronamespace',
  pg_constraint: 'connamespace',
}
const ofRelation = { pg_attrdef: 'adrelid', pg_trigger: 'tgrelid', pg_rewrite: 'ev_class', pg_policy: 'polrelid' }

/** The catalogs that grow with the number of schemas. */
export const crowdedCatalogs: readonly string[] = [...Object.keys(inSchema), ...Object.keys(ofRelation)]

/** WITH `wanted`: `catalog` and `oid` of what these catalogs hold of the schemas, and of the members of extensions. */
export function wantedObjects(schemas: readonly string[]): string {
  const spaces = Object.entries(inSchema).map(
    ([catalog, column]) => `
    select '${catalog}'::text as catalog, x.oid
    from pg_catalog.${catalog} as x
    join pg_catalog.pg_namespace as n on n.oid = x.${column}
    where n.nspname::text = any(${textArray(schemas)})`,
  )
  const members = `
    select c.relname::text, d.objid
    from pg_catalog.pg_depend as d
    join pg_catalog.pg_class as c on c.oid = d.classid
    where d.refclassid = 'pg_catalog.pg_extension'::regclass and d.deptype = 'e'`
  const parts = Object.entries(ofRelation).map(
    ([catalog, column]) => `
    select '${catalog}', x.oid from pg_catalog.${catalog} as x
    join home on home.catalog = 'pg_class' and home.oid = x.${column}`,
  )
  return `with home as (${[...spaces, members].join('\n    union')}
  ), wanted as (
    select catalog, oid from home
    union${parts.join('\n    union')}
    union
    select 'pg_constraint', x.oid from pg_catalog.pg_constraint as x
    join home on home.catalog = 'pg_class' and home.oid = x.conrelid
  )`
}

function textArray(names: readonly string[]): string {
  return `array[${names.map(quoteLiteral).join(', ')}]::text[]`
}
