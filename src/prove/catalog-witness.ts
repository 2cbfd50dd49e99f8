// Our own comparison, at its strictest: no difference of any class, minor ones included, once the expressions
// that print differently were read again.
import { readCatalog } from '../catalog/read-catalog.ts'
import type { FoundDifference } from '../compare/compare.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { canonical } from '../model/value.ts'
import { compareSettled } from './reread.ts'
import type { RereadSide } from './reread.ts'
import type { Court, Observation, Subject, Witness } from './witness.ts'

/** Compares the snapshots of two databases. */
export function catalogWitness(court: Court): Witness {
  return {
    name: 'catalog',
    compare: async (left, right) => {
      const [leftSide, rightSide] = await Promise.all([sideOf(left, court), sideOf(right, court)])
      return observation(await compareSettled(leftSide, rightSide, async () => court.scratch))
    },
  }
}

async function sideOf(subject: Subject, { ask }: Court): Promise<RereadSide> {
  return {
    label: subject.label,
    snapshot: await subject.snapshot(),
    dumpable: () => ask(subject.address, (db) => Promise.resolve(db)),
    keepReread: (read) => readRestored(subject, ask, read),
  }
}

// The other witnesses restore it as well, so that one copy serves all. Where it cannot be restored with its owners and
// privileges, it is read again without them.
async function readRestored(subject: Subject, ask: Court['ask'], read: () => Promise<Snapshot>): Promise<Snapshot> {
  const copy = await subject.restored().catch(() => undefined)
  return copy === undefined ? read() : ask(copy.address, (db) => readCatalog(db))
}

function observation({ found, findings }: Awaited<ReturnType<typeof compareSettled>>): Observation {
  const settled = found.filter((one) => one.settled)
  if (settled.length > 0) return { verdict: 'disagree', detail: toldDifferences(settled) }
  if (found.length === 0) return { verdict: 'agree' }
  return { verdict: 'unavailable', detail: findings.map((finding) => finding.message).join('\n') }
}

const toldCount = 12

function toldDifferences(found: readonly FoundDifference[]): string {
  const lines = found.slice(0, toldCount).map(({ difference: { change, kind, id, attribute, left, right } }) => {
    const what =
      attribute === undefined ? '' : ` ${attribute}: ${canonical(left ?? null)} → ${canonical(right ?? null)}`
    return `${change} ${kind} ${id}${what}`
  })
  return [...lines, ...(found.length > toldCount ? [`… and ${found.length - toldCount} more`] : [])].join('\n')
}
