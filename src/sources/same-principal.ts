// Whom owners are compared relative to where one side knows who built it (a history, a stored snapshot) and the other
// does not (a live database). The live principal is the role in the place of the builder: the one that owns most of what
// belongs to the builder on the known side. Whoever owns most of the live database may be another: a history can give
// most of what it makes away. Where the known side gives something to this very role, it is built again by it.
import { compare } from '../compare/compare.ts'
import type { Finding } from '../model/finding.ts'
import { mayNameAsOther } from '../model/named-role.ts'
import { mostFrequent, ownersOf } from '../model/owners.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { BuiltBy, OpenSource } from './opened.ts'

/** The side that knows who built it, and the other. */
interface Known<Side> {
  readonly known: Side
  readonly live: Side
}

/** Both as they were first read, and how they are read again. */
interface Sides {
  readonly sources: Known<OpenSource>
  readonly read: Known<Snapshot>
  /** Leaves the runners' books out. */
  readonly told: (snapshot: Snapshot) => Snapshot
}

/** Both, relative to the same principal. Throws what reading a catalog throws. */
export async function withSamePrincipal({ sources, read, told }: Sides): Promise<Known<Snapshot>> {
  const { known, live } = disagree(read) ? await readAgain(sources, told) : read
  const { principal } = live
  if (!mayNameAsOther(known, principal)) return { known, live }
  if (compare(known, live).found.length === 0) return { known, live }
  // Where nothing belongs to the builder, everything has its owner by name on both sides.
  const builderOwnsNothing = ownersOf(live, known.objects).length === 0
  const named = builderOwnsNothing ? told(await sources.live.snapshot(undefined, nobody)) : live
  if (builderOwnsNothing && compare(known, named).found.length === 0) return { known, live: named }
  const built = (await sources.known.builtBy?.(principal)) ?? { problem: 'nobody knows who built it' }
  if ('snapshot' in built) return { known: told(built.snapshot), live }
  return { known: { ...known, findings: [...known.findings, notBuilt(sources.known, principal, built)] }, live: named }
}

/** True where something belongs to the builder on one side, and not to the principal on the other. */
function disagree({ known, live }: Known<Snapshot>): boolean {
  return ownersOf(live, known.objects).some((owner) => owner !== null)
}

/** No role is called so: read relative to it, every owner has a name. */
const nobody = ''

async function readAgain(sources: Known<OpenSource>, told: Sides['told']): Promise<Known<Snapshot>> {
  const [known, named] = await Promise.all([sources.known.snapshot(), sources.live.snapshot(undefined, nobody)])
  const owners = ownersOf(told(named), told(known).objects).filter((owner) => owner !== null)
  const live = await sources.live.snapshot(undefined, mostFrequent(owners))
  return { known: told(known), live: told(live) }
}

function notBuilt({ label }: OpenSource, role: string, { problem }: BuiltBy & { readonly problem: string }): Finding {
  return {
    code: 'not-built-by-owner',
    severity: 'warning',
    subject: role,
    message: `${label} names the role ${role}, which the other side belongs to; what would belong to it anyway may be told as a difference, since ${label} could not be built by it on scratch: ${problem}`,
  }
}
