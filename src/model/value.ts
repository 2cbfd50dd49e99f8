/** What an attribute can hold: plain JSON, so that a snapshot survives a file. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value }

export type Attributes = Readonly<Record<string, Value>>

/**
 * The canonical text of a value: JSON with sorted keys. Two values are the same exactly when their
 * canonical texts are.
 */
export function canonical(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}
