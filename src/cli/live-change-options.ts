import type { LiveChangeOptions } from '../commands/live-change.ts'
import type { Invocation } from './command.ts'
import { trackingOptions } from './tracking-options.ts'

/** The shared options of apply and rollback. */
export const liveChangeFlags = [
  ...(['db', 'consolidated', 'migrations', 'archived', 'layout', 'tracking-table'] as const),
  ...(['yes', 'dry-run', 'no-backup', 'backups', 'lock-timeout', 'scratch'] as const),
] as const

/** What apply and rollback take from flags and settings alike. */
export function liveChangeOptions({ args, settings, progress, ask }: Invocation): LiveChangeOptions {
  return {
    env: process.env,
    consolidated: settings.consolidated,
    backups: settings.backups,
    lockTimeout: settings.lockTimeout,
    dryRun: args.flag('dry-run') === true,
    backup: args.flag('no-backup') !== true,
    yes: args.flag('yes') === true,
    progress,
    ...trackingOptions(settings),
    ...(settings.db === undefined ? {} : { db: settings.db }),
    ...(settings.scratch === undefined ? {} : { scratch: settings.scratch }),
    ...(ask === undefined ? {} : { ask }),
  }
}
