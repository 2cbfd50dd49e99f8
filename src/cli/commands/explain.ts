import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const explain: Command = {
  command: 'explain [history]',
  describe: 'Show the migrations as they are read, and what each does and risks; needs no server',
  positionals: { history: { describe: 'Folder of the migrations, or one SQL file (schema/migrations)' } },
  options: {
    to: { type: 'string', describe: 'Id of the last migration to explain' },
    ...sharedOptions('layout', 'placeholder', 'allow-gaps'),
  },
  run: async ({ args, settings, colour }) => {
    const { explain: explainHistory } = await import('../../commands/explain.ts')
    const { explainText } = await import('../../report/explain-text.ts')
    const { layout, placeholders, allowGaps, migrations } = settings
    const to = args.text('to')
    const result = await explainHistory({
      history: args.text('history') ?? migrations,
      placeholders,
      allowGaps,
      ...(layout === undefined ? {} : { layout }),
      ...(to === undefined ? {} : { to }),
    })
    return { exitCode: 0, result, text: explainText(result, { colour }) }
  },
}
