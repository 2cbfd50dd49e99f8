// The one home of pg-structure: a second opinion that shares no code with us. It reads the catalog with its
// own queries into a graph of objects; that graph, told as plain lines without oids, is what is compared.
import type { Database } from '../server/database.ts'

/** What pg-structure sees in one database: one line for each property of each object, sorted. Throws what it throws. */
export async function describeStructure(db: Database): Promise<readonly string[]> {
  const readStructure = await (loading ??= load())
  await db.execute(`set search_path = ''`)
  const graph = await readStructure(clientFor(db), { keepConnection: true })
  return graph.schemas.flatMap((schema) => describe(schema, `schema ${schema.name}`)).toSorted()
}

interface Thing {
  readonly name: string
  readonly [property: string]: unknown
}

type ReadStructure = (client: object, options: object) => Promise<{ readonly schemas: readonly Thing[] }>
// It is a CommonJS module, whose default export tools unwrap in two ways.
type Loaded = ReadStructure | { readonly default: ReadStructure }
let loading: Promise<ReadStructure> | undefined

// Importing it reads a `.env` file of the working directory into the environment: what that added is taken out.
async function load(): Promise<ReadStructure> {
  const before = new Set(Object.keys(process.env))
  const { default: loaded } = (await import('pg-structure')) as unknown as { default: Loaded }
  for (const name of Object.keys(process.env)) if (!before.has(name)) delete process.env[name]
  return typeof loaded === 'function' ? loaded : loaded.default
}

/**
 * It takes any client with these three functions. It asks several things at once, which a connection answers
 * one after the other, and wants the modes of arguments as the text of a "char"[].
 */
function clientFor(db: Database): object {
  let last: Promise<unknown> = Promise.resolve()
  return {
    connect: () => Promise.resolve(),
    end: () => Promise.resolve(),
    query: (sql: string, values?: readonly unknown[]) => {
      const rows = last.then(() => db.query<Record<string, unknown>>(sql, values))
      last = rows.catch(() => undefined) // told to the one who asked
      return rows.then((found) => ({ rows: found.map(withModesAsText) }))
    },
  }
}

function withModesAsText(row: Record<string, unknown>): Record<string, unknown> {
  const modes = row['argumentModes']
  if (Array.isArray(modes)) row['argumentModes'] = `{${modes.join(',')}}`
  return row
}

/** Numbers that a database gives to its objects, and lists that repeat what stands elsewhere. */
const omitted = new Set([
  'oid',
  'classOid',
  'arrayOid',
  'attributeNumber',
  'typesIncludingEntities',
  'schema',
  'parent',
])

/** What points here, by name alone: pg-structure leaves the order of equal names to the server. */
const unordered = new Set(['foreignKeysToThis'])

function describe(thing: Thing, path: string): string[] {
  return propertiesOf(thing).flatMap((property) => {
    const value = thing[property]
    if (Array.isArray(value) && value.some((item) => isPart(item, thing)))
      return describeParts(value, `${path} ${property}`)
    const names: unknown = Array.isArray(value) ? value.map(nameOf) : nameOf(value)
    const told = Array.isArray(names) && unordered.has(property) ? names.toSorted() : names
    return told === undefined ? [] : [`${path} ${property}: ${JSON.stringify(told)}`]
  })
}

function describeParts(things: readonly Thing[], path: string): string[] {
  const isOrdered = /(columns|arguments)$/u.test(path)
  return things.flatMap((thing, index) => {
    const place = isOrdered ? ` ${index + 1}` : ''
    return describe(thing, `${path}${place} ${thing.name}${signatureOf(thing)}`)
  })
}

/** Own properties, and the getters that tell more than they do. */
function propertiesOf(thing: Thing): string[] {
  const own = Object.keys(thing).filter((property) => !property.startsWith('_') && !omitted.has(property))
  const getters = ['types', 'referencedTable', 'referencedColumns'].filter(
    (property) => property in thing && !own.includes(property),
  )
  return [...own, ...getters]
}

/** True for what belongs to `thing`, as a column to its table; false for what `thing` only points to. */
function isPart(item: unknown, thing: Thing): item is Thing {
  if (!isThing(item)) return false
  const owners = ['parent', 'table', 'domain', 'schema'].filter((property) => property in item)
  return owners.length === 0 || owners.some((property) => item[property] === thing)
}

function nameOf(value: unknown): unknown {
  if (!isThing(value)) return value
  return `${value.constructor.name} ${String(value['fullName'] ?? value.name)}`
}

function signatureOf(thing: Thing): string {
  const all = thing['arguments']
  return Array.isArray(all) ? `(${all.map((one: Thing) => String(nameOf(one['type']))).join(', ')})` : ''
}

function isThing(value: unknown): value is Thing {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'name' in value
}
