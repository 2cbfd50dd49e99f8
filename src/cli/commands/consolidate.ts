import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const consolidate: Command = {
  command: 'consolidate [history]',
  describe: 'Fold a history into one up.sql and down.sql, and prove them',
  positionals: { history: { describe: 'Folder of the migrations, or one SQL file (schema/migrations)' } },
  options: {
    out: { type: 'string', describe: 'Folder to write', defaultDescription: 'schema/consolidated' },
    to: { type: 'string', describe: 'Id of the last migration to fold' },
    check: { type: 'boolean', describe: 'Write nothing; exit 1 where the folder is out of date' },
    copy: { type: 'boolean', describe: 'COPY blocks for psql instead of INSERTs' },
    ...sharedOptions('layout', 'placeholder', 'prelude', 'rows', 'scratch', 'allow-gaps', 'allow-unmodelled'),
  },
  run: async ({ args, settings, progress, colour }) => {
    const { consolidate: fold } = await import('../../commands/consolidate.ts')
    const { consolidateText } = await import('../../report/consolidate-text.ts')
    const { layout, scratch, placeholders, prelude, rows, allowGaps, allowUnmodelled } = settings
    const to = args.text('to')
    const result = await fold({
      history: args.text('history') ?? settings.migrations,
      out: settings.consolidated,
      check: args.flag('check') === true,
      copy: args.flag('copy') === true,
      placeholders,
      prelude,
      rows,
      allowGaps,
      allowUnmodelled,
      progress,
      ...(layout === undefined ? {} : { layout }),
      ...(scratch === undefined ? {} : { scratch }),
      ...(to === undefined ? {} : { to }),
    })
    const isGood = result.proved && (result.outOfDate ?? []).length === 0
    return { exitCode: isGood ? 0 : 1, result, text: consolidateText(result, { colour }) }
  },
}
