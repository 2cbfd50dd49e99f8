// The choices of one step of a random history. They come from one number, so that a step is small data that
// fast-check can leave out, print and run again; a plain step takes no extras and gives simple names.

/** A stream of choices; the same seed gives the same ones. */
export interface Choices {
  /** Whether names are hostile and extras are taken at all. */
  readonly fancy: boolean
  /** A number in [0, bound). */
  below(bound: number): number
  /** One item of a list that is not empty. */
  one<Item>(items: readonly Item[]): Item
  /** One to `most` different items, in their own or in another order. */
  some<Item>(items: readonly Item[], most: number): Item[]
  /** True in about so many percent of the cases; never in a plain step. */
  maybe(percent: number): boolean
}

export function choicesFrom(seed: number, fancy: boolean): Choices {
  const next = numbersFrom(seed)
  const below = (bound: number): number => Math.floor(next() * bound)
  const one = <Item>(items: readonly Item[]): Item => {
    const [item] = items.slice(below(items.length))
    if (item === undefined) throw new Error('a choice from an empty list')
    return item
  }
  const some = <Item>(items: readonly Item[], most: number): Item[] => {
    const rest = [...items]
    const count = Math.min(rest.length, 1 + below(most))
    return Array.from({ length: count }, () => rest.splice(below(rest.length), 1)).flat()
  }
  return { fancy, below, one, some, maybe: (percent) => below(100) < percent && fancy }
}

/** Numbers in [0, 1): the generator known as mulberry32. */
function numbersFrom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
