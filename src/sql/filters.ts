// Conditions that many catalog queries share. They are SQL text and take the alias's column as text.

/** True for schemas that hold user objects: not the system's, not a session's temporary ones. */
export function isUserSchema(nameColumn: string): string {
  return `${nameColumn} !~ '^pg_(toast|temp_|toast_temp_)' and ${nameColumn} not in ('pg_catalog', 'information_schema')`
}

/** True unless the object was created by an extension, whose script owns it (pg_depend type `e`). */
export function isNotExtensionMember(catalog: string, oidColumn: string): string {
  // Hashed once, through the index on the referenced side, instead of looked up for every row.
  return `${oidColumn} not in (
      select member.objid from pg_catalog.pg_depend as member
      where member.refclassid = 'pg_catalog.pg_extension'::regclass
        and member.classid = 'pg_catalog.${catalog}'::regclass and member.deptype = 'e')`
}

/** True for the schemas of temporary objects. */
export function isTemporarySchema(nameColumn: string): string {
  return `${nameColumn} ~ '^pg_temp_'`
}

/** The first of these schemas that is a user's: where an object belongs that lies in no schema itself; null if none is. */
export function firstUserSchema(...nameColumns: readonly string[]): string {
  const branches = nameColumns.map((column) => `when ${isUserSchema(column)} then ${column}::text`)
  return `case ${branches.join(' ')} end`
}

/** True where a catalog has a row. */
export function anyIn(catalog: string, condition = 'true'): string {
  return `exists (select from pg_catalog.${catalog} where ${condition})`
}

/** True where a catalog has a row that initdb did not make (manual, "OID Assignment": those begin at 16384). */
export function anyMadeHere(catalog: string): string {
  return anyIn(catalog, 'oid >= 16384')
}

/** True where a catalog has a row outside pg_catalog, where initdb makes most. */
export function anyOutsideCatalog(catalog: string, schemaColumn: string, condition = 'true'): string {
  return anyIn(catalog, `${schemaColumn} <> 'pg_catalog'::regnamespace and ${condition}`)
}

/** True for the oid of the database that is read, where a catalog is shared by all databases of the server. */
export function isThisDatabase(column: string): string {
  return `${column} = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())`
}
