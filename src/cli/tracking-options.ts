import type { TrackingOptions } from '../cutover/tracking.ts'
import { parseGivenTable } from '../layouts/tracking-table.ts'
import type { Settings } from '../settings.ts'
import type { Invocation } from './command.ts'

/** The runner's table, where a person named it. Throws PgfoldError `bad-option`. */
export function trackingTableOption({ trackingTable }: Settings): Pick<TrackingOptions, 'trackingTable'> {
  return trackingTable === undefined ? {} : { trackingTable: parseGivenTable(trackingTable) }
}

/** What apply and rollback need to know of the migration folder. */
export function trackingOptions(settings: Settings): TrackingOptions {
  const { migrations, archived, placeholders, layout } = settings
  const folder = { migrations, archived, placeholders, ...(layout === undefined ? {} : { layout }) }
  return { folder, ...trackingTableOption(settings) }
}

/** The schema of one tenant, where a person named it. */
export function tenantOption({ args }: Invocation): { readonly tenant?: string } {
  const tenant = args.text('tenant')
  return tenant === undefined ? {} : { tenant }
}
