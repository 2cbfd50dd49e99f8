// What was folded is proved, and only then becomes files.
import type { ConsolidationResult } from '../model/consolidation.ts'
import { groupBy } from '../model/group-by.ts'
import type { Manifest, WitnessVerdict } from '../model/manifest.ts'
import { keyOf } from '../model/object.ts'
import type { ObjectKey } from '../model/object.ts'
import type { Progress } from '../model/progress.ts'
import { withoutSecrets } from '../model/secrets.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { isProved, proveConsolidation } from '../prove/prove-consolidation.ts'
import { leftOutEntries } from '../render/left-out.ts'
import type { Asked } from '../render/left-out.ts'
import type { Without } from '../prove/subjects.ts'
import type { ScratchServer } from '../server/database.ts'
import { filesOutOfDate, sha256, writeConsolidated } from './consolidated-files.ts'
import type { FileTexts } from './consolidated-files.ts'
import { startClock } from './fold.ts'
import type { FoldedSchema } from './fold.ts'
import { readBuilt } from './fold-scripts.ts'

export interface ProofOptions {
  /** The folder to write. */
  readonly out: string
  /** Write nothing; `outOfDate` of the result names the files that do not hold what would be written. */
  readonly check?: boolean
  /** Only these schemas were folded. */
  readonly schemas?: readonly string[]
  /** Kinds that `up.sql` carries only where it is asked for them. */
  readonly asked?: Asked
  /** False where the scratch server cannot give the objects to the role that has them in a live database. */
  readonly owners?: boolean
  /** What of a live database does not count. */
  readonly without?: Without
  readonly progress: Progress
  /** Gives the seconds since the run began. */
  readonly total: () => number
}

/**
 * Proves and writes. `out` of the result is empty where nothing was written: not proved, or a check. Throws
 * `output-exists`, `cannot-write`.
 */
export async function proveAndWrite(
  server: ScratchServer,
  folded: FoldedSchema,
  options: ProofOptions,
): Promise<ConsolidationResult> {
  const clock = startClock()
  const proof = await prove(server, folded, options)
  const seconds = { ...folded.seconds, prove: clock(), total: options.total() }
  const result = { ...summarize(folded, proof), seconds }
  if (!result.proved) return result
  const { before, after, upSql } = folded
  const { principal } = after
  const script = { upSql, secrets: new Map(), schemas: options.schemas ?? [], principal, ends: [before, after] }
  const built = await readBuilt(server, folded.beforeDatabase, script)
  if (built === undefined) throw new Error('up.sql fails on a database where it ran for the proof')
  const files = filesOf(folded, { ...proof, built, server })
  if (options.check) return { ...result, outOfDate: await filesOutOfDate(options.out, files) }
  return { ...result, out: await writeConsolidated(options.out, files) }
}

interface Proof {
  readonly witnesses: readonly WitnessVerdict[]
  readonly proved: boolean
}

async function prove(server: ScratchServer, folded: FoldedSchema, options: ProofOptions): Promise<Proof> {
  await folded.replayed.db.close() // the witnesses open databases of their own
  const { owners, asked, without, schemas = [], progress } = options
  const { kind } = folded.source
  progress(`proving: ${kind} ≡ up.sql, up + down ≡ before, up + down + up ≡ up`)
  const witnesses = await proveConsolidation({
    scratch: server,
    history: folded.replayed.scratch,
    of: kind,
    before: folded.beforeDatabase,
    up: folded.upSql,
    down: folded.downSql,
    leftOut: folded.rows.settled.leftOut,
    includes: folded.rows.includes,
    ...(owners === undefined ? {} : { owners }),
    ...(asked === undefined ? {} : { asked }),
    ...(without === undefined ? {} : { without }),
    ...(schemas.length === 0 ? {} : { schemas }),
    onVerdict: ({ name, claim, verdict }) => progress(`${name}: ${claim}: ${verdict}`),
  })
  return { witnesses, proved: isProved(witnesses) }
}

function summarize(folded: FoldedSchema, { witnesses, proved }: Proof): Omit<ConsolidationResult, 'seconds'> {
  const { migrations, manifest } = folded.source
  return {
    proved,
    out: [],
    migrations,
    ...(manifest.command === undefined ? {} : { command: manifest.command }),
    ...(manifest.database === undefined ? {} : { database: manifest.database }),
    objects: countCreated(folded),
    rows: folded.rows.counts,
    frozen: folded.rows.settled.frozen.map(({ table, column }) => `${table}.${column}`),
    witnesses,
    findings: folded.findings,
    fingerprint: folded.fingerprint,
  }
}

function countCreated({ start, after, leftOut }: FoldedSchema): Record<string, number> {
  const earlier = new Set([...start.forUp.objects.map(keyOf), ...wholeLeftOut(leftOut)])
  const created = after.objects.filter((object) => !earlier.has(keyOf(object)))
  return Object.fromEntries([...groupBy(created, (object) => object.kind)].map(([kind, all]) => [kind, all.length]))
}

/** The keys of what is left out as a whole. */
function wholeLeftOut(leftOut: FoldedSchema['leftOut']): ObjectKey[] {
  return leftOutEntries(leftOut).flatMap(({ key, attribute }) => (attribute === undefined ? [key] : []))
}

/** The built database with what a person is to add. */
function withLeftOut(built: Snapshot, leftOut: FoldedSchema['leftOut']): Snapshot {
  const whole = new Set(wholeLeftOut(leftOut))
  const added = leftOut.filter((object) => whole.has(keyOf(object)))
  return { ...built, objects: [...built.objects.filter((object) => !whole.has(keyOf(object))), ...added] }
}

interface FileFacts extends Proof {
  readonly built: Snapshot
  readonly server: ScratchServer
}

function filesOf(folded: FoldedSchema, { witnesses, built, server }: FileFacts): FileTexts {
  const texts = {
    'up.sql': folded.upSql,
    'down.sql': folded.downSql,
    'snapshot.json': `${JSON.stringify(withoutSecrets(withLeftOut(built, folded.leftOut)), undefined, 1)}\n`,
  }
  const manifest: Manifest = {
    format: 1,
    fingerprint: folded.fingerprint,
    ...folded.source.manifest,
    serverVersion: server.serverVersion,
    server: server.label,
    objects: countCreated(folded),
    rows: folded.rows.counts,
    before: [...new Set([...folded.before.objects.map(keyOf), ...wholeLeftOut(folded.leftOut)])],
    ...(folded.leftOut.length === 0 ? {} : { leftOut: leftOutEntries(folded.leftOut) }),
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
