import { kinds } from '../kinds/registry.ts'

/** Objects per kind in the order of creation, each with its noun: `1 schema, 18 tables`; empty where there are none. */
export function countPerKind(counts: Readonly<Record<string, number>>): string {
  const parts = kinds.flatMap(({ name, heading }) => {
    const n = counts[name] ?? 0
    return n === 0 ? [] : `${n} ${n === 1 ? name.replaceAll('-', ' ') : heading.toLowerCase()}`
  })
  return parts.join(', ')
}
