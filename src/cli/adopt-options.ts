import type { AdoptOptions } from '../commands/adopt.ts'
import type { Invocation } from './command.ts'
import { liveChangeOptions } from './live-change-options.ts'

/** What adopt and fleet take from flags and settings alike. */
export function adoptOptions(invocation: Invocation): AdoptOptions {
  const run = invocation.args.text('run')
  const { migrations, archived, placeholders, prelude, ignore, layout, scratch } = invocation.settings
  return {
    ...liveChangeOptions(invocation),
    migrations,
    archived,
    placeholders,
    prelude,
    ignore,
    onOutput: invocation.echo,
    ...(run === undefined ? {} : { run }),
    ...(layout === undefined ? {} : { layout }),
    ...(scratch === undefined ? {} : { scratch }),
  }
}
