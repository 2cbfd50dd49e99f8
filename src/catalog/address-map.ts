import type { KindRow } from '../kinds/kind.ts'
import type { ObjectKey } from '../model/object.ts'
import type { AliasRow } from './dependencies.ts'

/**
 * From a catalog address (`pg_depend`'s classid, objid, objsubid) to the key of the object it stands for.
 * It lives only while one catalog is read: no oid leaves this folder.
 */
export class AddressMap {
  readonly #keys = new Map<string, ObjectKey>()
  readonly #aliases = new Map<string, string>()

  add(catalog: string, row: KindRow, key: ObjectKey): void {
    this.#keys.set(addressOf(catalog, row.oid, row.subid ?? 0), key)
  }

  addAliases(rows: readonly AliasRow[]): void {
    for (const row of rows) {
      this.#aliases.set(
        addressOf(row.catalog, row.oid, 0),
        addressOf(row.target_catalog, row.target_oid, row.target_subid),
      )
    }
  }

  /** The object exactly at this address. */
  readonly keyAt = (catalog: string, oid: number, subid: number): ObjectKey | undefined =>
    this.#keys.get(addressOf(catalog, oid, subid))

  /** The object that owns this address: a view for its rule, a table for its row type, the element of an array type. */
  readonly resolve = (catalog: string, oid: number, subid: number): ObjectKey | undefined => {
    let address = addressOf(catalog, oid, subid)
    for (let steps = 0; steps < 8; steps++) {
      const key = this.#keys.get(address)
      if (key !== undefined) return key
      const whole = address.replace(/:\d+$/u, ':0')
      const next = this.#aliases.get(whole) ?? (whole === address ? undefined : whole)
      if (next === undefined) return undefined
      address = next
    }
    return undefined
  }
}

function addressOf(catalog: string, oid: number, subid: number): string {
  return `${catalog}:${oid}:${subid}`
}
