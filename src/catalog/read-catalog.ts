// Server → snapshot. One round trip reads every kind in one REPEATABLE READ transaction, so that all of it
// is one moment, with an empty search_path, so that the server qualifies every name it prints. The number of
// queries is the number of kinds, whatever the number of objects.
import { kinds } from '../kinds/registry.ts'
import type { Kind, KindRow, ReadContext } from '../kinds/kind.ts'
import type { Finding } from '../model/finding.ts'
import { idOf, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { KindTraits, Snapshot } from '../model/snapshot.ts'
import type { Queryable } from '../sql/queryable.ts'
import { createAddressMap } from './address-map.ts'
import type { AddressMap, AliasRow } from './address-map.ts'
import { dependencyQueries, readDependencies } from './dependencies.ts'
import type { DependencyRow } from './dependencies.ts'
import { findPrincipal, roleNamer } from './principal.ts'
import { unmodelledFindings, unmodelledQuery } from './unmodelled.ts'
import type { UnmodelledRow } from './unmodelled.ts'

interface ReadOptions {
  /** Only objects of these schemas, and those outside every schema that belong to none (extensions stay). */
  readonly schemas?: readonly string[]
  /** Fills `dependsOn`: asked for where something is rendered, since dependencies are most of the rows. */
  readonly dependencies?: boolean
  /** Reads within the caller's open transaction and leaves its settings as they were. */
  readonly withinTransaction?: boolean
  /** The role that counts as the principal, where it is known: who runs a cutover owns what it creates. */
  readonly principal?: string
}

/**
 * Reads the whole catalog of one database. Throws what the driver throws when a catalog cannot be read.
 */
export async function readCatalog(db: Queryable, options: ReadOptions = {}): Promise<Snapshot> {
  const rows = await readRows(db, options)
  const found = findPrincipal(rows.principal, rows.byKind.flat())
  const roles = { ...found, principal: options.principal ?? found.principal }
  const addresses = createAddressMap()
  const objects: CatalogObject[] = []
  for (const satellite of [false, true]) {
    for (const [index, kind] of kinds.entries()) {
      if ((kind.satellite ?? false) !== satellite) continue
      const context = { keyAt: addresses.keyAt, bootstrap: roles.bootstrap, principal: roles.principal }
      for (const row of rows.byKind[index] ?? []) addObject(kind, row, { context, addresses, objects })
    }
  }
  const resolved = rows.dependencies ? readDependencies(objects, addresses, rows.dependencies) : objects
  return {
    format: 1,
    serverVersion: db.serverVersion,
    database: rows.principal.database,
    principal: roles.principal,
    kinds: Object.fromEntries(kinds.map((kind) => [kind.name, traitsOf(kind)])),
    objects: resolved.filter(inSchemas(options.schemas)),
    findings: unmodelledFindings(rows.unmodelled).filter(inFoundSchemas(options.schemas)),
  }
}

/** The addresses of a database's objects, for those who hold oids of it (provenance). */
export async function readAddresses(
  db: Queryable,
): Promise<(catalog: string, oid: number, subid: number) => ObjectKey | undefined> {
  const rows = await readRows(db, { dependencies: true })
  const addresses = createAddressMap()
  const context = { keyAt: addresses.keyAt, bootstrap: '', principal: '' }
  for (const [index, kind] of kinds.entries()) {
    if (kind.satellite) continue
    for (const row of rows.byKind[index] ?? []) addObject(kind, row, { context, addresses, objects: [] })
  }
  if (rows.dependencies) addresses.addAliases(rows.dependencies.aliases)
  return addresses.resolve
}

interface PrincipalRow {
  readonly database: string
  readonly current: string
  readonly bootstrap: string
}

interface Rows {
  readonly principal: PrincipalRow
  readonly byKind: readonly KindRow[][]
  readonly unmodelled: readonly UnmodelledRow[]
  readonly dependencies?: { readonly aliases: readonly AliasRow[]; readonly edges: readonly DependencyRow[] }
}

const pinned = [
  `set local search_path = ''`,
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO, YMD'`,
  `set local intervalstyle = 'postgres'`,
  `set local extra_float_digits = 1`,
  `set local quote_all_identifiers = off`,
]

const principalQuery = `
  select
    pg_catalog.current_database()::text as database,
    current_user::text as current,
    (select rolname::text from pg_catalog.pg_roles where oid = 10) as bootstrap`

async function readRows(db: Queryable, options: ReadOptions): Promise<Rows> {
  const [begin, end] = options.withinTransaction
    ? ['savepoint pgfold_read', 'rollback to savepoint pgfold_read; release savepoint pgfold_read']
    : ['begin isolation level repeatable read read only', 'commit']
  const reads = [
    principalQuery,
    unmodelledQuery(),
    ...kinds.map((kind) => kind.query(db.serverVersion)),
    ...(options.dependencies ? dependencyQueries : []),
  ]
  const results = await db.queries([begin, ...pinned, ...reads, end])
  const [principal, unmodelled, ...rest] = results.slice(1 + pinned.length)
  const byKind = rest.slice(0, kinds.length) as KindRow[][]
  const [aliases, edges] = rest.slice(kinds.length)
  return {
    principal: principal?.[0] as PrincipalRow,
    unmodelled: unmodelled as UnmodelledRow[],
    byKind,
    ...(options.dependencies
      ? { dependencies: { aliases: aliases as AliasRow[], edges: edges as DependencyRow[] } }
      : {}),
  }
}

interface Target {
  readonly context: { readonly keyAt: ReadContext['keyAt']; readonly bootstrap: string; readonly principal: string }
  readonly addresses: AddressMap
  readonly objects: CatalogObject[]
}

function addObject(kind: Kind, row: KindRow, { context, addresses, objects }: Target): void {
  const reading: ReadContext = { keyAt: context.keyAt, role: roleNamer(row, context) }
  const identity = kind.identify(row, reading)
  if (identity === undefined) return
  const object = {
    kind: kind.name,
    id: idOf(identity),
    identity,
    attributes: kind.describe(row, reading),
    dependsOn: [],
  }
  objects.push(object)
  addresses.add(kind.addressedBy, row, keyOf(object))
}

function traitsOf(kind: Kind): KindTraits {
  return {
    heading: kind.heading,
    rank: kind.rank,
    expressions: kind.expressions ?? [],
    orders: kind.orders ?? [],
    minor: kind.minor ?? {},
    ...(kind.minorKind ? { minorKind: kind.minorKind } : {}),
    ...(kind.renames ? { renames: kind.renames } : {}),
  }
}

function inSchemas(schemas: readonly string[] | undefined): (object: CatalogObject) => boolean {
  if (schemas === undefined || schemas.length === 0) return () => true
  const wanted = new Set(schemas)
  return (object) => object.identity.schema === null || wanted.has(object.identity.schema)
}

function inFoundSchemas(schemas: readonly string[] | undefined): (finding: Finding) => boolean {
  if (schemas === undefined || schemas.length === 0) return () => true
  return (finding) => schemas.some((schema) => finding.subject.includes(` ${schema}.`))
}
