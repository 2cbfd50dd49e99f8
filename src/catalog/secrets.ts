// The secrets of a database, for the proof: up.sql leaves them out, so that what it built is given those of the
// replayed history before the witnesses look. They go from one connection to another and are kept nowhere else.
import { PgfoldError } from '../errors.ts'
import type { Kind, KindRow } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import { idOf, keyOf } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
import { secretsAttribute } from '../model/secrets.ts'
import type { SecretValues } from '../model/secrets.ts'
import { canonical } from '../model/value.ts'
import type { Queryable } from '../sql/queryable.ts'
import { roleNamer } from './principal.ts'
import { readRows } from './reading.ts'
import type { Rows } from './reading.ts'

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

/** The statements that set the secrets of an object, with dots for their values. */
export function secretStatements(object: CatalogObject): readonly string[] {
  const names = Object.keys((object.attributes[secretsAttribute] ?? {}) as SecretValues)
  const kind = kinds.find(({ name }) => name === object.kind)
  const to = Object.fromEntries(names.map((name) => [name, '…']))
  return names.length === 0 ? [] : (kind?.secrets?.set(object, { from: {}, to }) ?? [])
}

interface Holder {
  readonly key: ObjectKey
  readonly kind: Kind
  readonly object: CatalogObject
  readonly values: SecretValues
}

const holding = kinds.filter((kind) => kind.secrets !== undefined)

async function readHolders(db: Queryable): Promise<Holder[]> {
  const rows = await readRows(db, { kinds: new Set(holding.map(({ name }) => name)) })
  return holding.flatMap((kind) =>
    (rows.byKind.get(kind.name) ?? []).flatMap((row) => {
      const object = objectOf(kind, row, rows)
      return object === undefined ? [] : [{ key: keyOf(object), kind, object, values: kind.secrets?.of(row) ?? {} }]
    }),
  )
}

function objectOf(kind: Kind, row: KindRow, { principal }: Rows): CatalogObject | undefined {
  const context = { keyAt: () => undefined, role: roleNamer(row, principal) }
  const identity = kind.identify(row, context)
  if (identity === undefined) return undefined
  return { kind: kind.name, id: idOf(identity), identity, attributes: kind.describe(row, context), dependsOn: [] }
}
