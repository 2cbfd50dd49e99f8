// The journal of a fleet: which databases are done, so that a run goes on where another one had stopped.
import { appendFile, readFile } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import type { Manifest } from '../model/manifest.ts'
import { resolveAddress } from '../server/address.ts'
import type { AdoptOptions } from './adopt.ts'

/** A database, or the schema of one tenant in it. */
export interface Place {
  readonly db: string
  readonly tenant?: string
}

export interface JournalOptions extends Pick<
  AdoptOptions,
  'env' | 'ignore' | 'trackingTable' | 'prelude' | 'placeholders' | 'layout' | 'migrations' | 'run'
> {
  readonly action: 'verify' | 'adopt'
  /** A file that notes which databases are done; those that it notes already are passed over. */
  readonly journal?: string
}

interface FleetJournal {
  readonly isDone: (place: Place) => boolean
  readonly note: (place: Place) => Promise<void>
}

/**
 * A line for each database that is done: JSON, so that any name can stand in it, without passwords; with the server, with
 * what was folded, and with what else decides the answer, so that it counts for nothing else. Throws PgfoldError
 * `not-writable`.
 */
export async function openJournal(options: JournalOptions, { line, files }: Manifest): Promise<FleetJournal> {
  const { journal, action, env } = options
  if (journal === undefined) return { isDone: () => false, note: () => Promise.resolve() }
  const rules = rulesOf(options)
  const noteOf = ({ db, tenant }: Place): string => {
    const { host, port, database } = resolveAddress({ env, db })
    return JSON.stringify([action, line, files['up.sql'], host, port, database, rules, tenant ?? null])
  }
  try {
    await appendFile(journal, '') // told before anything is done
    const done = new Set((await readFile(journal, 'utf8')).split('\n'))
    return {
      isDone: (place) => isAddress(place, env) && done.has(noteOf(place)),
      note: (place) => appendFile(journal, `${noteOf(place)}\n`),
    }
  } catch (error) {
    throw new PgfoldError('not-writable', `${journal} cannot be written: ${(error as Error).message}`, {
      hint: 'Name a file in a folder that is there with --journal FILE.',
      cause: error,
    })
  }
}

/** What is not one its own visit tells, and the others go on. */
function isAddress({ db }: Place, env: JournalOptions['env']): boolean {
  try {
    return resolveAddress({ env, db }).database !== ''
  } catch {
    return false
  }
}

/** What a database was found equal, or adopted, under. */
function rulesOf({ action, ignore, trackingTable, prelude, ...adopting }: JournalOptions): object {
  const { migrations, layout, placeholders, run } = adopting
  const folder = action === 'adopt' ? { migrations, layout, placeholders, run } : {}
  return { ignore: ignore?.toSorted(), trackingTable, prelude, ...folder }
}
