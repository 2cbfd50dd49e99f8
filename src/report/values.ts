// How one attribute's value reads in a line of text.
import type { Value } from '../model/value.ts'
import type { Palette } from './colours.ts'
import { unifiedDiff } from './unified-diff.ts'

/** Two values longer than this together stand below each other instead of in one line. */
const lineWidth = 90

/** What follows `attribute:` in a report: one line, or none and the lines below it. */
export interface ShownValues {
  readonly inline: string
  readonly below: readonly string[]
}

/** Shows two values of one attribute: short ones in the line, long ones below it, text of many lines as a diff. */
export function showValues(left: Value, right: Value, palette: Palette): ShownValues {
  if (isLong(left) || isLong(right)) return { inline: '', below: unifiedDiff(asText(left), asText(right), palette) }
  const texts = { left: showValue(left), right: showValue(right) }
  if (texts.left.length + texts.right.length <= lineWidth) {
    return { inline: ` left ${palette.left(texts.left)} → right ${palette.right(texts.right)}`, below: [] }
  }
  return { inline: '', below: [`left   ${palette.left(texts.left)}`, `right  ${palette.right(texts.right)}`] }
}

function isLong(value: Value): boolean {
  if (typeof value === 'string') return value.trimEnd().includes('\n')
  return isRecord(value) && JSON.stringify(value).length > lineWidth
}

function isRecord(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Ends with a line break, so that a last line without one is no difference of its own. */
function asText(value: Value): string {
  if (value === null) return ''
  const text = typeof value === 'string' ? value : isRecord(value) ? lines(value) : JSON.stringify(value, null, 2)
  return text.endsWith('\n') ? text : `${text}\n`
}

/** A line for each entry. */
function lines(value: { readonly [key: string]: Value }): string {
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, item]) => `${name}: ${showValue(item)}`).join('\n')
}

function showValue(value: Value): string {
  if (value === null) return 'none'
  if (typeof value === 'string') return needsQuotes(value) ? JSON.stringify(value) : value
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number') return String(value)
  if (Array.isArray(value)) return value.length === 0 ? 'none' : `(${value.map(showValue).join(', ')})`
  return JSON.stringify(value)
}

/** Text that would vanish in a line, or speak to the terminal, is shown as JSON shows it. */
function needsQuotes(text: string): boolean {
  return text === '' || text !== text.trim() || /\p{Cc}/u.test(text)
}
