import type { Command } from '../command.ts'
import { archiveOptions } from '../archive-options.ts'
import { sharedOptions } from '../options.ts'

export const archive: Command = {
  command: 'archive [list]',
  describe: 'Move the folded migrations to the archive, the consolidated one to their place (list: only show)',
  positionals: { list: { describe: 'Only show what is and what would be archived', choices: ['list'] } },
  options: sharedOptions('migrations', 'archived', 'consolidated', 'layout', 'placeholder', 'dry-run'),
  run: async (invocation) => {
    const { archive: archiveMigrations, listArchives } = await import('../../commands/archive.ts')
    const { archiveText } = await import('../../report/cutover-text.ts')
    const use = invocation.args.text('list') === 'list' ? listArchives : archiveMigrations
    const result = await use(archiveOptions(invocation))
    return { exitCode: 0, result, text: archiveText(result, { colour: invocation.colour }) }
  },
}
