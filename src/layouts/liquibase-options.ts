// The `key:value` words of Liquibase's own lines: behind a changeset, and behind a property.

/** Text that holds `key:value` words. */
export interface WithOptions {
  readonly options: string
}

/** The value of `key:value` or `key:"a value"`. */
export function optionOf({ options }: WithOptions, key: string): string | undefined {
  const found = new RegExp(`\\b${key}:(".*?"|\\S*)`, 'iu').exec(options)?.[1]
  return found === undefined ? undefined : unquoted(found)
}

interface Option {
  readonly key: string
  readonly value: string
  /** As it is written: `key:value`, with quotes where it needs them. */
  readonly text: string
}

/** Those of `keys` that are there. */
export function optionsSet(from: WithOptions, keys: readonly string[]): Option[] {
  return keys.flatMap((key) => {
    const value = optionOf(from, key)
    if (value === undefined || value === '') return []
    return [{ key, value, text: `${key}:${/\s/u.test(value) ? `"${value}"` : value}` }]
  })
}

/** What an author, an id or a value is without its quotes. */
export function unquoted(text: string): string {
  return text.trim().replace(/^"(.*)"$/u, '$1')
}

/** What decides in Liquibase whether something counts, where a run asks for it. */
export const filterKeys = ['context', 'contextFilter', 'labels']

/** Whether `dbms:` leaves PostgreSQL in: `all` before `none`, `none` before names, and a name with `!` is left out. */
export function isForPostgres(from: WithOptions): boolean {
  const names = (optionOf(from, 'dbms') ?? '').toLowerCase().split(',')
  const listed = new Set(names.map((name) => name.trim()).filter((name) => name !== ''))
  if (listed.has('all')) return true
  if (listed.has('none') || listed.has('!postgresql')) return false
  return listed.has('postgresql') || [...listed].every((name) => name.startsWith('!'))
}
