// The secrets of a database, for the proof: up.sql leaves them out, so that what it built is given those of the
// replayed history before the witnesses look. They go from one connection to another and are kept nowhere else.
import { PgfoldError } from '../errors.ts'
import type { Kind, KindRow } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { idOf, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { secretNames } from '../model/secrets.ts'
import type { SecretValues } from '../model/secrets.ts'
import { canonical } from '../model/value.ts'
import type { Queryable } from '../sql/queryable.ts'
import { principalQuery, roleNamer } from './principal.ts'
import type { PrincipalRow } from './principal.ts'
import { beginReading } from './reading.ts'

/** The secrets of a database by object; objects without any are left out. */
export type Secrets = ReadonlyMap<ObjectKey, SecretValues>

/** Reads every secret that the role may read. */
export async function readSecrets(db: Queryable): Promise<Secrets> {
  const found = await readHolders(db)
  return new Map(found.flatMap(({ key, values }) => (Object.keys(values).length === 0 ? [] : [[key, values] as const])))
}

/** Gives the objects of a scratch database exactly these secrets. Throws `secrets-not-set`, which quotes none. */
export async function putSecrets(db: Queryable, wanted: Secrets): Promise<void> {
  const statements = (await readHolders(db)).flatMap(({ key, kind, object, values }) => {
    const to = wanted.get(key) ?? {}
    return canonical(values) === canonical(to) ? [] : (kind.secrets?.set(object, { from: values, to }) ?? [])
  })
  if (statements.length === 0) return
  try {
    await db.queries(statements)
  } catch (error) {
    // Neither the message nor the cause: a validator may quote what it was given.
    const code = error instanceof Error && 'code' in error ? ` (SQLSTATE ${String(error.code)})` : ''
    throw new PgfoldError('secrets-not-set', `the secrets of the history could not be set on scratch${code}`)
  }
}

/** The statements that set the secrets of an object, with dots for their values; `earlier` is the object before, if it was there. */
export function secretStatements(object: CatalogObject, earlier?: CatalogObject): readonly string[] {
  const kind = kinds.find(({ name }) => name === object.kind)
  const names = new Set(secretNames(object))
  const known = earlier === undefined ? [] : secretNames(earlier).filter((name) => names.has(name))
  const from = Object.fromEntries(known.map((name) => [name, '']))
  const to = Object.fromEntries([...names].map((name) => [name, '…']))
  return kind?.secrets?.set(object, { from, to }) ?? []
}

interface Holder {
  readonly key: ObjectKey
  readonly kind: Kind
  readonly object: CatalogObject
  readonly values: SecretValues
}

const holding = kinds.filter((kind) => kind.secrets !== undefined)

async function readHolders(db: Queryable): Promise<Holder[]> {
  const queries = [principalQuery, ...holding.map((kind) => kind.query(db.serverVersion))]
  const results = await db.queries([...beginReading, ...queries, 'commit'])
  const [principals, ...rows] = results.slice(beginReading.length) as [PrincipalRow[], ...KindRow[][]]
  const principal = principals[0] ?? { principal: '', bootstrap: '' }
  return holding.flatMap((kind, index) =>
    (rows[index] ?? []).flatMap((row) => {
      const object = objectOf(kind, row, principal)
      return object === undefined ? [] : [{ key: keyOf(object), kind, object, values: kind.secrets?.of(row) ?? {} }]
    }),
  )
}

function objectOf(
  kind: Kind,
  row: KindRow,
  principal: Pick<PrincipalRow, 'principal' | 'bootstrap'>,
): CatalogObject | undefined {
  const context = { keyAt: () => undefined, role: roleNamer(row, principal) }
  const identity = kind.identify(row, context)
  if (identity === undefined) return undefined
  return { kind: kind.name, id: idOf(identity), identity, attributes: kind.describe(row, context), dependsOn: [] }
}
