// The folder as `archive` leaves it, run whole on an empty database, as a new one will be made from then on. A prefix does
// not show that: it has run the migrations that were folded, and never the consolidated one.
import { readArchivedFolder } from '../cutover/archived-folder.ts'
import { rolesNamed } from '../history/roles.ts'
import { isInCode, layoutNamed } from '../layouts/choose-layout.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { ScratchDatabase } from '../server/database.ts'
import { urlOf } from '../server/database-environment.ts'
import { replay } from '../server/replay.ts'
import { databaseByCommand, requireRanThese } from './rehearsal-code.ts'
import { trackedDatabase } from './rehearsal-databases.ts'
import type { Stage } from './rehearsal-stage.ts'
import { endedBuilt, told } from './rehearse-cutover.ts'
import type { Ending } from './rehearse-cutover.ts'
import type { VerifyOptions } from './verify.ts'

/** Builds it and verifies it; code has to have been copied, with all that its command reads. */
export function rehearseFolder(stage: Stage): Promise<Ending> {
  return told(async () => {
    const database = await builtDatabase(stage)
    const ending = await endedBuilt(
      { ...stage.site.options, db: urlOf(database.address), ...(await behind(stage)) },
      'what the archived folder made',
    )
    await database.drop()
    return ending
  })
}

function builtDatabase(stage: Stage): Promise<ScratchDatabase> {
  return isInCode(layoutNamed(stage.schema.manifest.layout)) ? byCommand(stage) : byReplay(stage)
}

async function byCommand(stage: Stage): Promise<ScratchDatabase> {
  const database = await databaseByCommand(stage, stage.site.options.cwd)
  await requireRanThese(database, stage, await archivedHistory(stage))
  return database
}

async function byReplay(stage: Stage): Promise<ScratchDatabase> {
  const { server } = stage
  const history = await archivedHistory(stage)
  const database = await trackedDatabase(stage)
  await server.ensureRoles(await rolesNamed(history))
  const db = await database.connect()
  try {
    await replay(db, history, { onCreatedRoles: server.adoptRoles })
  } finally {
    await db.close()
  }
  return database
}

function archivedHistory({ schema, site: { options } }: Stage): ReturnType<typeof readHistory> {
  const { migrations, layout = schema.manifest.layout, placeholders } = options
  const given = placeholders === undefined ? {} : { placeholders }
  return readHistory(migrations, { layout, allowGaps: true, isRun: true, ...given })
}

/** Newer migrations are a part of what it is held against. */
async function behind({ schema, site: { options } }: Stage): Promise<Partial<VerifyOptions>> {
  const { migrations, run, cwd, onOutput, layout = schema.manifest.layout } = options
  const newest = (await readArchivedFolder(schema.manifest, options)).newer.at(-1)
  if (newest === undefined) return {}
  const command = run === undefined || !isInCode(layoutNamed(layout)) ? {} : { run: { command: run, onOutput, cwd } }
  return { layout, allowGaps: true, behind: { migrations, to: newest.id, ...command } }
}
