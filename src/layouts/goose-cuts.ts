// Where goose ends a statement that is in no block: at the first line of which the last word ends in a semicolon, whatever is
// open there. PostgreSQL refuses what is cut inside a function body, a string, a comment or brackets.
import { nextBoundary } from '../history/boundaries.ts'

/** Where in a line the semicolon stands that ends a statement for goose: in the last word before a comment. */
export function cutIn(line: string): number | undefined {
  const words = [...line.matchAll(/\S+/gu)]
  const comment = words.findIndex(([word]) => word.startsWith('--'))
  const last = comment === -1 ? words.at(-1) : words.slice(0, comment).at(-1)
  return last?.[0].endsWith(';') === true ? last.index + last[0].length - 1 : undefined
}

/** Whether PostgreSQL too sees a statement end where this text does. */
export function isWhole(text: string): boolean {
  let at = 0
  for (;;) {
    const { reason, end } = nextBoundary(text, at)
    if (reason === 'end') return isBlank(text.slice(at))
    at = reason === 'backslash' ? end + 1 : end
  }
}

/** Nothing but blanks and comments, which may stand in one another. */
function isBlank(text: string): boolean {
  const innermost = /\/\*(?:(?!\/\*|\*\/)[^])*\*\//u
  let rest = text.replaceAll(/--[^\n]*/gu, '')
  while (innermost.test(rest)) rest = rest.replace(innermost, '')
  return rest.trim() === ''
}
