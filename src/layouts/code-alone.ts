// JavaScript without what it only says: comments are gone, and of texts nothing is left between their quotes.

/**
 * The code of a file. What an interpolation of a template holds is code as well, and goes with the text. A regular
 * expression with a quote in it is taken for the beginning of a text, which ends at the end of its line.
 */
export function codeAlone(text: string): string {
  return text.replace(saying, (found) => (found.startsWith('/') ? ' ' : found.slice(0, 1).repeat(2)))
}

const saying = new RegExp(
  [
    String.raw`\/\/[^\n]*`,
    String.raw`\/\*[^]*?(?:\*\/|$)`,
    String.raw`'(?:\\[^]|[^'\\\n])*(?:'|(?=\n)|$)`,
    String.raw`"(?:\\[^]|[^"\\\n])*(?:"|(?=\n)|$)`,
    '`(?:\\\\[^]|[^`\\\\])*(?:`|$)',
  ].join('|'),
  'gu',
)
