import type { Command } from '../command.ts'
import { liveChangeFlags, liveChangeOptions } from '../live-change-options.ts'
import { sharedOptions } from '../options.ts'

export const apply: Command = {
  command: 'apply [force]',
  describe: 'Create the consolidated schema in a live database (force: drop what is in the way first)',
  positionals: { force: { describe: 'First drop what is in the way', choices: ['force'] } },
  options: sharedOptions(...liveChangeFlags),
  run: async (invocation) => {
    const { apply: applySchema } = await import('../../commands/apply.ts')
    const { cutoverText } = await import('../../report/cutover-text.ts')
    const { args, colour } = invocation
    const result = await applySchema({
      ...liveChangeOptions(invocation),
      force: args.text('force') === 'force',
    })
    return { exitCode: 0, result, text: cutoverText(result, { colour }) }
  },
}
