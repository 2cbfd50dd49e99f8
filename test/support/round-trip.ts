// The walk of one corpus case on one server: replay → fold → proof by all witnesses; and, for the bench of all
// versions, whether the folded schema folds to the same bytes and survives its own dump and restore.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fold } from '../../src/commands/fold.ts'
import type { Fold, FoldedSchema, FoldOptions } from '../../src/commands/fold.ts'
import { foldLive } from '../../src/commands/fold-live.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import type { WitnessVerdict } from '../../src/model/manifest.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ProofInput } from '../../src/prove/prove-consolidation.ts'
import type { ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import type { CorpusCase } from './corpus.ts'
import { afterDumpAndRestore } from './dump-and-restore.ts'
import { miscounted } from './miscounted.ts'

/**
 * The verdicts of a case that are no agreement, the kinds whose fingerprints count what is not read, and, where it is
 * asked for, what differs after a dump and restore.
 */
export async function disagreements(
  { file, roles }: CorpusCase,
  server: ScratchServer,
  { restoring }: { readonly restoring: boolean },
): Promise<readonly (WitnessVerdict | string)[]> {
  await server.ensureRoles(roles)
  return withFold(file, server, async (folded) => [
    ...(await unproved(folded, server)),
    ...(await miscountedIn(folded.replayed.scratch)),
    ...(restoring ? await lostByRestoring(folded, server) : []),
  ])
}

async function miscountedIn(scratch: ScratchDatabase): Promise<string[]> {
  const db = await scratch.connect()
  try {
    return await miscounted(db)
  } finally {
    await db.close()
  }
}

/** What does not hold of a case, one line each: proof, the same bytes again, equal to its own dump and restore. */
export async function roundTripFaults({ file, roles }: CorpusCase, server: ScratchServer): Promise<string[]> {
  await server.ensureRoles(roles)
  return withFold(file, server, async (folded) => {
    const verdicts = await unproved(folded, server)
    return [
      ...verdicts.map(verdictLine),
      ...(await changedWhenFoldedAgain(folded, server)),
      ...(await changedWhenFoldedLive(folded, server)),
      ...(await lostByRestoring(folded, server)),
    ]
  })
}

function verdictLine({ name, claim, verdict, detail }: WitnessVerdict): string {
  return `${name}: ${claim}: ${verdict} ${detail ?? ''}`
}

const foldOptions: Omit<FoldOptions, 'shownAs'> = {
  prelude: [],
  rows: 'auto',
  copy: false,
  allowUnmodelled: [],
  progress: () => undefined,
}

async function withFold<Result>(
  file: string,
  server: ScratchServer,
  use: (folded: Fold) => Promise<Result>,
): Promise<Result> {
  const history = await readHistory(file, { layout: 'plain' })
  const folded = await fold(server, history, { ...foldOptions, shownAs: 'the case' })
  await folded.replayed.db.close()
  try {
    return await use(folded)
  } finally {
    await folded.replayed.scratch.drop()
    await folded.beforeDatabase.drop()
  }
}

async function unproved(
  folded: FoldedSchema & Pick<ProofInput, 'of'>,
  server: ScratchServer,
): Promise<WitnessVerdict[]> {
  const verdicts = await proveConsolidation({
    scratch: server,
    history: folded.replayed.scratch,
    of: folded.of ?? 'history',
    before: folded.beforeDatabase,
    up: folded.upSql,
    down: folded.downSql,
    leftOut: folded.rows.settled.leftOut,
  })
  return verdicts.filter((one) => one.verdict !== 'agree' && !isBeyondPgStructure(one))
}

// pg-structure stops at some names and types (a quoted schema's domain, a built-in trigger function, interval
// fields). It says so, and the other three witnesses stand.
function isBeyondPgStructure({ name, verdict }: WitnessVerdict): boolean {
  return name === 'pg-structure' && verdict === 'unavailable'
}

async function changedWhenFoldedAgain(folded: Fold, server: ScratchServer): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  try {
    const file = join(folder, 'schema.sql')
    await writeFile(file, folded.upSql)
    return await withFold(file, server, (again) =>
      Promise.resolve([
        ...differingLines('up.sql', folded.upSql, again.upSql),
        ...differingLines('down.sql', folded.downSql, again.downSql),
      ]),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

// From a live database no row is carried; all else is what its history gives. Who ran that is not told there: where
// another role owns most, up.sql is for that role, which is another text, and has to be proved instead.
async function changedWhenFoldedLive({ replayed, rows, upSql, after }: Fold, server: ScratchServer): Promise<string[]> {
  if (rows.up.length > 0) return []
  const db = await replayed.scratch.connect()
  try {
    const live = await foldLive(server, db, foldOptions)
    try {
      const isSameRole = live.folded.after.principal === after.principal
      if (isSameRole) return differingLines('up.sql from the live database', upSql, live.folded.upSql)
      return (await unproved({ ...live.folded, of: 'database' }, live.server)).map(verdictLine)
    } finally {
      await live.folded.beforeDatabase.drop()
    }
  } finally {
    await db.close()
  }
}

/** The first line in which the statements of two scripts differ: none, or one text. */
export function differingLines(name: string, first: string, second: string): string[] {
  const [before, after] = [linesThatCount(first), linesThatCount(second)]
  if (before.join('\n') === after.join('\n')) return []
  const at = before.findIndex((line, index) => line !== after[index])
  return [`${name}, folded again, is another text from line ${at + 1}: ${before[at]} / ${after[at]}`]
}

// Comments of their own lines do not count: who made what is another story the second time, and secrets that are left
// to a person are gone then. A statement with a comment above it stands apart.
function linesThatCount(text: string): string[] {
  const lines = text.slice(text.indexOf('\nBEGIN;')).split('\n')
  return lines.filter((line) => line !== '' && !line.startsWith('-- '))
}

async function lostByRestoring({ replayed }: Fold, server: ScratchServer): Promise<string[]> {
  const db = await replayed.scratch.connect()
  try {
    const { differences, findings } = await afterDumpAndRestore(db, server)
    return [...differences, ...findings].map((one) => `after dump and restore: ${JSON.stringify(one)}`)
  } finally {
    await db.close()
  }
}
