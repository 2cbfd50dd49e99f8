// Parts of a file that holds several scripts (both sides of a migration between markers, several migrations). A part
// keeps its place: everything else is blanked out, so that lines and columns stay those of the file. Where a runner sends
// another text than the file's, edits keep the place.
import type { Edit } from '../history/migration.ts'

/** A stretch of a text, in UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** The text with all but `spans` (in ascending order) replaced by spaces; line breaks stay. */
export function part(text: string, spans: readonly Span[]): string {
  let result = ''
  let at = 0
  for (const { start, end } of spans) {
    result += blank(text.slice(at, start)) + text.slice(start, end)
    at = end
  }
  return result + blank(text.slice(at))
}

/** The text with each span replaced by its own text (in ascending order), and the edits that lead back. */
export function edited(
  text: string,
  changes: readonly (Span & { readonly text: string })[],
): { readonly text: string; readonly edits: readonly Edit[] } {
  const edits: Edit[] = []
  let result = ''
  let at = 0
  for (const { start, end, text: instead } of changes) {
    result += text.slice(at, start)
    edits.push({ offset: result.length, length: instead.length, replaced: end - start })
    result += instead
    at = end
  }
  return { text: result + text.slice(at), edits }
}

/** A line of a text, `text` without its line break. */
export interface Line extends Span {
  /** From 1. */
  readonly number: number
  readonly text: string
}

/** The lines of a text; `end` is behind the line break. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = []
  for (let start = 0; start < text.length;) {
    const at = text.indexOf('\n', start)
    const end = at === -1 ? text.length : at + 1
    lines.push({ start, end, number: lines.length + 1, text: text.slice(start, end).replace(/\r?\n$/u, '') })
    start = end
  }
  return lines
}

function blank(text: string): string {
  return text.replaceAll(/[^\r\n]/gu, (character) => ' '.repeat(character.length))
}
