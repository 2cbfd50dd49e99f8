// What the sources of one run share: its options, and one scratch server that starts when somebody first
// needs it and never otherwise.
import { PgfoldError } from '../errors.ts'
import type { HistoryOptions } from '../layouts/read-history.ts'
import type { Progress } from '../model/progress.ts'
import type { ScratchServer } from '../server/database.ts'
import { openScratchServer } from '../server/scratch.ts'

/** What a person chose for this run. */
export interface RunOptions extends Pick<
  HistoryOptions,
  'layout' | 'placeholders' | 'allowGaps' | 'to' | 'trackingTable'
> {
  readonly env: Readonly<Record<string, string | undefined>>
  /** URL of the configured server; a bare name is a database on it. */
  readonly db?: string
  readonly schemas?: readonly string[]
  /** `embedded`, `installed`, `installed:15` or a URL. Without it the one that suits the live server. */
  readonly scratch?: string
  /** SQL files that run before a history. */
  readonly prelude?: readonly string[]
  readonly progress?: Progress
}

export interface RunContext {
  readonly options: RunOptions
  /** The one scratch server of the run. */
  scratch(): Promise<ScratchServer>
  /**
   * A server for a history that creates roles. They belong to a whole server, so that the first one takes the scratch
   * server, and each further one gets a server of its own, unless it is one that was given.
   */
  scratchWithRoles(): Promise<ScratchServer>
  /** True once `scratch` was asked for. */
  usesScratch(): boolean
  /**
   * Tells the version of a live server, before `scratch` is first asked for: the same major is the best. Of two the
   * newer counts, since it takes what both have.
   */
  preferVersion(serverVersion: number): void
  /** Runs tasks one after the other: replays that create roles, which belong to the whole server. */
  inTurn<Result>(task: () => Promise<Result>): Promise<Result>
  /** Stops the scratch server. Closing twice is harmless. */
  close(): Promise<void>
}

/** A context for one run; the caller closes it. */
export function createRunContext(options: RunOptions): RunContext {
  let opening: Promise<ScratchServer> | undefined
  let preferred: number | undefined
  let last: Promise<unknown> = Promise.resolve()
  let hasRoles = false
  const others: Promise<ScratchServer>[] = []
  const scratch = (): Promise<ScratchServer> => (opening ??= openBest(options.scratch, preferred))
  const scratchWithRoles = async (): Promise<ScratchServer> => {
    const isFirst = !hasRoles
    hasRoles = true
    const server = await scratch()
    if (isFirst || !server.isOurs) return server
    const other = openBest(options.scratch, preferred)
    others.push(other)
    return other
  }
  return {
    options,
    scratch,
    scratchWithRoles,
    usesScratch: () => opening !== undefined,
    preferVersion: (serverVersion) => {
      preferred = Math.max(preferred ?? 0, serverVersion)
    },
    inTurn: (task) => {
      const turn = last.then(task, task)
      last = turn.catch(() => undefined) // whoever asked for the task gets its error
      return turn
    },
    close: async () => {
      // A server that could not be opened has told its error to whoever asked for it.
      const servers = await Promise.allSettled([...(opening === undefined ? [] : [opening]), ...others])
      await Promise.all(servers.map((server) => (server.status === 'fulfilled' ? server.value.close() : undefined)))
    },
  }
}

/** The server that was asked for; else one of the live server's major, if the machine has it; else the embedded one. */
async function openBest(spec: string | undefined, liveVersion: number | undefined): Promise<ScratchServer> {
  if (spec !== undefined) return openScratchServer(spec)
  if (liveVersion !== undefined) {
    try {
      return await openScratchServer(`installed:${Math.floor(liveVersion / 10_000)}`)
    } catch (error) {
      if (!(error instanceof PgfoldError) || error.code !== 'no-installed-server') throw error
    }
  }
  return openScratchServer('embedded')
}
