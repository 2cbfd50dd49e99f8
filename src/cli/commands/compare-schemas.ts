import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'
import { runOptions } from '../run-options.ts'

export const compareSchemas: Command = {
  command: 'compare-schemas <left> <right> [schema]',
  describe: 'Compare two sources: databases, migration folders/, files.sql, snapshots.json',
  positionals: {
    left: { describe: 'A database (URL or name), a folder/, a file.sql or a snapshot.json' },
    right: { describe: 'The other one' },
    schema: { describe: 'Only this schema' },
  },
  options: sharedOptions(
    'ignore',
    'schema',
    'scratch',
    'db',
    'layout',
    'tracking-table',
    'prelude',
    'placeholder',
    'allow-gaps',
  ),
  run: async (invocation) => {
    const { compareSchemas: compare } = await import('../../commands/compare-schemas.ts')
    const { comparisonText } = await import('../../report/comparison-text.ts')
    const { args, settings, colour } = invocation
    const schema = args.text('schema')
    const schemas = schema === undefined ? settings.schemas : [schema, ...settings.schemas]
    const [left, right] = [args.text('left') ?? '', args.text('right') ?? '']
    const result = await compare({ ...runOptions(invocation), schemas, left, right, ignore: settings.ignore })
    return { exitCode: result.equivalent ? 0 : 1, result, text: comparisonText(result, { colour }) }
  },
}
