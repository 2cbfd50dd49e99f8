import { adoptOptions } from '../adopt-options.ts'
import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const rehearse: Command = {
  command: 'rehearse',
  describe: 'Try the whole cutover on copies: every prefix of the history, and a backup',
  options: {
    backup: { type: 'string', describe: 'What pg_dump wrote of the live database, in any of its formats' },
    run: { type: 'string', describe: 'Command that runs the folder, where the migrations are code' },
    from: { type: 'string', describe: 'Take a backup of this live database (URL or name) and use that' },
    ...sharedOptions('migrations', 'archived', 'consolidated', 'layout', 'tracking-table', 'placeholder', 'prelude'),
    ...sharedOptions('ignore', 'scratch', 'lock-timeout'),
  },
  run: async (invocation) => {
    const { rehearse: rehearseCutover } = await import('../../commands/rehearse.ts')
    const { rehearsalLine, rehearsalText } = await import('../../report/rehearsal-text.ts')
    const { args, progress, colour } = invocation
    const { db: _, dryRun: __, ...options } = adoptOptions(invocation)
    const [backupFile, from] = [args.text('backup'), args.text('from')]
    const result = await rehearseCutover({
      ...options,
      onRehearsal: (rehearsal) => progress(rehearsalLine(rehearsal)),
      ...(backupFile === undefined ? {} : { backupFile }),
      ...(from === undefined ? {} : { from }),
    })
    return { exitCode: result.done ? 0 : 1, result, text: rehearsalText(result, { colour }) }
  },
}
