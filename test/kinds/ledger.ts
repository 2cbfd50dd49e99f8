// What the ledger knows of one server version: the columns of its catalogs, and which of them each kind's query really
// reads. The server resolves that itself: stored as a view, a query keeps, for the check of privileges, the
// set of columns that it names of each relation (RTE or RTEPermissionInfo in pg_rewrite.ev_action), whatever the alias.
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { buildEverything } from '../../src/commands/self-test-databases.ts'
import type { Kind } from '../../src/kinds/kind.ts'
import { kinds } from '../../src/kinds/registry.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'

/** One catalog's columns in order, and the kinds of its objects that read each. */
type CatalogLedger = ReadonlyMap<string, readonly string[]>

/** The ledger of one server: by catalog. */
export interface Ledger {
  readonly major: number
  readonly catalogs: ReadonlyMap<string, CatalogLedger>
}

/** Reads the ledger from a database that nobody else uses; it is left as it was. */
export async function readLedger(db: Database): Promise<Ledger> {
  const readers = new Map<string, string[]>()
  for (const kind of kinds) {
    for (const column of await columnsRead(db, kind.query(db.serverVersion))) {
      if (concerns(kind, column)) readers.set(column, [...(readers.get(column) ?? []), kind.name])
    }
  }
  const catalogs = new Map<string, Map<string, readonly string[]>>()
  for (const { catalog, column } of await listColumns(db)) {
    const columns = catalogs.get(catalog) ?? new Map<string, readonly string[]>()
    catalogs.set(catalog, columns.set(column, readers.get(`${catalog}.${column}`) ?? []))
  }
  return { major: Math.floor(db.serverVersion / 10_000), catalogs }
}

/** `pg_class.relname` for each column of a catalog that a query names, in whatever part of it. */
export async function columnsRead(db: Database, query: string): Promise<ReadonlySet<string>> {
  await db.execute(`create view public.ledger as ${query}`)
  const [row] = await db.query<{ action: string }>(`
    select ev_action::text as action from pg_catalog.pg_rewrite where ev_class = 'public.ledger'::regclass`)
  await db.execute('drop view public.ledger')
  const places = new Set(
    [...(row?.action ?? '').matchAll(permissions)].flatMap(([, oid, set = '']) => placesOf(oid, set)),
  )
  const columns = await listColumns(db)
  return new Set(columns.filter(({ place }) => places.has(place)).map(({ catalog, column }) => `${catalog}.${column}`))
}

/** The attributes that each kind describes, by its name, in order; read from the self-test's database with everything. */
export async function readAttributes(server: ScratchServer): Promise<ReadonlyMap<string, readonly string[]>> {
  const everything = await buildEverything(server)
  const db = await everything.connect()
  try {
    const seen = new Map<string, Set<string>>()
    for (const { kind, attributes } of (await readCatalog(db)).objects) {
      const names = seen.get(kind) ?? new Set<string>()
      for (const name of Object.keys(attributes)) names.add(name)
      seen.set(kind, names)
    }
    return new Map([...seen].map(([kind, names]) => [kind, [...names]]))
  } finally {
    await db.close()
    await everything.drop()
  }
}

/** The kinds that answer for a catalog. */
export function kindsOf(catalog: string): readonly Kind[] {
  return kinds.filter((kind) => kind.catalogs.includes(catalog))
}

/** Why a kind does not read a column that it answers for. */
export function reasonAgainst(catalog: string, column: string): string | undefined {
  return kindsOf(catalog)
    .map((kind) => kind.columnsIgnored[`${catalog}.${column}`])
    .find((reason) => reason !== undefined)
}

// The other kinds that name a column of the catalog only look up what belongs to their own objects.
function concerns(kind: Kind, column: string): boolean {
  const catalog = column.split('.')[0] ?? ''
  return kind.addressedBy === catalog || kind.catalogs.includes(catalog)
}

/** Every column of every catalog; `place` is its oid and number. */
function listColumns(
  db: Database,
): Promise<readonly { readonly catalog: string; readonly column: string; readonly place: string }[]> {
  return db.query(`
    select c.relname::text as catalog, a.attname::text as column, c.oid || '.' || a.attnum as place
    from pg_catalog.pg_attribute as a
    join pg_catalog.pg_class as c on c.oid = a.attrelid
    where c.relnamespace = 'pg_catalog'::regnamespace and c.relkind = 'r' and a.attnum > 0
    order by 1, a.attnum`)
}

const permissions = /:relid (\d+) [^{}]*?:selectedCols \(b([ \d]*)\)/gu

// The bit of a column is its number, counted from the first of the system's own columns, which is -7.
function placesOf(oid: string | undefined, set: string): string[] {
  const bits = set.split(' ').filter((bit) => bit !== '')
  return bits.map((bit) => `${oid}.${Number(bit) - 7}`)
}
