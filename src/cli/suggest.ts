// The nearest known word to a mistyped one, for `did you mean …`. Distance is Levenshtein's, and a word
// is only suggested when at most a third of it is wrong.

/** The closest of `candidates`, or undefined where none is near enough to be what was meant. */
export function closest(word: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(word.length / 3))
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: distance(word, candidate) }))
    .filter((entry) => entry.distance <= limit)
    .toSorted((a, b) => a.distance - b.distance)
  return ranked[0]?.candidate
}

function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...a].entries()) {
    const current = [i + 1]
    for (const [j, other] of [...b].entries()) {
      const substituted = (previous[j] ?? 0) + (letter === other ? 0 : 1)
      current.push(Math.min((previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1, substituted))
    }
    previous = current
  }
  return previous.at(-1) ?? 0
}
