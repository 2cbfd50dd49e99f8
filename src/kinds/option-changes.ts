// SET (…) and RESET (…): from one list of options to another, as ALTER TABLE and ALTER COLUMN take them.
import { optionList } from './relation-options.ts'

/** Actions of an ALTER statement; none where the lists are equal. Options are `name=value`. */
export function optionChanges(before: readonly string[], after: readonly string[]): string[] {
  const nameOf = (option: string): string => option.slice(0, option.indexOf('='))
  const kept = new Set(after.map(nameOf))
  const set = after.filter((option) => !before.includes(option))
  const reset = before.map(nameOf).filter((name) => !kept.has(name))
  return [
    ...(reset.length === 0 ? [] : [`RESET (${reset.join(', ')})`]),
    ...(set.length === 0 ? [] : [`SET (${optionList(set)})`]),
  ]
}
