// The heart of `consolidate`: a history → up.sql and down.sql with the proof of them. Nothing is written here.
import { createHash } from 'node:crypto'
import { readCatalog } from '../catalog/read-catalog.ts'
import { PgfoldError } from '../errors.ts'
import { migrationLabel, scriptOf } from '../history/migration.ts'
import type { History } from '../history/migration.ts'
import { rolesCreated, rolesIn } from '../history/roles.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Finding } from '../model/finding.ts'
import { keyOf } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import type { Value } from '../model/value.ts'
import { scriptText } from '../render/script.ts'
import { findWay } from '../render/steps.ts'
import type { ScratchDatabase, ScratchServer } from '../server/database.ts'
import type { MadeBy } from '../sources/recorded-replay.ts'
import { buildBefore, replayAgain, replayFirst } from './fold-databases.ts'
import type { Replayed } from './fold-databases.ts'
import { foldRows } from './fold-rows.ts'
import type { FoldedRows } from './fold-rows.ts'
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
  readonly progress: Progress
}

/** A folded history. The scratch databases stay open for the proof. */
export interface Fold {
  readonly history: History
  readonly upSql: string
  readonly downSql: string
  readonly before: Snapshot
  readonly after: Snapshot
  readonly rows: FoldedRows
  readonly roles: readonly string[]
  readonly fingerprint: string
  readonly findings: readonly Finding[]
  readonly beforeDatabase: ScratchDatabase
  readonly replayed: Replayed
  readonly seconds: { readonly replay: number; readonly snapshot: number; readonly render: number }
}

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
  const { before, after, rows } = await readBoth(server, { start, beforeDatabase, replayed, history, options })
  refuseUnmodelled(before, after, options.allowUnmodelled)
  const snapshotSeconds = clock()
  options.progress('writing up.sql and down.sql')
  const fingerprint = fingerprintOf(after, rows)
  const head = {
    history,
    shownAs: options.shownAs,
    fingerprint,
    server: `PostgreSQL ${replayed.db.serverLabel.replace(/^\D*/u, '')}`,
  }
  const scripts = renderScripts({ before, after, rows, origins: replayed.origins }, head)
  return {
    history,
    ...scripts,
    before,
    after,
    rows,
    roles: await rolesIn(scriptOf('up.sql', scripts.upSql)),
    fingerprint,
    findings: [
      ...history.findings,
      ...replayed.findings,
      ...createdRoles.map(roleFinding),
      ...(await rolesCreated(history)).map(leftOutRole),
      ...after.findings,
      ...rows.findings,
    ],
    beforeDatabase,
    replayed,
    seconds: { replay: replaySeconds, snapshot: snapshotSeconds, render: clock() },
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
  const after = await readCatalog(replayed.db, { dependencies: true })
  const earlier = await beforeDatabase.connect()
  try {
    const before = await readCatalog(earlier, { dependencies: true })
    const again = async (): Promise<Replayed> => {
      options.progress('replaying once more to find volatile values')
      await earlier.close() // a database that somebody is connected to cannot be copied
      return replayAgain(server, start, history)
    }
    const rows = await foldRows({ before: earlier, after: replayed.db, again }, options.rows, options.copy)
    return { before, after, rows }
  } finally {
    await earlier.close()
  }
}

function refuseUnmodelled(before: Snapshot, after: Snapshot, allowed: readonly string[]): void {
  const known = new Set([...before.findings.map((finding) => finding.subject), ...allowed])
  const refused = after.findings.filter((finding) => finding.code === 'unmodelled' && !known.has(finding.subject))
  if (refused.length === 0) return
  throw new PgfoldError('unmodelled', 'the history creates objects that pgfold does not carry yet', {
    details: refused.map((finding) => finding.subject),
    hint: 'Leave one out on purpose with --allow-unmodelled "NAME", as it is written above.',
    exitCode: 1,
  })
}

function fingerprintOf(after: Snapshot, rows: FoldedRows): string {
  const hash = createHash('sha256')
  for (const object of after.objects) hash.update(`${keyOf(object)}\n${canonical(object.attributes)}\n`)
  for (const { table, columns, rows: all } of rows.settled.stable) {
    hash.update(canonical([table, columns.map((column) => column.name), all.map((row) => row.cells as Value)]))
  }
  return hash.digest('hex')
}

interface Both {
  readonly before: Snapshot
  readonly after: Snapshot
  readonly rows: FoldedRows
  readonly origins: ReadonlyMap<ObjectKey, MadeBy>
}

interface Head {
  readonly history: History
  readonly shownAs: string
  readonly server: string
  readonly fingerprint: string
}

function renderScripts({ before, after, rows, origins }: Both, head: Head): { upSql: string; downSql: string } {
  const places = {
    tables: new Set(Object.keys(rows.counts).map((table) => `table ${table}`)),
    behind: rows.behind,
  }
  const provenance = new Map(
    [...origins].flatMap(([key, made]) => (madeBy(made) ? [[key, madeBy(made)]] : [])) as [string, string][],
  )
  return {
    upSql: scriptText({
      header: [
        ...headLines('up.sql', head),
        'Builds the schema whole or not at all: psql -1 -v ON_ERROR_STOP=1 -f up.sql',
      ],
      way: findWay(before, after, places),
      rows: rows.up,
      provenance,
    }),
    downSql: scriptText({
      header: [
        ...headLines('down.sql', head),
        'Takes back what up.sql built; stops at anything that up.sql did not make.',
      ],
      way: findWay(after, before),
      first: rows.down,
    }),
  }
}

function madeBy({ created, changed }: MadeBy): string | undefined {
  if (created === undefined) return changed && `changed by ${changed.migration}`
  const later = changed && changed.migration !== created.migration ? `, changed by ${changed.migration}` : ''
  return `${created.migration}${later}`
}

function headLines(file: string, { history, shownAs, server, fingerprint }: Head): string[] {
  const [first, last] = [history.migrations[0], history.migrations.at(-1)]
  const count = history.migrations.length
  const range = first && last ? `${migrationLabel(first)} … ${migrationLabel(last)}` : ''
  return [
    `${file}: ${count} ${count === 1 ? 'migration' : 'migrations'} of ${shownAs} (${history.layout}) in one, folded by pgfold on ${server}`,
    range,
    `fingerprint ${fingerprint}`,
    '',
  ].filter((line, index) => index !== 1 || line !== '')
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
