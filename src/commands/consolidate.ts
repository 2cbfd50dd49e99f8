// A history → a folder with up.sql, down.sql, snapshot.json and manifest.json, which appears only when
// every witness that could run agrees.
import { relative } from 'node:path'
import { readHistory } from '../layouts/read-history.ts'
import type { HistoryOptions } from '../layouts/read-history.ts'
import type { ConsolidationResult } from '../model/consolidation.ts'
import { groupBy } from '../model/group-by.ts'
import type { FoldedMigration, Manifest, WitnessVerdict } from '../model/manifest.ts'
import { keyOf } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import { withoutSecrets } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isProved, proveConsolidation } from '../prove/prove-consolidation.ts'
import type { ScratchServer } from '../server/database.ts'
import { openScratchServer } from '../server/scratch.ts'
import { filesOutOfDate, refuseForeignFolder, sha256, writeConsolidated } from './consolidated-files.ts'
import type { FileTexts } from './consolidated-files.ts'
import { fold, startClock } from './fold.ts'
import type { Fold } from './fold.ts'
import { readBuilt } from './fold-scripts.ts'
import type { RowChoice } from './row-choice.ts'

export interface ConsolidateOptions extends HistoryOptions {
  /** The folder (or one SQL file) that holds the history. */
  readonly history: string
  /** The folder to write. */
  readonly out: string
  /** `embedded`, `installed`, `installed:15` or a URL. */
  readonly scratch?: string
  /** SQL files with what exists before the history. */
  readonly prelude?: readonly string[]
  readonly rows?: RowChoice
  /** COPY blocks for psql instead of INSERTs. */
  readonly copy?: boolean
  readonly allowUnmodelled?: readonly string[]
  /** Write nothing; `outOfDate` of the result names the files that do not hold what would be written. */
  readonly check?: boolean
  readonly progress?: Progress
}

/**
 * Folds, proves and writes. `out` of the result is empty where nothing was written: not proved, or a check.
 * Throws PgfoldError: what reading, replaying and rendering throw; `output-exists`, `cannot-write`.
 */
export async function consolidate(options: ConsolidateOptions): Promise<ConsolidationResult> {
  const total = startClock()
  const progress = options.progress ?? (() => undefined)
  const history = await readHistory(options.history, options)
  if (!options.check) await refuseForeignFolder(options.out)
  const server = await openScratchServer(options.scratch ?? 'embedded')
  try {
    const folded = await fold(server, history, {
      prelude: options.prelude ?? [],
      rows: options.rows ?? 'auto',
      copy: options.copy ?? false,
      allowUnmodelled: options.allowUnmodelled ?? [],
      shownAs: shownPath(options.history),
      progress,
    })
    const clock = startClock()
    const proof = await prove(server, folded, progress)
    const result = {
      ...summarize(folded, proof),
      seconds: { ...folded.seconds, prove: clock(), total: total() },
    }
    if (!result.proved) return result
    const script = { upSql: folded.upSql, secrets: new Map() }
    const built = await readBuilt(server, folded.beforeDatabase, script)
    if (built === undefined) throw new Error('up.sql fails on a database where it ran for the proof')
    const files = filesOf(folded, { ...proof, built, history: rootPath(folded), server })
    if (options.check) return { ...result, outOfDate: await filesOutOfDate(options.out, files) }
    return { ...result, out: await writeConsolidated(options.out, files) }
  } finally {
    await server.close()
  }
}

/** Where the migrations themselves are, which may be a folder of the one that was given; never absolute. */
function rootPath({ history }: Fold): string {
  return (relative(process.cwd(), history.root) || '.').replaceAll('\\', '/')
}

function shownPath(path: string): string {
  const shown = relative(process.cwd(), path)
  return (shown.startsWith('..') ? path : shown || '.').replaceAll('\\', '/')
}

interface Proof {
  readonly witnesses: readonly WitnessVerdict[]
  readonly proved: boolean
}

async function prove(server: ScratchServer, folded: Fold, progress: Progress): Promise<Proof> {
  await folded.replayed.db.close() // the witnesses open databases of their own
  progress('proving: history ≡ up.sql, up + down ≡ before, up + down + up ≡ up')
  const witnesses = await proveConsolidation({
    scratch: server,
    history: folded.replayed.scratch,
    before: folded.beforeDatabase,
    up: folded.upSql,
    down: folded.downSql,
    leftOut: folded.rows.settled.leftOut,
    includes: folded.rows.includes,
    onVerdict: ({ name, claim, verdict }) => progress(`${name}: ${claim}: ${verdict}`),
  })
  return { witnesses, proved: isProved(witnesses) }
}

function summarize(folded: Fold, { witnesses, proved }: Proof): Omit<ConsolidationResult, 'seconds'> {
  return {
    proved,
    out: [],
    migrations: folded.history.migrations.length,
    objects: countCreated(folded),
    rows: folded.rows.counts,
    frozen: folded.rows.settled.frozen.map(({ table, column }) => `${table}.${column}`),
    witnesses,
    findings: folded.findings,
    fingerprint: folded.fingerprint,
  }
}

function foldedMigrations({ history }: Fold): FoldedMigration[] {
  return history.migrations.map(({ id, name, up, down, files }) => {
    const scripts = [up, down].filter((script) => script !== undefined && script.sha256 !== '')
    return { id, name, files: files.map((path, index) => ({ path, sha256: scripts[index]?.sha256 ?? '' })) }
  })
}

function countCreated({ before, after }: Fold): Record<string, number> {
  const earlier = new Set(before.objects.map(keyOf))
  const created = after.objects.filter((object) => !earlier.has(keyOf(object)))
  return Object.fromEntries([...groupBy(created, (object) => object.kind)].map(([kind, all]) => [kind, all.length]))
}

interface FileFacts extends Proof {
  readonly built: Snapshot
  readonly history: string
  readonly server: ScratchServer
}

function filesOf(folded: Fold, { witnesses, built, history, server }: FileFacts): FileTexts {
  const texts = {
    'up.sql': folded.upSql,
    'down.sql': folded.downSql,
    'snapshot.json': `${JSON.stringify(withoutSecrets(built), undefined, 1)}\n`,
  }
  const manifest: Manifest = {
    format: 1,
    fingerprint: folded.fingerprint,
    layout: folded.history.layout,
    history,
    line: folded.history.migrations.at(-1)?.id ?? '',
    sources: foldedMigrations(folded),
    serverVersion: server.serverVersion,
    server: server.label,
    objects: countCreated(folded),
    rows: folded.rows.counts,
    before: folded.before.objects.map(keyOf),
    roles: folded.roles,
    witnesses,
    files: {
      'up.sql': sha256(texts['up.sql']),
      'down.sql': sha256(texts['down.sql']),
      'snapshot.json': sha256(texts['snapshot.json']),
    },
  }
  return { ...texts, 'manifest.json': `${JSON.stringify(manifest, undefined, 2)}\n` }
}
