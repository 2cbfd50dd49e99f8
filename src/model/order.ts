// The one sort of the program: what must come first does, and where there is a choice the natural order
// decides, so that the same objects always come in the same order.

/** A graph as plain data: what each node needs before it. Needs outside the graph are taken as met. */
export type Needs<Key> = ReadonlyMap<Key, ReadonlySet<Key>>

/**
 * Nodes in an order in which every node stands behind what it needs, the smallest by `compare` first where
 * several could. Nodes on a cycle, and those behind one, are left out.
 */
export function sortByNeeds<Key>(needs: Needs<Key>, compare: (a: Key, b: Key) => number): Key[] {
  const missing = new Map<Key, number>()
  const neededBy = new Map<Key, Key[]>()
  const ready = createHeap(compare)
  for (const [node, all] of needs) {
    const inside = [...all].filter((need) => need !== node && needs.has(need))
    missing.set(node, inside.length)
    for (const need of inside) {
      const waiting = neededBy.get(need)
      if (waiting) waiting.push(node)
      else neededBy.set(need, [node])
    }
    if (inside.length === 0) ready.push(node)
  }
  const sorted: Key[] = []
  for (let node = ready.pop(); node !== undefined; node = ready.pop()) {
    sorted.push(node)
    for (const next of neededBy.get(node) ?? []) {
      const left = (missing.get(next) ?? 0) - 1
      missing.set(next, left)
      if (left === 0) ready.push(next)
    }
  }
  return sorted
}

/** The cycles: every set of two or more nodes that need each other (strongly connected components, Tarjan). */
export function findCycles<Key>(needs: Needs<Key>): Key[][] {
  const state = new Map<Key, { index: number; low: number; open: boolean }>()
  const stack: Key[] = []
  const cycles: Key[][] = []
  for (const start of needs.keys()) if (!state.has(start)) visit(start)
  return cycles

  function visit(start: Key): void {
    const path = [enter(start)]
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const next = frame.rest.pop()
      if (next === undefined) {
        path.pop()
        leave(frame.node, path.at(-1)?.node)
      } else if (needs.has(next)) {
        const seen = state.get(next)
        if (seen === undefined) path.push(enter(next))
        else if (seen.open) lower(frame.node, seen.index)
      }
    }
  }

  function enter(node: Key): { node: Key; rest: Key[] } {
    state.set(node, { index: state.size, low: state.size, open: true })
    stack.push(node)
    return { node, rest: [...(needs.get(node) ?? [])] }
  }

  function leave(node: Key, parent: Key | undefined): void {
    const own = state.get(node)
    if (own === undefined) return
    if (parent !== undefined) lower(parent, own.low)
    if (own.low !== own.index) return
    const members = stack.splice(stack.lastIndexOf(node))
    for (const member of members) {
      const entry = state.get(member)
      if (entry) entry.open = false
    }
    if (members.length > 1) cycles.push(members)
  }

  function lower(node: Key, low: number): void {
    const entry = state.get(node)
    if (entry && low < entry.low) entry.low = low
  }
}

/** A binary heap: `pop` gives the smallest item. */
function createHeap<Item>(compare: (a: Item, b: Item) => number): { push(item: Item): void; pop(): Item | undefined } {
  const items: Item[] = []
  return { push, pop }

  function push(item: Item): void {
    let at = items.push(item) - 1
    while (at > 0) {
      const up = (at - 1) >> 1
      if (!isBefore(at, up)) return
      swap(at, up)
      at = up
    }
  }

  function pop(): Item | undefined {
    const [first] = items
    const last = items.pop()
    if (items.length > 0 && last !== undefined) {
      items[0] = last
      sink()
    }
    return first
  }

  function sink(): void {
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      let least = isBefore(left, at) ? left : at
      if (isBefore(left + 1, least)) least = left + 1
      if (least === at) return
      swap(at, least)
      at = least
    }
  }

  function isBefore(a: number, b: number): boolean {
    const [left, right] = [items[a], items[b]]
    return left !== undefined && right !== undefined && compare(left, right) < 0
  }

  function swap(a: number, b: number): void {
    const [left, right] = [items[a], items[b]]
    if (left === undefined || right === undefined) return
    items[a] = right
    items[b] = left
  }
}
