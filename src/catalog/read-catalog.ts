// Server → snapshot. Two round trips read every kind; the number of queries is at most the number of kinds, whatever
// the number of objects. Rows become objects in two passes, since comments and privileges name their target by address.
import { kinds } from '../kinds/registry.ts'
import type { Kind, KindRow, ReadContext } from '../kinds/kind.ts'
import type { Finding } from '../model/finding.ts'
import { idOf, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import type { KindTraits, Snapshot } from '../model/snapshot.ts'
import type { Queryable } from '../sql/queryable.ts'
import { createAddressMap } from './address-map.ts'
import type { AddressMap } from './address-map.ts'
import { kindFindings } from './kind-findings.ts'
import { readDependencies } from './dependencies.ts'
import { inSchemas } from './in-schemas.ts'
import { roleNamer } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import { readRows } from './reading.ts'
import { isSelectedRow } from './row-fingerprints.ts'
import type { RowSelection } from './row-fingerprints.ts'
import { unmodelledFindings } from './unmodelled.ts'
import { unreadableFindings } from './unreadable.ts'

interface ReadOptions {
  /** Only objects of these schemas, and those outside every schema (see `narrow`), with `dependsOn`. */
  readonly schemas?: readonly string[]
  /** Of other schemas nothing is read: as good for a comparison, while what is rendered has to know what it reaches. */
  readonly isComparedOnly?: boolean
  /** Fills `dependsOn`: asked for where something is rendered, since dependencies are most of the rows. */
  readonly dependencies?: boolean
  /** Reads within the caller's open transaction and leaves its settings as they were. */
  readonly withinTransaction?: boolean
  /** What was read of the database itself in that transaction, so that it is not asked for again. */
  readonly database?: PrincipalRow
  /** The rows to read, all of them when left out. */
  readonly selection?: RowSelection
  /** The role that counts as the principal, where it is known: who runs a cutover owns what it creates. */
  readonly principal?: string
}

/**
 * Reads the whole catalog of one database. Throws what the driver throws when a catalog cannot be read.
 */
export async function readCatalog(db: Queryable, options: ReadOptions = {}): Promise<Snapshot> {
  const rows = await readRows(
    db,
    options.schemas?.length ? { ...options, ...ofSchemas(options.schemas, options) } : options,
  )
  const { database, bootstrap } = rows.principal
  const principal = options.principal ?? rows.principal.principal
  const addresses = createAddressMap()
  const objects: CatalogObject[] = []
  for (const satellite of [false, true]) {
    const context = { keyAt: addresses.keyAt, bootstrap, principal }
    for (const kind of kinds) {
      if ((kind.satellite ?? false) !== satellite) continue
      for (const row of rows.byKind.get(kind.name) ?? []) {
        const isSelected = options.selection === undefined || isSelectedRow(kind.name, row, options.selection)
        addObject(kind, row, { context, addresses, objects: isSelected ? objects : [] })
      }
    }
  }
  const resolved = rows.dependencies ? readDependencies(objects, addresses, rows.dependencies) : objects
  return {
    format: 1,
    serverVersion: db.serverVersion,
    database,
    principal,
    kinds: Object.fromEntries(kinds.map((kind) => [kind.name, traitsOf(kind)])),
    objects: inSchemas(resolved, options.schemas),
    findings: [
      ...unmodelledFindings(rows.unmodelled).filter(inFoundSchemas(options.schemas)),
      ...unreadableFindings(rows.unreadable),
      ...kindFindings(rows.kindFindings),
    ],
  }
}

function ofSchemas(schemas: readonly string[], { isComparedOnly }: ReadOptions): Parameters<typeof readRows>[1] {
  return { dependencies: true, ...(isComparedOnly === true ? { onlySchemas: schemas } : {}) }
}

/** The addresses of a database's objects, for those who hold oids of it (provenance). */
export async function readAddresses(
  db: Queryable,
): Promise<(catalog: string, oid: number, subid: number) => ObjectKey | undefined> {
  const rows = await readRows(db, { dependencies: true })
  const addresses = createAddressMap()
  const { bootstrap, principal } = rows.principal
  const context = { keyAt: addresses.keyAt, bootstrap, principal }
  for (const kind of kinds) {
    if (kind.satellite) continue
    for (const row of rows.byKind.get(kind.name) ?? []) addObject(kind, row, { context, addresses, objects: [] })
  }
  if (rows.dependencies) addresses.addAliases(rows.dependencies.aliases)
  return addresses.resolve
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
    ...(kind.knownFrom ? { knownFrom: kind.knownFrom } : {}),
    ...(kind.chosenByServer ? { chosenByServer: kind.chosenByServer } : {}),
    ...(kind.impliedBy ? { impliedBy: kind.impliedBy } : {}),
    ...(kind.minorKind ? { minorKind: kind.minorKind } : {}),
    ...(kind.renames ? { renames: kind.renames } : {}),
    ...(kind.mayLack ? { mayLack: kind.mayLack } : {}),
    ...(kind.secrets ? { secrets: true as const } : {}),
  }
}

function inFoundSchemas(schemas: readonly string[] | undefined): (finding: Finding) => boolean {
  if (schemas === undefined || schemas.length === 0) return () => true
  return (finding) => schemas.some((schema) => finding.subject.includes(` ${schema}.`))
}
