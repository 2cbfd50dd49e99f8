import { PgfoldError } from '../../errors.ts'
import { adoptOptions } from '../adopt-options.ts'
import type { Command } from '../command.ts'
import { sharedOptions } from '../options.ts'

export const fleet: Command = {
  command: 'fleet <action>',
  describe: 'verify or adopt many databases, a few at a time',
  positionals: { action: { describe: 'verify or adopt', choices: ['verify', 'adopt'] } },
  options: {
    db: { type: 'array', describe: 'A database, URL or name; again for each' },
    databases: { type: 'string', describe: 'File with a database on each line' },
    like: { type: 'string', describe: 'Databases of the configured server with names like this (LIKE)' },
    tenants: { type: 'string', describe: 'In each database, the schemas with names like this (LIKE)' },
    concurrency: { type: 'string', describe: 'How many at a time', defaultDescription: '4' },
    journal: { type: 'string', describe: 'File that notes what is done; it is passed over the next time' },
    ...sharedOptions(
      'migrations',
      'archived',
      'consolidated',
      'layout',
      'tracking-table',
      'placeholder',
      'prelude',
      'ignore',
      'scratch',
    ),
    ...sharedOptions('lock-timeout', 'dry-run'),
    run: {
      type: 'string',
      describe: 'adopt: command that runs the folder, where newer migrations in code are applied',
    },
  },
  run: async (invocation) => {
    const { fleet: visitFleet } = await import('../../commands/fleet.ts')
    const { fleetText, memberLine } = await import('../../report/fleet-text.ts')
    const { args, progress, colour } = invocation
    const { db: _, progress: __, ...options } = adoptOptions(invocation)
    const [file, like, journal, tenants] = ['databases', 'like', 'journal', 'tenants'].map((name) => args.text(name))
    const result = await visitFleet({
      ...options,
      action: args.text('action') === 'adopt' ? 'adopt' : 'verify',
      databases: args.list('db'),
      concurrency: concurrencyIn(args.text('concurrency')),
      onMember: (member) => progress(memberLine(member)),
      ...(file === undefined ? {} : { file }),
      ...(tenants === undefined ? {} : { tenants }),
      ...(like === undefined ? {} : { like }),
      ...(journal === undefined ? {} : { journal }),
    })
    const { refused, failed } = result.counts
    return { exitCode: failed > 0 ? 2 : refused > 0 ? 1 : 0, result, text: fleetText(result, { colour }) }
  },
}

function concurrencyIn(text = '4'): number {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0 && number <= 64) return number
  throw new PgfoldError('bad-option', `--concurrency takes a number from 1 to 64, not ${text}`)
}
