import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const selfTest: Command = {
  command: 'self-test',
  describe: 'Change a scratch database once per attribute and show that each change is seen',
  options: {
    ...sharedOptions('scratch'),
    kind: { type: 'array', describe: 'Only the changes of this kind of object' },
  },
  run: async ({ args, settings, progress, colour }) => {
    const { selfTest: test } = await import('../../commands/self-test.ts')
    const { selfTestText } = await import('../../report/self-test-text.ts')
    const kinds = args.list('kind').flatMap((names) => names.split(','))
    const { scratch } = settings
    const result = await test({ kinds, progress, ...(scratch === undefined ? {} : { scratch }) })
    return { exitCode: result.passed ? 0 : 1, result, text: selfTestText(result, { colour }) }
  },
}
