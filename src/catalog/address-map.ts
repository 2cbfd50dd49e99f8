import type { KindRow } from '../kinds/kind.ts'
import type { ObjectKey } from '../model/object.ts'

/** An address that stands for another one, such as a row type for its table. */
export interface AliasRow {
  readonly catalog: string
  readonly oid: number
  readonly target_catalog: string
  readonly target_oid: number
  readonly target_subid: number
}

/**
 * From a catalog address (`pg_depend`'s classid, objid, objsubid) to the key of the object it stands for.
 * It lives only while one catalog is read: no oid leaves this folder.
 */
export interface AddressMap {
  add(catalog: string, row: KindRow, key: ObjectKey): void
  addAliases(rows: readonly AliasRow[]): void
  /** The object exactly at this address. */
  keyAt(catalog: string, oid: number, subid: number): ObjectKey | undefined
  /** The object that owns this address: a view for its rule, a table for its row type, the element of an array type. */
  resolve(catalog: string, oid: number, subid: number): ObjectKey | undefined
}

/** An empty map. */
export function createAddressMap(): AddressMap {
  const keys = new Map<string, ObjectKey>()
  const aliases = new Map<string, string>()
  return {
    add: (catalog, row, key) => void keys.set(addressOf(catalog, row.oid, row.subid ?? 0), key),
    addAliases: (rows) => {
      for (const row of rows) {
        const target = addressOf(row.target_catalog, row.target_oid, row.target_subid)
        aliases.set(addressOf(row.catalog, row.oid, 0), target)
      }
    },
    keyAt: (catalog, oid, subid) => keys.get(addressOf(catalog, oid, subid)),
    resolve: (catalog, oid, subid) => follow(keys, aliases, addressOf(catalog, oid, subid)),
  }
}

// An array of a multirange of a table's row type … is the longest chain there can be.
const longestChain = 8

function follow(
  keys: ReadonlyMap<string, ObjectKey>,
  aliases: ReadonlyMap<string, string>,
  start: string,
): ObjectKey | undefined {
  let address = start
  for (let steps = 0; steps < longestChain; steps++) {
    const key = keys.get(address)
    if (key !== undefined) return key
    const whole = address.slice(0, address.lastIndexOf(':')) + ':0'
    const next = aliases.get(whole) ?? (whole === address ? undefined : whole)
    if (next === undefined) return undefined
    address = next
  }
  return undefined
}

function addressOf(catalog: string, oid: number, subid: number): string {
  return `${catalog}:${oid}:${subid}`
}
