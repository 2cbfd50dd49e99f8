// An error as a person needs it: what happened, where (with the source line and a caret), what else is
// known, and what to do next.
import type { Location, PgfoldError } from '../errors.ts'
import { paletteFor } from './colours.ts'
import type { Palette, TextOptions } from './colours.ts'

/** Longer source lines are cut around the caret. */
const shownWidth = 110

/** Renders an error: message, `file:line:column`, the line with a caret, details, hint. */
export function errorText(error: PgfoldError, options: TextOptions): string {
  const palette = paletteFor(options)
  const lines = [
    `${palette.bad('error:')} ${error.message} ${palette.quiet(`(${error.code})`)}`,
    ...(error.location === undefined ? [] : sourceLines(error.location, palette)),
    ...error.details.map((detail) => `  ${detail.replaceAll('\n', '\n    ')}`),
    ...(error.hint === undefined ? [] : [`${palette.heading('hint:')} ${error.hint}`]),
  ]
  return `${lines.join('\n')}\n`
}

function sourceLines({ file, line, column, text }: Location, palette: Palette): string[] {
  const gutter = String(line)
  const bar = palette.quiet(`${' '.repeat(gutter.length)} |`)
  const { shown, before } = windowAround([...text.trimEnd()], column - 1)
  return [
    `  at ${palette.heading(`${file}:${line}:${column}`)}`,
    bar,
    `${palette.quiet(`${gutter} |`)} ${shown.join('')}`,
    `${bar} ${blank(before)}${palette.bad('^')}`,
    bar,
  ]
}

/** The part of a line that is shown, and what of it stands before the caret; both in characters. */
function windowAround(characters: readonly string[], caret: number): { shown: string[]; before: string[] } {
  const start = characters.length <= shownWidth ? 0 : Math.max(0, caret - Math.floor(shownWidth / 2))
  const shown = characters.slice(start, start + shownWidth)
  return { shown, before: shown.slice(0, caret - start) }
}

/** Blanks as wide as the text: a tab stays a tab. */
function blank(characters: readonly string[]): string {
  return characters.map((character) => (character === '\t' ? '\t' : ' ')).join('')
}
