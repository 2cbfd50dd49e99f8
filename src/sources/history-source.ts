// A folder of migrations or one SQL file: replayed on a scratch database, which is then what is compared.
import { stat } from 'node:fs/promises'
import type { History } from '../history/migration.ts'
import { rolesCreated, rolesNamed } from '../history/roles.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Database, ScratchServer } from '../server/database.ts'
import { replay } from '../server/replay.ts'
import { createReader } from './database-reader.ts'
import { buildAs } from './build-as.ts'
import type { BuiltBy, OpenSource } from './opened.ts'
import { replayRecorded } from './recorded-replay.ts'
import type { MadeBy } from './recorded-replay.ts'
import { openScratch } from './scratch-database.ts'
import type { RunContext } from './run-context.ts'

/** Replays the history at `path`. Throws `not-found` and what reading and replaying it throw. */
export async function openHistory(path: string, context: RunContext): Promise<OpenSource> {
  const { layout, placeholders, allowGaps, to, trackingTable, prelude = [], schemas, progress } = context.options
  const isFile = (await stat(path)).isFile()
  const history = await readHistory(path, {
    ...(layout === undefined || isFile ? {} : { layout }),
    ...(placeholders === undefined ? {} : { placeholders }),
    ...(allowGaps === undefined ? {} : { allowGaps }),
    ...(trackingTable === undefined ? {} : { trackingTable }),
    ...(to === undefined || isFile ? {} : { to }),
  })
  const before = await Promise.all(prelude.map((file) => readHistory(file)))
  const server = await serverFor([...before, history], context)
  const scratch = await openScratch(server)
  try {
    progress?.(`replaying ${path}`)
    const run = (): Promise<Replayed> =>
      replayAll({ before, history }, { server, db: scratch.db, progress: progress ?? (() => undefined) })
    const { origins, findings } = mayCreateRoles([...before, history]) ? await context.inTurn(run) : await run()
    const builder = isFile && isDump(history) ? undefined : scratch.db.address.user
    return {
      label: path,
      server: server.label,
      database: scratch.db,
      tracking: history,
      findings: [...history.findings, ...findings],
      ...createReader(scratch.db, { schemas, ...(builder === undefined ? {} : { builder }) }),
      ...(builder === undefined ? {} : { builtBy: buildAgain({ before, history }, context) }),
      dumpable: () => Promise.resolve(scratch.db),
      originOf: (key) => placeOf(origins.get(key)),
      close: scratch.close,
    }
  } catch (error) {
    await scratch.close()
    throw error
  }
}

async function serverFor(histories: readonly History[], context: RunContext): Promise<ScratchServer> {
  const created = await Promise.all(histories.map(rolesCreated))
  return created.flat().length === 0 ? context.scratch() : context.scratchWithRoles()
}

interface Histories {
  readonly before: readonly History[]
  readonly history: History
}

// pg_dump gives everything to its owner by name, whoever restores it.
function isDump({ migrations }: History): boolean {
  return migrations.some(({ up }) => /^-- PostgreSQL database dump$/mu.test(up.text))
}

/** The history once more, replayed by another role. */
function buildAgain(histories: Histories, context: RunContext): (role: string) => Promise<BuiltBy> {
  return async (role) => {
    const given = await context.scratch()
    const replayedBy = async (db: Database, server: ScratchServer): Promise<void> => {
      await replayAll(histories, { server, db, progress: () => undefined })
    }
    return context.inTurn(() => buildAs(given, role, { run: replayedBy, schemas: context.options.schemas }))
  }
}

interface Replayed {
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
  readonly findings: readonly Finding[]
}

async function replayAll(
  { before, history }: Histories,
  { server, db, progress }: { readonly server: ScratchServer; readonly db: Database; readonly progress: Progress },
): Promise<Replayed> {
  const needed = [...(await server.ensureRoles(await rolesNamed(...before)))]
  const earlier: Finding[] = []
  const onCreatedRoles = server.adoptRoles
  for (const each of before) earlier.push(...(await replay(db, each, { onCreatedRoles })).findings)
  needed.push(...(await server.ensureRoles(await rolesNamed(...before, history)))) // a prelude may create them
  const { origins, findings } = await replayRecorded(db, history, { progress, onCreatedRoles })
  return { origins, findings: [...needed.map(roleCreated), ...earlier, ...findings] }
}

function placeOf(made: MadeBy | undefined): string | undefined {
  const origin = made?.changed ?? made?.created
  return origin && `${origin.file}:${origin.line}`
}

function roleCreated(role: string): Finding {
  return {
    code: 'role-created',
    severity: 'info',
    subject: role,
    message: `the role ${role} was created on the scratch server, since the history takes it for granted`,
  }
}

/** Roles belong to the server: two replays that create the same one at once would collide. A word too many only costs time. */
function mayCreateRoles(histories: readonly History[]): boolean {
  return histories.some(({ migrations }) => migrations.some(({ up }) => /\b(?:role|user|group)\b/iu.test(up.text)))
}
