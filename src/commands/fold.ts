// The heart of `consolidate`: what builds a database → up.sql and down.sql, to be proved. Nothing is written here.
import { readCatalog } from '../catalog/read-catalog.ts'
import { readSecrets } from '../catalog/secrets.ts'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { droppedByScripts, leftBehindFindings } from '../render/left-behind.ts'
import { leftOutFindings } from '../render/left-out.ts'
import type { Asked } from '../render/left-out.ts'
import type { Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import { historyBuilder } from './build-history.ts'
import type { Builder, Built } from './builder.ts'
import { buildBefore } from './fold-databases.ts'
import { findStart } from './fold-extensions.ts'
import type { FoldStart } from './fold-extensions.ts'
import { rolesNeeded } from './fold-roles.ts'
import { refuseInvalidIndexes } from './fold-indexes.ts'
import { numberFindings } from './fold-large-objects.ts'
import { foldRows } from './fold-rows.ts'
import type { FoldedRows } from './fold-rows.ts'
import { foldedPart, outsideFindings, refuseUnknownSchemas } from './fold-schemas.ts'
import type { FoldedPart } from './fold-schemas.ts'
import { renderScripts } from './fold-scripts.ts'
import { refuseUnreadable, secretFindings } from './fold-secrets.ts'
import type { FoldSource } from './fold-source.ts'
import { leftOutRows } from './left-out-rows.ts'
import type { RowChoice } from './row-choice.ts'

export interface FoldOptions {
  /** SQL files with what exists before the history. */
  readonly prelude: readonly string[]
  readonly rows: RowChoice
  /** COPY blocks instead of INSERTs. */
  readonly copy: boolean
  /** Subjects of unmodelled objects that may be left out. */
  readonly allowUnmodelled: readonly string[]
  /** Only these schemas, where any are given. */
  readonly schemas?: readonly string[]
  /** Kinds that `up.sql` carries only where it is asked for them. */
  readonly asked?: Asked
  readonly progress: Progress
}

/** What was folded: a history, a command or a live database. The databases stay open for the proof. */
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
  /** What was built on a scratch database, or the live database. */
  readonly replayed: Pick<Built, 'db' | 'origins'> & { readonly scratch: Pick<ScratchDatabase, 'address' | 'drop'> }
  readonly seconds: { readonly replay: number; readonly snapshot: number; readonly render: number }
}

/** The fold of what stands on a scratch database. */
export type Fold = FoldedSchema & { readonly replayed: Built }

/** Folds a history; `shownAs` is how the head of the files names it. Throws what `foldBuilder` throws. */
export function fold(
  server: ScratchServer,
  history: History,
  { shownAs, ...options }: FoldOptions & { readonly shownAs: string },
): Promise<Fold> {
  return foldBuilder(server, historyBuilder(history, shownAs), options)
}

/**
 * Folds what is built on scratch databases of `server`. Throws `unmodelled` for objects that no kind covers,
 * and what building, reading and rendering throw.
 */
export async function foldBuilder(server: ScratchServer, builder: Builder, options: FoldOptions): Promise<Fold> {
  const clock = startClock()
  const { source } = builder
  const { progress } = options
  const prelude = await Promise.all(options.prelude.map((file) => readHistory(file, { layout: 'plain' })))
  const { start, before: beforeDatabase, createdRoles } = await buildBefore(server, prelude, builder)
  const site = { server, start, progress }
  const replayed = await builder.first(site)
  const replaySeconds = clock()
  progress('reading the catalog')
  const again = (): Promise<Built> => builder.again(site)
  const read = await readBoth({ beforeDatabase, replayed, again, options })
  const snapshotSeconds = clock()
  const rendered = await renderFold(server, { ...read, source, beforeDatabase, replayed }, options)
  return {
    ...rendered,
    replayed,
    findings: [
      ...replayed.findings,
      ...createdRoles.map(roleFinding),
      ...(await builder.leftOut()),
      ...rendered.findings,
      ...(await leftOutRows(server, {
        ...rendered,
        db: replayed.db,
        includes: rendered.rows.includes,
        counts: rendered.rows.counts,
        schemas: options.schemas ?? [],
      })),
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
      ...numberFindings(before, after),
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
  readonly beforeDatabase: ScratchDatabase
  readonly replayed: Built
  readonly again: () => Promise<Built>
  readonly options: FoldOptions
}

async function readBoth({ beforeDatabase, replayed, again, options }: Reading) {
  const { schemas = [] } = options
  // Whoever runs up.sql owns what it makes, whatever was given to other roles since.
  const principal = replayed.db.address.user
  const after = await readCatalog(replayed.db, { dependencies: true, schemas, principal })
  refuseUnknownSchemas(after, schemas)
  const earlier = await beforeDatabase.connect()
  try {
    const before = await readCatalog(earlier, { dependencies: true, schemas, principal })
    refuseUnmodelled(before, after, options.allowUnmodelled)
    const alone = async (): Promise<Built> => {
      await earlier.close() // a database that somebody is connected to cannot be copied
      return again()
    }
    const rows = await foldRows({ before: earlier, after: replayed.db, again: alone }, options)
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
