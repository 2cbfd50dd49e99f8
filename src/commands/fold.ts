// The heart of `consolidate`: a history → up.sql and down.sql, to be proved. Nothing is written here.
import { readCatalog } from '../catalog/read-catalog.ts'
import { readSecrets } from '../catalog/secrets.ts'
import { PgfoldError } from '../errors.ts'
import { clusterWideFindings } from '../history/cluster-wide.ts'
import type { History } from '../history/migration.ts'
import { rolesCreated } from '../history/roles.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { droppedByScripts, leftBehindFindings } from '../render/left-behind.ts'
import { leftOutFindings } from '../render/left-out.ts'
import type { Asked } from '../render/left-out.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { buildBefore, replayAgain, replayFirst } from './fold-databases.ts'
import type { Replayed } from './fold-databases.ts'
import { findStart } from './fold-extensions.ts'
import type { FoldStart } from './fold-extensions.ts'
import { rolesNeeded } from './fold-roles.ts'
import { refuseInvalidIndexes } from './fold-indexes.ts'
import { foldRows } from './fold-rows.ts'
import type { FoldedRows } from './fold-rows.ts'
import { foldedPart, outsideFindings, refuseUnknownSchemas } from './fold-schemas.ts'
import type { FoldedPart } from './fold-schemas.ts'
import { renderScripts } from './fold-scripts.ts'
import { refuseUnreadable, secretFindings } from './fold-secrets.ts'
import { historySource } from './fold-source.ts'
import type { FoldSource } from './fold-source.ts'
import type { RowChoice } from './row-choice.ts'

export interface FoldOptions {
  /** SQL files with what exists before the history. */
  readonly prelude: readonly string[]
  readonly rows: RowChoice
  /** COPY blocks instead of INSERTs. */
  readonly copy: boolean
  /** Subjects of unmodelled objects that may be left out. */
  readonly allowUnmodelled: readonly string[]
  /** How the history is named in the head of the files. */
  readonly shownAs: string
  /** Only these schemas, where any are given. */
  readonly schemas?: readonly string[]
  /** Kinds that `up.sql` carries only where it is asked for them. */
  readonly asked?: Asked
  readonly progress: Progress
}

/** What was folded, a history or a live database. The databases stay open for the proof. */
export interface FoldedSchema {
  readonly source: FoldSource
  readonly upSql: string
  readonly downSql: string
  readonly before: Snapshot
  /** `before` as the two scripts take it. */
  readonly start: FoldStart
  readonly after: Snapshot
  readonly rows: FoldedRows
  readonly roles: readonly string[]
  readonly fingerprint: string
  /** What `up.sql` leaves to a person. */
  readonly leftOut: readonly CatalogObject[]
  readonly findings: readonly Finding[]
  readonly beforeDatabase: ScratchDatabase
  /** The history on a scratch database, or the live database. */
  readonly replayed: Pick<Replayed, 'db' | 'origins'> & { readonly scratch: Pick<ScratchDatabase, 'address' | 'drop'> }
  readonly seconds: { readonly replay: number; readonly snapshot: number; readonly render: number }
}

/** The fold of a history, which stands on a scratch database. */
export type Fold = FoldedSchema & { readonly replayed: Replayed }

/**
 * Folds a history on scratch databases of `server`. Throws `unmodelled` for objects that no kind covers,
 * and what replaying, reading and rendering throw.
 */
export async function fold(server: ScratchServer, history: History, options: FoldOptions): Promise<Fold> {
  const clock = startClock()
  const prelude = await Promise.all(options.prelude.map((file) => readHistory(file, { layout: 'plain' })))
  const { start, before: beforeDatabase, createdRoles } = await buildBefore(server, prelude, history)
  const replayed = await replayFirst(server, start, { history, progress: options.progress })
  const replaySeconds = clock()
  options.progress('reading the catalog')
  const read = await readBoth(server, { start, beforeDatabase, replayed, history, options })
  const snapshotSeconds = clock()
  const source = historySource(history, options.shownAs)
  const rendered = await renderFold(server, { ...read, source, beforeDatabase, replayed }, options)
  return {
    ...rendered,
    replayed,
    findings: [
      ...history.findings,
      ...replayed.findings,
      ...createdRoles.map(roleFinding),
      ...(await rolesCreated(history)).map(leftOutRole),
      ...(await clusterWideFindings(history)),
      ...rendered.findings,
    ],
    seconds: { replay: replaySeconds, snapshot: snapshotSeconds, render: clock() },
  }
}

