// Placeholders that a runner fills in before the server sees the SQL. They are replaced literally, also
// inside quotes and function bodies, as runners do; where each stood is kept, so that errors point into the file.
import { quoteLiteral, quoteName } from '../sql/quote.ts'
import type { Edit, Script } from './migration.ts'

/** What stands in the place of `length` characters of a script. */
export interface Replacement {
  readonly at: number
  readonly length: number
  readonly value: string
}

/** What replacing did: the script, and the names that stood in it. */
export interface Filled {
  readonly script: Script
  readonly found: ReadonlySet<string>
  /** The first placeholder of the notation that has no value: its text, its name, and where it stands in what was given. */
  readonly missing?: { readonly text: string; readonly name: string; readonly at: number }
}

/** How one runner writes placeholders, and nothing else is one to it. */
export interface Notation {
  /** The name in the first group. */
  readonly pattern: RegExp
  /** False for what stays as it stands where it has no value. */
  isNeeded?(name: string): boolean
}

/** `${NAME}` */
export const dollarBraces: Notation = { pattern: /\$\{([^}]*)\}/u }

/**
 * Replaces placeholders by their values. In a runner's own `notation` where it has one, at the places that
 * `isReplacedAt` takes. Otherwise in all that are known: a name of letters, digits and underscores matches `:NAME`,
 * `${NAME}` (also with a default or a message, as a shell has it: `${NAME:-default}`, `${NAME?message}`), `{{NAME}}` and
 * `{{.NAME}}` (and psql's `:'NAME'` and `:"NAME"`); any other name matches itself, as `@extschema@` does, and `${NAME}`.
 */
export function fillPlaceholders(
  script: Script,
  values: Readonly<Record<string, string>>,
  {
    notation,
    isReplacedAt,
  }: { readonly notation?: Notation; readonly isReplacedAt?: (offset: number) => boolean } = {},
): Filled {
  const given = new Map(Object.entries(values))
  const { replacements, ...filled } =
    notation === undefined ? inAll(script, given) : inOwn(script, given, notation, isReplacedAt)
  if (replacements.length === 0) return { script, ...filled }
  return {
    script: replaced(
      script,
      replacements.sort((a, b) => a.at - b.at || b.length - a.length),
    ),
    ...filled,
  }
}

interface Searched extends Omit<Filled, 'script'> {
  readonly replacements: Replacement[]
}

function inAll({ text }: Script, values: ReadonlyMap<string, string>): Searched {
  const found = new Set<string>()
  const replacements: Replacement[] = []
  for (const [name, value] of values) {
    for (const match of text.matchAll(patternOf(name))) {
      found.add(name)
      replacements.push({ at: match.index, length: match[0].length, value: valueIn(match[0], value) })
    }
  }
  return { replacements, found }
}

function inOwn(
  { text }: Script,
  values: ReadonlyMap<string, string>,
  { pattern, isNeeded = () => true }: Notation,
  isReplacedAt: (offset: number) => boolean = () => true,
): Searched {
  const found = new Set<string>()
  const replacements: Replacement[] = []
  let missing: Filled['missing']
  for (const match of text.matchAll(new RegExp(pattern, `${pattern.flags}g`))) {
    const [all, name = ''] = match
    if (!isReplacedAt(match.index)) continue
    const value = values.get(name)
    if (value !== undefined) {
      found.add(name)
      replacements.push({ at: match.index, length: all.length, value })
    } else if (isNeeded(name)) missing ??= { text: all, name, at: match.index }
  }
  return { replacements, found, ...(missing === undefined ? {} : { missing }) }
}

function patternOf(name: string): RegExp {
  // An odd number of colons before it would make it a cast, `::name`; after a cast it is one again, `:::name`.
  if (!/^[A-Za-z_]\w*$/u.test(name)) return new RegExp(`\\$\\{${escaped(name)}\\}|${escaped(name)}`, 'gu')
  return new RegExp(
    `(?<!(?<!:):(?:::)*):(?:${name}\\b|'${name}'|"${name}")|\\$\\{${name}(?:(?::?-|\\?)[^{}]*)?\\}|\\{\\{\\s*\\.?${name}\\s*\\}\\}`,
    'gu',
  )
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}

function valueIn(placeholder: string, value: string): string {
  if (placeholder.startsWith(":'")) return quoteLiteral(value)
  return placeholder.startsWith(':"') ? quoteName(value) : value
}

/** The script with these replacements, which are in ascending order; of two that overlap, the first. */
export function replaced(script: Script, replacements: readonly Replacement[]): Script {
  const edits: Edit[] = []
  let text = ''
  let from = 0
  for (const { at, length, value } of replacements) {
    if (at < from) continue
    text += script.text.slice(from, at)
    edits.push({ offset: text.length, length: value.length, replaced: length })
    text += value
    from = at + length
  }
  const before = script.original
  const original =
    before === undefined ? { text: script.text, edits } : { text: before.text, edits: composed(before.edits, edits) }
  return { ...script, text: text + script.text.slice(from), original }
}

/** Edits of the file itself and `later` ones of what they made, as one list; none of them overlap. */
function composed(earlier: readonly Edit[], later: readonly Edit[]): Edit[] {
  const moved = earlier.map((edit) => ({ ...edit, offset: edit.offset + growthBefore(edit.offset, later) }))
  return [...moved, ...later].sort((a, b) => a.offset - b.offset)
}

/** How far `later` edits move what stands at `offset` of the text that they were made in. */
function growthBefore(offset: number, later: readonly Edit[]): number {
  let growth = 0
  for (const edit of later) {
    if (edit.offset - growth >= offset) break
    growth += edit.length - edit.replaced
  }
  return growth
}
