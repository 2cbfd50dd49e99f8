import type { RunOptions } from '../sources/run-context.ts'
import type { Invocation } from './command.ts'
import { trackingTableOption } from './tracking-options.ts'

/** What every command that opens sources takes from flags and settings alike. */
export function runOptions({ settings, progress }: Invocation): RunOptions {
  const { db, layout, scratch, schemas, prelude, placeholders, allowGaps } = settings
  return {
    env: process.env,
    schemas,
    prelude,
    placeholders,
    allowGaps,
    progress,
    ...trackingTableOption(settings),
    ...(db === undefined ? {} : { db }),
    ...(layout === undefined ? {} : { layout }),
    ...(scratch === undefined ? {} : { scratch }),
  }
}
