// What psql does before the server sees a script: it finds the semicolons that end statements and the
// backslashes that start its own commands. Neither counts inside quotes, comments, brackets or a
// BEGIN ATOMIC body (manual, "Lexical Structure"; the rules are those of psql's scanner). What a statement
// is, the parser alone decides: a boundary only says where the text may be cut.

/** The next place where a script may be cut. `end` is just after the semicolon, at the backslash, or the end of the text. */
export interface Boundary {
  readonly reason: 'semicolon' | 'backslash' | 'end'
  readonly end: number
  /** First words of the statement that ends here, lower case. */
  readonly words: readonly string[]
}

const token =
  /--[^\r\n]*|\/\*|[eE]'|'|"|\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*|[();\\]/gu
const wordsKept = 4

/** The first boundary at or after `from`, which must not lie inside a statement. */
export function nextBoundary(text: string, from: number): Boundary {
  const words: string[] = []
  let brackets = 0
  let bodies = 0
  let at = from
  for (;;) {
    token.lastIndex = at
    const match = token.exec(text)
    if (match === null) return { reason: 'end', end: text.length, words }
    const found = match[0]
    at = afterToken(text, match.index, found)
    if (found === '(') brackets += 1
    else if (found === ')') brackets = Math.max(0, brackets - 1)
    else if (found === '\\') return { reason: 'backslash', end: match.index, words }
    else if (found === ';') {
      if (brackets === 0 && bodies === 0) return { reason: 'semicolon', end: at, words }
    } else if (isWord(found)) {
      const word = found.toLowerCase()
      if (words.length < wordsKept) words.push(word)
      if (brackets === 0) bodies = bodiesAfter(word, bodies, words)
    }
  }
}

/** The end of the line that `from` is on, after its line break. */
export function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end + 1
}

/** BEGIN opens a body only in CREATE [OR REPLACE] FUNCTION or PROCEDURE; a CASE inside it has an END of its own. */
function bodiesAfter(word: string, bodies: number, words: readonly string[]): number {
  if (word === 'begin') return words[0] === 'create' && words.some(isRoutine) ? bodies + 1 : bodies
  if (bodies === 0) return 0
  if (word === 'case') return bodies + 1
  return word === 'end' ? bodies - 1 : bodies
}

function isRoutine(word: string): boolean {
  return word === 'function' || word === 'procedure'
}

function isWord(found: string): boolean {
  return /^[A-Za-z_\u0080-\uffff]/u.test(found) && !found.endsWith("'")
}

function afterToken(text: string, start: number, found: string): number {
  const next = start + found.length
  if (found === "'" || found === '"') return after(text, found, next)
  if (found === "e'" || found === "E'") return afterEscapeString(text, next)
  if (found === '/*') return afterComment(text, next)
  if (found.startsWith('$')) return after(text, found, next)
  return next
}

/** A doubled quote needs no care here: it closes one string and opens the next. */
function after(text: string, closing: string, from: number): number {
  const end = text.indexOf(closing, from)
  return end === -1 ? text.length : end + closing.length
}

function afterEscapeString(text: string, from: number): number {
  const stop = /['\\]/gu
  stop.lastIndex = from
  for (let match = stop.exec(text); match !== null; match = stop.exec(text)) {
    if (match[0] === "'" && text[stop.lastIndex] !== "'") return stop.lastIndex
    stop.lastIndex += 1
  }
  return text.length
}

/** Block comments nest. */
function afterComment(text: string, from: number): number {
  const edge = /\/\*|\*\//gu
  edge.lastIndex = from
  let depth = 1
  for (let match = edge.exec(text); match !== null; match = edge.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return edge.lastIndex
  }
  return text.length
}
