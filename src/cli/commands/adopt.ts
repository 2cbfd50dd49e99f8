import { adoptOptions } from '../adopt-options.ts'
import type { Command, Invocation } from '../command.ts'
import { liveChangeOptions } from '../live-change-options.ts'
import { sharedOptions } from '../options.ts'
import { tenantOption } from '../tracking-options.ts'

export const adopt: Command = {
  command: 'adopt',
  describe: 'Record on a live database that the consolidated migration replaces the folded ones',
  options: {
    ...sharedOptions(
      'db',
      'migrations',
      'archived',
      'consolidated',
      'layout',
      'tracking-table',
      'tenant',
      'placeholder',
      'prelude',
      'ignore',
      'scratch',
    ),
    ...sharedOptions('lock-timeout', 'dry-run'),
    run: { type: 'string', describe: 'Command that runs the folder, where newer migrations in code are applied' },
    undo: { type: 'boolean', describe: "Put the runner's rows back as they were" },
  },
  run: async (invocation) => {
    const { adoptText } = await import('../../report/adopt-text.ts')
    const result = await adoptOrUndo(invocation)
    return {
      exitCode: result.refusal === null ? 0 : 1,
      result,
      text: adoptText(result, { colour: invocation.colour }),
    }
  },
}

async function adoptOrUndo(invocation: Invocation) {
  if (invocation.args.flag('undo') === true) {
    const { undoAdopt } = await import('../../commands/undo-adopt.ts')
    return undoAdopt({ ...liveChangeOptions(invocation), ...tenantOption(invocation) })
  }
  const { adopt: adoptDatabase } = await import('../../commands/adopt.ts')
  return adoptDatabase({ ...adoptOptions(invocation), ...tenantOption(invocation) })
}
