import type { Command } from '../command.ts'
import { archiveOptions } from '../archive-options.ts'
import { sharedOptions } from '../options.ts'

export const restore: Command = {
  command: 'restore',
  describe: 'Give the archived migrations back, byte for byte',
  options: sharedOptions('archived', 'dry-run'),
  run: async (invocation) => {
    const { restore: restoreMigrations } = await import('../../commands/restore.ts')
    const { archiveText } = await import('../../report/cutover-text.ts')
    const result = await restoreMigrations(archiveOptions(invocation))
    return { exitCode: 0, result, text: archiveText(result, { colour: invocation.colour }) }
  },
}
