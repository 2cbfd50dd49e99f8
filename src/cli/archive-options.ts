import type { ArchiveOptions } from '../commands/archive.ts'
import type { Invocation } from './command.ts'

/** What archive and restore take from flags and settings alike. */
export function archiveOptions({ args, settings, progress }: Invocation): ArchiveOptions {
  const { migrations, archived, consolidated, layout, placeholders } = settings
  return {
    migrations,
    archived,
    consolidated,
    placeholders,
    dryRun: args.flag('dry-run') === true,
    progress,
    ...(layout === undefined ? {} : { layout }),
  }
}
