import { PgfoldError } from '../../errors.ts'
import type { Arguments, Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const consolidate: Command = {
  command: 'consolidate [history]',
  describe: 'Fold a history, or a live database, into one up.sql and down.sql, and prove them',
  positionals: { history: { describe: 'Folder of the migrations, or one SQL file (schema/migrations)' } },
  options: {
    out: { type: 'string', describe: 'Folder to write', defaultDescription: 'schema/consolidated' },
    from: { type: 'string', describe: 'Live database (URL or name) to fold instead of a history; it is only read' },
    to: { type: 'string', describe: 'Id of the last migration to fold' },
    check: { type: 'boolean', describe: 'Write nothing; exit 1 where the folder is out of date' },
    copy: { type: 'boolean', describe: 'COPY blocks for psql instead of INSERTs' },
    'database-settings': { type: 'boolean', describe: 'ALTER DATABASE … SET as statements, not in a comment' },
    ...sharedOptions('schema', 'layout', 'placeholder', 'prelude', 'rows', 'scratch', 'db'),
    ...sharedOptions('allow-gaps', 'allow-unmodelled'),
  },
  run: async ({ args, settings, progress, colour }) => {
    const { consolidate: fold } = await import('../../commands/consolidate.ts')
    const { consolidateText } = await import('../../report/consolidate-text.ts')
    const { layout, scratch, db, placeholders, prelude, rows, schemas, allowGaps, allowUnmodelled } = settings
    const to = args.text('to')
    const from = args.text('from')
    if (from !== undefined) refuseHistoryOptions(args)
    const result = await fold({
      ...(from === undefined ? { history: args.text('history') ?? settings.migrations } : { from }),
      out: settings.consolidated,
      check: args.flag('check') === true,
      copy: args.flag('copy') === true,
      databaseSettings: args.flag('database-settings') === true,
      placeholders,
      prelude,
      rows,
      schemas,
      allowGaps,
      allowUnmodelled,
      progress,
      ...(db === undefined ? {} : { db }),
      ...(layout === undefined ? {} : { layout }),
      ...(scratch === undefined ? {} : { scratch }),
      ...(to === undefined ? {} : { to }),
    })
    const isGood = result.proved && (result.outOfDate ?? []).length === 0
    return { exitCode: isGood ? 0 : 1, result, text: consolidateText(result, { colour }) }
  },
}

// A database has no migrations that these could speak of; in the settings they may stand for other runs.
function refuseHistoryOptions(args: Arguments): void {
  const history = args.text('history')
  const given = [
    ...(history === undefined ? [] : [`the history ${history}`]),
    ...(args.text('to') === undefined ? [] : ['--to']),
    ...(args.list('placeholder').length === 0 ? [] : ['--placeholder']),
    ...(args.flag('allow-gaps') === undefined ? [] : ['--allow-gaps']),
  ]
  if (given.length === 0) return
  throw new PgfoldError('bad-option', `--from folds a live database, so it does not go with ${given.join(', ')}`, {
    hint: 'Leave out either of them.',
  })
}
