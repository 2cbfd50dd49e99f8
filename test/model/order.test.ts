// The one sort: what must come first does, and the natural order decides the rest. Checked on graphs from a small
// generator as well, against what the words of the contract say.
import { describe, expect, it } from 'vitest'
import { findCycles, sortByNeeds } from '../../src/model/order.ts'

const byNumber = (a: number, b: number): number => a - b

function graph(edges: Readonly<Record<number, readonly number[]>>): Map<number, Set<number>> {
  return new Map(Object.entries(edges).map(([node, needs]) => [Number(node), new Set(needs)]))
}

/** Numbers in [0, below), the same for the same seed (a linear congruential generator). */
function generator(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

/** With `acyclic`, a node needs only greater numbers, so that the natural order alone is always wrong. */
function randomGraph(seed: number, acyclic: boolean): Map<number, Set<number>> {
  const next = generator(seed)
  const size = 1 + next(30)
  return new Map(
    Array.from({ length: size }, (_, node) => {
      const needs = Array.from({ length: next(4) }, () => (acyclic ? node + 1 + next(size) : next(size)))
      return [node, new Set(needs)] as const
    }),
  )
}

function reachable(needs: ReadonlyMap<number, ReadonlySet<number>>, start: number): Set<number> {
  const seen = new Set<number>()
  const open = [...(needs.get(start) ?? [])]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (seen.has(node) || !needs.has(node)) continue
    seen.add(node)
    open.push(...(needs.get(node) ?? []))
  }
  return seen
}

const seeds = Array.from({ length: 200 }, (_, seed) => seed + 1)

/** One test over all generated graphs; a failure names its seed. */
function forEachGraph(acyclic: boolean, check: (needs: Map<number, Set<number>>, seed: number) => void): void {
  for (const seed of seeds) check(randomGraph(seed, acyclic), seed)
}

describe('sortByNeeds', () => {
  it('keeps the natural order where nothing is needed', () => {
    expect(sortByNeeds(graph({ 3: [], 1: [], 2: [] }), byNumber)).toEqual([1, 2, 3])
  })

  it('puts a node behind what it needs and takes the smallest that is ready', () => {
    expect(sortByNeeds(graph({ 1: [3], 2: [], 3: [], 4: [1] }), byNumber)).toEqual([2, 3, 1, 4])
  })

  it('takes needs outside the graph, and of a node for itself, as met', () => {
    expect(sortByNeeds(graph({ 1: [1, 9], 2: [7] }), byNumber)).toEqual([1, 2])
  })

  it('leaves out the nodes on a cycle and those behind one', () => {
    expect(sortByNeeds(graph({ 1: [2], 2: [1], 3: [2], 4: [] }), byNumber)).toEqual([4])
  })

  it('sorts all of an acyclic graph, each node behind its needs, the smallest that is ready first', () =>
    forEachGraph(true, (needs, seed) => {
      const sorted = sortByNeeds(needs, byNumber)
      expect(sorted.toSorted(byNumber)).toEqual([...needs.keys()].toSorted(byNumber))
      const done = new Set<number>()
      for (const node of sorted) {
        const ready = [...needs.keys()].filter(
          (one) => !done.has(one) && [...(needs.get(one) ?? [])].every((need) => done.has(need) || !needs.has(need)),
        )
        expect(node, `seed ${seed}`).toBe(Math.min(...ready))
        done.add(node)
      }
    }))
})

describe('findCycles', () => {
  it('finds none in a graph without one, and none of a node with itself', () => {
    expect(findCycles(graph({ 1: [2, 1], 2: [3], 3: [] }))).toEqual([])
  })

  it('finds each by itself', () => {
    const cycles = findCycles(graph({ 1: [2], 2: [1, 3], 3: [4], 4: [5], 5: [3], 6: [1] }))
    expect(cycles.map((cycle) => cycle.toSorted(byNumber)).toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
  })

  it('finds exactly the nodes that need each other', () =>
    forEachGraph(false, (needs, seed) => {
      const cycleOf = new Map(findCycles(needs).flatMap((cycle, index) => cycle.map((node) => [node, index] as const)))
      for (const a of needs.keys()) {
        for (const b of needs.keys()) {
          if (a === b) continue
          const mutual = reachable(needs, a).has(b) && reachable(needs, b).has(a)
          expect(cycleOf.has(a) && cycleOf.get(a) === cycleOf.get(b), `seed ${seed}`).toBe(mutual)
        }
      }
    }))

  it('and the sort leaves out only those and what needs them', () =>
    forEachGraph(false, (needs, seed) => {
      const onCycle = new Set(findCycles(needs).flat())
      const sorted = new Set(sortByNeeds(needs, byNumber))
      for (const node of needs.keys()) {
        const isBlocked = onCycle.has(node) || [...reachable(needs, node)].some((need) => onCycle.has(need))
        expect(sorted.has(node), `seed ${seed}`).toBe(!isBlocked)
      }
    }))
})
