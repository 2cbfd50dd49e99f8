// What a command builds of a migration folder, as a source: the folder as it is now, run whole on an empty scratch database.
import { readHistory } from '../layouts/read-history.ts'
import { createReader } from '../sources/database-reader.ts'
import { noTracking } from '../sources/opened.ts'
import type { OpenSource } from '../sources/opened.ts'
import type { RunContext } from '../sources/run-context.ts'
import { commandBuilder } from './build-command.ts'
import type { OnOutput } from './build-command.ts'
import { buildBefore } from './fold-databases.ts'

interface RunFolder {
  readonly migrations: string
  readonly command: string
  readonly onOutput: OnOutput | undefined
  readonly cwd: string | undefined
}

/** Throws what the command and `requireRan` throw: it has to run all migrations of the folder. */
export async function openCommand(
  { migrations, command, cwd, onOutput = () => undefined }: RunFolder,
  context: RunContext,
): Promise<OpenSource> {
  const { layout, trackingTable, prelude = [], schemas, progress = () => undefined } = context.options
  const history = await readHistory(migrations, { isRun: true, ...(layout === undefined ? {} : { layout }) })
  const builder = commandBuilder(command, onOutput, {
    migrations: { history, shownAs: migrations },
    trackingTable,
    cwd,
  })
  const server = await context.scratch()
  const before = await Promise.all(prelude.map((file) => readHistory(file, { layout: 'plain' })))
  const { start } = await buildBefore(server, before, builder)
  try {
    const { db, scratch, findings } = await builder.first({ server, start, progress })
    let closing: Promise<void> | undefined
    return {
      label: `${migrations} (--run)`,
      server: server.label,
      database: db,
      tracking: noTracking,
      findings,
      ...createReader(db, { schemas, builder: db.address.user }),
      dumpable: () => Promise.resolve(db),
      originOf: () => undefined,
      close: () => (closing ??= db.close().then(() => scratch.drop())),
    }
  } finally {
    await start.drop()
  }
}
