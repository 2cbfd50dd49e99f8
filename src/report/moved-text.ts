// The files that archive and restore move, a line per migration: its up, its down and what lies beside them share
// the number that their file or folder begins with. --json lists every file.
import type { MovedFile } from '../model/cutover.ts'

/** A line per migration: where from, where to, and how many files where they are several. */
export function movedLines(moved: readonly MovedFile[]): string[] {
  const groups = new Map<string, Move[]>()
  for (const file of moved) {
    const { number, ...move } = moveOf(file)
    const key = number ?? file.from
    groups.set(key, [...(groups.get(key) ?? []), move])
  }
  return [...groups.values()].map((moves) => {
    const { from, to } = moves.reduce((shortest, move) => (move.from.length < shortest.from.length ? move : shortest))
    return `  ${from} → ${to}${moves.length === 1 ? '' : ` (${moves.length} files)`}`
  })
}

interface Move {
  readonly from: string
  readonly to: string
}

// Only what both paths end with is the migration's own: the archive's folder has a number too.
function moveOf({ from, to }: MovedFile): Move & { readonly number?: string } {
  const [source, target] = [from.split('/'), to.split('/')]
  let shared = 0
  while (shared < source.length && source.at(-1 - shared) === target.at(-1 - shared)) shared += 1
  const own = source.slice(source.length - shared)
  const at = own.findLastIndex((name) => /^\d/u.test(name))
  const number = /^\d+/u.exec(own[at] ?? '')?.[0]
  if (number === undefined) return { from, to }
  const below = shared - 1 - at
  return { from: withoutLast(source, below), to: withoutLast(target, below), number }
}

function withoutLast(path: readonly string[], segments: number): string {
  return path.slice(0, path.length - segments).join('/')
}
