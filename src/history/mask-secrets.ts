// Passwords that stand in SQL, behind stars: an error shows the line it is about, and CI keeps what it showed. The
// server sends PASSWORD '…', the options of user mappings and connection strings as plain constants (manual, "CREATE
// ROLE", "CREATE USER MAPPING", "CREATE SUBSCRIPTION"). The SQL may be wrong where it is shown, so nothing is parsed:
// on a line with a word of passwords or roles every later constant is hidden, rather one too many than one too few.

/** The text with as many stars as each secret has characters: a caret below it keeps its place. */
export function maskSecrets(text: string): string {
  let masked = ''
  let end = 0
  for (const { from, to } of secretSpans(text)) {
    masked += text.slice(end, from) + stars(text.slice(from, to))
    end = to
  }
  return masked + text.slice(end)
}

/** What a server or a parser says about `sql`, without the secrets of `sql` that it quotes. */
export function maskQuoted(message: string, sql: string): string {
  const secrets = secretSpans(sql).map(({ from, to }) => sql.slice(from, to))
  const quoted = secrets.flatMap((secret) => [secret, secret.replaceAll("''", "'")])
  const longestFirst = [...new Set(quoted)].filter(({ length }) => length > 2).toSorted((a, b) => b.length - a.length)
  return maskSecrets(longestFirst.reduce(hideWord, message))
}

// Not a part of a longer name: 'user' is a constant of many statements, and users a table.
function hideWord(message: string, secret: string): string {
  const parts = message.split(secret)
  return parts.reduce((text, part) => {
    const inName = /\w$/u.test(text) && /^\w/u.test(secret)
    const goesOn = /\w$/u.test(secret) && /^\w/u.test(part)
    return text + (inName || goesOn ? secret : stars(secret)) + part
  })
}

interface Span {
  readonly from: number
  readonly to: number
}

const trigger = /pass|pwd|secret|\b(?:create|alter)\s+(?:role|user|group)\b|:\/\//iu
const triggers = /\w*(?:pass|pwd|secret)\w*|\b(?:create|alter)\s+(?:role|user|group)\b/giu
/** What the words of passwords may be followed by at once: a constant on any line, a name where a constant is meant. */
const directly = /[\s:=]*(?:E|U&)?('+|"|\$\w*\$)/iuy
const roleStatement = /\b(?:create|alter)\s+(?:role|user|group)\b/iu
const bareWord = /\s+(?!null\b|for\b|server\b|options\b)([^\s'"$;,()]+)/iuy
const conninfo = /\w*(?:pass|pwd|secret)\w*\s*=\s*([^\s'",;&]+)/giu
const urlPassword = /:\/\/[^\s:/?#@'"]*:([^\s'"/]+)@/gu
const psqlVariable = /^\s*\\set\s+\S*(?:pass|pwd|secret)\S*[ \t]+(.+)$/gimu

function secretSpans(text: string): Span[] {
  if (!trigger.test(text)) return []
  const words = [...text.matchAll(triggers)].map(({ 0: word, index }) => ({ from: index, to: index + word.length }))
  const constants = constantsOfLines(text, words)
  return merged([
    ...[conninfo, urlPassword, psqlVariable].flatMap((pattern) => groupsOf(pattern, text)),
    ...constants,
    ...constantsAtOnce(text, words, constants),
  ])
}

/** All constants between the first of the words on a line and the end of the line. */
function constantsOfLines(text: string, words: readonly Span[]): Span[] {
  let line: Span = { from: 0, to: -1 }
  return words.flatMap((word) => {
    if (word.from <= line.to) return []
    line = lineAround(text, word.to)
    return constantsAfter(text.slice(line.from, line.to), word.to - line.from, line.from)
  })
}

/** What follows each word at once. A word in a secret, such as 'MySecret1', is none of these. */
function constantsAtOnce(text: string, words: readonly Span[], hidden: readonly Span[]): Span[] {
  const spans: Span[] = []
  let line: Span = { from: 0, to: -1 }
  let next = 0
  for (const word of words) {
    if (word.from > line.to) line = lineAround(text, word.to)
    while ((hidden[next]?.to ?? Infinity) <= word.from) next += 1
    const inSecret = (hidden[next]?.from ?? Infinity) <= word.from || word.from < (spans.at(-1)?.to ?? 0)
    if (!inSecret) spans.push(...directlyAfter(text, word, line))
  }
  return spans
}

function groupsOf(pattern: RegExp, text: string): Span[] {
  return [...text.matchAll(pattern)].map(({ 0: all, 1: secret = '', index }) => {
    const from = index + all.lastIndexOf(secret)
    return { from, to: from + secret.length }
  })
}

function lineAround(text: string, at: number): Span {
  const end = text.indexOf('\n', at)
  return { from: text.lastIndexOf('\n', at - 1) + 1, to: end === -1 ? text.length : end }
}

// A word in a constant hides the rest of it: EXECUTE 'ALTER ROLE x PASSWORD ''…'''.
function constantsAfter(line: string, word: number, shift: number): Span[] {
  const spans: Span[] = []
  for (let at = line.indexOf("'"); at !== -1;) {
    const { from, to, next } = constantAt(line, at)
    if (to > word) spans.push(shifted({ from: Math.max(from, word), to }, shift))
    at = line.indexOf("'", next)
  }
  return spans
}

function directlyAfter(text: string, word: Span, line: Span): Span[] {
  directly.lastIndex = word.to
  const [all = '', mark = ''] = directly.exec(text) ?? []
  const start = word.to + all.length - mark.length
  if (mark !== '') {
    const end = start < line.to ? line.to : lineAround(text, start).to
    const rest = text.slice(start, end)
    if (mark.startsWith("'")) return [shifted(constantAt(rest, 0), start)]
    const close = rest.indexOf(mark, mark.length)
    return [{ from: start + mark.length, to: close === -1 ? end : start + close }]
  }
  bareWord.lastIndex = word.to
  const [found = '', name = ''] = bareWord.exec(text) ?? []
  const meant =
    /^pas+w/iu.test(text.slice(word.from, word.to)) &&
    roleStatement.test(text.slice(Math.max(line.from, word.from - 500), word.from))
  const to = word.to + found.length
  return name !== '' && meant ? [{ from: to - name.length, to }] : []
}

function shifted({ from, to }: Span, by: number): Span {
  return { from: from + by, to: to + by }
}

/** The constant whose quotes begin at `start`; in a function's text each of its quotes may be doubled, and again. */
function constantAt(text: string, start: number): Span & { readonly next: number } {
  const marks = /^'+/u.exec(text.slice(start, start + 64))?.[0].length ?? 1
  const from = start + marks
  if (marks % 2 === 0 && /^(?:[\s,);|]|$)/u.test(text.slice(from, from + 1))) return { from, to: from, next: from }
  const escapes = /\bE$/iu.test(text.slice(Math.max(0, start - 2), start))
  for (const { 0: found, index } of text.slice(from).matchAll(escapes ? /\\.|'+/gsu : /'+/gu)) {
    const closes = !found.startsWith('\\') && found.length >= marks && found.length % (2 * marks) !== 0
    if (closes) return { from, to: from + index + found.length - marks, next: from + index + found.length }
  }
  return { from, to: text.length, next: text.length }
}

function merged(spans: readonly Span[]): Span[] {
  const result: Span[] = []
  for (const span of spans.filter(({ from, to }) => to > from).toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && span.from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, span.to) }
    } else result.push(span)
  }
  return result
}

function stars(secret: string): string {
  return secret.replaceAll(/[^\r\n]/gu, '*')
}
