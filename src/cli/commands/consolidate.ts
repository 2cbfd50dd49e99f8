import type { ConsolidateOptions } from '../../commands/consolidate.ts'
import { PgfoldError } from '../../errors.ts'
import type { Arguments, Command } from '../command.ts'
import { sharedOptions } from '../options.ts'
import { trackingTableOption } from '../tracking-options.ts'

export const consolidate: Command = {
  command: 'consolidate [history]',
  describe: 'Fold a history, what a command builds, or a live database into one up.sql and down.sql, and prove them',
  positionals: {
    history: {
      describe:
        'Folder of the migrations, or one SQL file (schema/migrations); with --run, of those that it runs (none)',
    },
  },
  options: {
    out: { type: 'string', describe: 'Folder to write', defaultDescription: 'schema/consolidated' },
    run: { type: 'string', describe: 'Command to run on an empty database: what it builds is folded' },
    from: { type: 'string', describe: 'Live database (URL or name) to fold instead of a history; it is only read' },
    to: { type: 'string', describe: 'Id of the last migration to fold' },
    check: { type: 'boolean', describe: 'Write nothing; exit 1 where the folder is out of date' },
    copy: { type: 'boolean', describe: 'COPY blocks for psql instead of INSERTs' },
    'database-settings': { type: 'boolean', describe: 'ALTER DATABASE … SET as statements, not in a comment' },
    ...sharedOptions('schema', 'layout', 'tracking-table', 'placeholder', 'prelude', 'rows', 'scratch', 'db'),
    ...sharedOptions('allow-gaps', 'allow-unmodelled'),
  },
  run: async ({ args, settings, progress, echo, colour }) => {
    const { consolidate: fold } = await import('../../commands/consolidate.ts')
    const { consolidateText } = await import('../../report/consolidate-text.ts')
    const { layout, scratch, db, placeholders, prelude, rows, schemas, allowGaps, allowUnmodelled } = settings
    const to = args.text('to')
    const [command, from] = [args.text('run'), args.text('from')]
    if (command !== undefined) refuseOptions(args, 'run', 'folds what a command builds')
    if (from !== undefined) refuseOptions(args, 'from', 'folds a live database')
    const result = await fold({
      ...source(args, settings.migrations),
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
      onOutput: echo,
      ...trackingTableOption(settings),
      ...(db === undefined ? {} : { db }),
      ...(layout === undefined ? {} : { layout }),
      ...(scratch === undefined ? {} : { scratch }),
      ...(to === undefined ? {} : { to }),
    })
    const isGood = result.proved && (result.outOfDate ?? []).length === 0
    return { exitCode: isGood ? 0 : 1, result, text: consolidateText(result, { colour }) }
  },
}

/** What is folded: one of three. Beside a command, a folder of the settings may stand for other runs. */
function source(args: Arguments, migrations: string): Pick<ConsolidateOptions, 'history' | 'run' | 'from'> {
  const [run, from] = [args.text('run'), args.text('from')]
  const history = args.text('history')
  if (run !== undefined) return { run, ...(history === undefined ? {} : { history }) }
  return from === undefined ? { history: history ?? migrations } : { from }
}

// Neither has migrations that these could speak of, but for those in code that a command runs, all of them; in the settings
// they may stand for other runs.
function refuseOptions(args: Arguments, option: 'run' | 'from', what: string): void {
  const history = args.text('history')
  const others = option === 'from' ? ['to'] : ['from', 'to', ...(history === undefined ? ['layout'] : []), 'db']
  const given = [
    ...(history === undefined || option === 'run' ? [] : [`the history ${history}`]),
    ...others.flatMap((name) => (args.text(name) === undefined ? [] : [`--${name}`])),
    ...(args.list('placeholder').length === 0 ? [] : ['--placeholder']),
    ...(args.flag('allow-gaps') === undefined ? [] : ['--allow-gaps']),
  ]
  if (given.length === 0) return
  throw new PgfoldError('bad-option', `--${option} ${what}, so it does not go with ${given.join(', ')}`, {
    hint: 'Leave out either of them.',
  })
}
