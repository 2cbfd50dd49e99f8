import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'
import { runOptions } from '../run-options.ts'
import { tenantOption } from '../tracking-options.ts'

export const verify: Command = {
  command: 'verify',
  describe: 'Compare a live database with the consolidated schema',
  options: sharedOptions('db', 'consolidated', 'tracking-table', 'tenant', 'ignore', 'schema', 'scratch'),
  run: async (invocation) => {
    const { verify: verifyDatabase } = await import('../../commands/verify.ts')
    const { comparisonText } = await import('../../report/comparison-text.ts')
    const { consolidated, ignore } = invocation.settings
    const result = await verifyDatabase({
      ...runOptions(invocation),
      consolidated,
      ignore,
      ...tenantOption(invocation),
    })
    const text = comparisonText(result, { colour: invocation.colour })
    return { exitCode: result.equivalent ? 0 : 1, result, text }
  },
}
