// Which relations the table-like kinds see: ordinary, partitioned and foreign tables of users. Temporary ones live in
// schemas that isUserSchema leaves out; tables of an extension, and all their parts, are the extension's.
import { isNotExtensionMember, isUserSchema } from '../sql/filters.ts'

/** True for whatever has columns as a table has them; takes the aliases of pg_class and pg_namespace. */
export function isUserTable(relation: string, schema: string): string {
  return isUserRelation({ relation, schema, relkinds: ['r', 'p', 'f'] })
}

interface RelationAliases {
  /** Alias of pg_class. */
  readonly relation: string
  /** Alias of pg_namespace, joined on relnamespace. */
  readonly schema: string
  readonly relkinds: readonly string[]
}

/** True for user relations of these relkinds. */
export function isUserRelation({ relation, schema, relkinds }: RelationAliases): string {
  return `${relation}.relkind in (${relkinds.map((relkind) => `'${relkind}'`).join(', ')})
    and ${isUserSchema(`${schema}.nspname`)}
    and ${isNotExtensionMember('pg_class', `${relation}.oid`)}`
}

/** The name of the extension that a relation is a member of, or null. Takes the alias of pg_class. */
export function extensionOf(relation: string): string {
  return `case when not (${isNotExtensionMember('pg_class', `${relation}.oid`)}) then (
      select e.extname::text
      from pg_catalog.pg_depend as member
      join pg_catalog.pg_extension as e on e.oid = member.refobjid
      where member.classid = 'pg_catalog.pg_class'::regclass and member.objid = ${relation}.oid
        and member.deptype = 'e') end`
}

/** The names of attributes, in the order of an array of attribute numbers; zeros (expressions) are left out. */
export function attributeNames(relationOid: string, attnums: string): string {
  const name = (attnum: string): string => `(
        select a.attname::text from pg_catalog.pg_attribute as a
        where a.attrelid = ${relationOid} and a.attnum = ${attnum})`
  // Most arrays have one element, which is cheaper to look up by itself.
  return `case when pg_catalog.cardinality(${attnums}) = 1 and (${attnums})[1] <> 0 then array[${name(`(${attnums})[1]`)}]
    else array(
      select ${name('k.attnum')}
      from pg_catalog.unnest(${attnums}) with ordinality as k (attnum, position)
      where k.attnum <> 0
      order by k.position) end`
}