/** Both databases as they were read, to be rendered. */
type ReadFold = Pick<FoldedSchema, 'source' | 'rows' | 'beforeDatabase' | 'replayed'> & FoldedPart

/** Renders what was read; the findings are those of the objects and the rows. */
export async function renderFold(
  server: ScratchServer,
  read: ReadFold,
  { progress, schemas = [], asked = new Set() }: Pick<FoldOptions, 'progress' | 'schemas' | 'asked'>,
): Promise<Omit<FoldedSchema, 'seconds'>> {
  progress('writing up.sql and down.sql')
  const { outside, ...ends } = read
  const { source, before, after, rows, beforeDatabase, replayed } = ends
  const start = await findStart(server, beforeDatabase, { before, after, schemas })
  const scripts = await renderScripts(server, beforeDatabase, {
    state: { start, after, rows, origins: replayed.origins, secrets: await readSecrets(replayed.db), schemas, asked },
    head: { source, server: versionOf(replayed.db) },
  })
  return {
    ...ends,
    ...scripts,
    start,
    roles: await rolesNeeded(scripts.upSql, { before, after, asked }),
    findings: [
      ...after.findings,
      ...outsideFindings(before, after, schemas),
      ...outside,
      ...secretFindings(before, after),
      ...leftOutFindings(scripts.leftOut),
      ...leftBehindFindings(droppedByScripts(before, after)),
      ...rows.findings,
    ],
  }
}

/** Seconds since the last call, as a function. */
export function startClock(): () => number {
  let last = performance.now()
  return () => {
    const now = performance.now()
    const seconds = (now - last) / 1000
    last = now
    return Math.round(seconds * 1000) / 1000
  }
}

interface Reading {
  readonly start: ScratchDatabase
  readonly beforeDatabase: ScratchDatabase
  readonly replayed: Replayed
  readonly history: History
  readonly options: FoldOptions
}

async function readBoth(server: ScratchServer, { start, beforeDatabase, replayed, history, options }: Reading) {
  const { schemas = [] } = options
  // Whoever runs up.sql owns what it makes, whatever was given to other roles since.
  const principal = replayed.db.address.user
  const after = await readCatalog(replayed.db, { dependencies: true, schemas, principal })
  refuseUnknownSchemas(after, schemas)
  const earlier = await beforeDatabase.connect()
  try {
    const before = await readCatalog(earlier, { dependencies: true, schemas, principal })
    refuseUnmodelled(before, after, options.allowUnmodelled)
    const again = async (): Promise<Replayed> => {
      options.progress('replaying once more to find volatile values')
      await earlier.close() // a database that somebody is connected to cannot be copied
      return replayAgain(server, start, history)
    }
    const rows = await foldRows({ before: earlier, after: replayed.db, again }, options)
    return { ...foldedPart({ before, after }, schemas), rows }
  } finally {
    await earlier.close()
  }
}

/** Throws `unmodelled` where objects of no kind that were not there before are neither carried nor left out by name. */
export function refuseUnmodelled(before: Snapshot, after: Snapshot, allowed: readonly string[]): void {
  refuseUnreadable(after)
  refuseInvalidIndexes(before, after)
  const known = new Set([...before.findings.map((finding) => finding.subject), ...allowed])
  const refused = after.findings.filter((finding) => finding.code === 'unmodelled' && !known.has(finding.subject))
  if (refused.length === 0) return
  throw new PgfoldError('unmodelled', 'there are objects that pgfold does not carry', {
    details: refused.map((finding) => finding.subject),
    hint: 'Leave one out on purpose with --allow-unmodelled "NAME", as it is written above.',
    exitCode: 1,
  })
}

/** `PostgreSQL 18.4`, wherever it runs. */
function versionOf(db: Database): string {
  return `PostgreSQL ${db.serverLabel.replace(/^\D*/u, '')}`
}

function roleFinding(role: string): Finding {
  return {
    code: 'role-created-on-scratch',
    severity: 'info',
    subject: role,
    message: 'the history names this role and does not create it; it must exist where up.sql runs',
  }
}

function leftOutRole(role: string): Finding {
  return {
    code: 'role-left-out',
    severity: 'warning',
    subject: role,
    message:
      'the history creates this role; roles belong to the server, so up.sql does not: create it where up.sql runs',
  }
}
