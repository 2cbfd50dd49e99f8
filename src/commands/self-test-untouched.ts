// Before anything is changed: a copy of the database with everything must compare equal to it, and so must what
// pg_dump and a restore make of it. Otherwise no later answer would mean anything.
import type { ComparisonResult } from '../model/difference.ts'
import type { CatalogObject } from '../model/object.ts'
import type { SelfTestFailure } from '../model/self-test.ts'
import { judge } from '../self-test/judge.ts'
import type { Expected } from '../self-test/mutation.ts'
import { kindMutations } from '../self-test/registry.ts'
import type { Database } from '../server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../server/pg-dump.ts'
import { openScratch } from '../sources/scratch-database.ts'
import { openCopy, steadySource } from './self-test-databases.ts'
import type { OpenCopy } from './self-test-databases.ts'
import { compareOnce } from './self-test-trials.ts'
import type { TrialBench } from './self-test-trials.ts'

/** The objects of the database with everything, and what was wrong with comparing equal databases. */
interface Untouched {
  readonly objects: readonly CatalogObject[]
  readonly failures: readonly SelfTestFailure[]
}

/** Compares the database with a copy of itself and with its own dump and restore. */
export async function lookAtUntouched(bench: TrialBench): Promise<Untouched> {
  bench.progress('comparing it with a copy of itself, and with its own dump and restore')
  const open: OpenCopy[] = []
  const keep = async (opening: Promise<OpenCopy>): Promise<Database> => {
    const copy = await opening
    open.push(copy)
    return copy.db
  }
  try {
    const built = await keep(openCopy(bench))
    const source = steadySource(built, 'as built')
    const copied = steadySource(await keep(openCopy(bench)), 'copied')
    const restored = steadySource(await keep(openRestored(built, bench)), 'restored')
    const same = await compareOnce(source, copied, bench.context)
    const dumped = await compareOnce(source, restored, bench.context)
    const { objects } = await source.snapshot()
    const notDumped = kindMutations.flatMap((kind) => kind.notDumped ?? [])
    return {
      objects,
      failures: [...alarms('a copy of itself', [], same), ...alarms('its own dump and restore', notDumped, dumped)],
    }
  } finally {
    for (const copy of open) await copy.close()
  }
}

async function openRestored(built: Database, { server }: TrialBench): Promise<OpenCopy> {
  const dump = await dumpSchema(built, { owners: true, privileges: true })
  const scratch = await openScratch(server)
  try {
    await restoreSchemaDump(scratch.db, dump)
    return scratch
  } catch (error) {
    await scratch.close()
    throw error
  }
}

function alarms(
  change: string,
  expected: readonly Expected[],
  { differences, findings }: ComparisonResult,
): SelfTestFailure[] {
  const { unseen, unexpected } = judge(expected, differences, 'forth')
  const unsettled = findings.filter(({ code }) => code === 'not-re-read').map(({ message }) => message)
  const details = [...unseen.map((line) => `not seen: ${line}`), ...unexpected, ...unsettled]
  return details.length === 0 ? [] : [{ kind: 'everything', change, problem: 'false-alarm', details }]
}
