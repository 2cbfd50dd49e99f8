import type { Command } from '../command.ts'
import { liveChangeFlags, liveChangeOptions } from '../live-change-options.ts'
import { sharedOptions } from '../options.ts'

export const rollback: Command = {
  command: 'rollback',
  describe: 'Take the consolidated schema away from a live database, all or nothing',
  options: sharedOptions(...liveChangeFlags),
  run: async (invocation) => {
    const { rollback: rollBack } = await import('../../commands/rollback.ts')
    const { cutoverText } = await import('../../report/cutover-text.ts')
    const result = await rollBack(liveChangeOptions(invocation))
    return { exitCode: 0, result, text: cutoverText(result, { colour: invocation.colour }) }
  },
}
