// Secrets that are known by their value, hidden wherever a text quotes them: pg_dump prints them as constants, a
// connection string has escapes of its own, a URL percent signs, JSON backslashes, and one of these may stand in another
// (manual, "String Constants", "Connection Strings"). So each character of a value is looked for in all its spellings.

/** The text with `(secret)` in the place of each of the values, however they are spelled. */
export function maskValues(text: string, values: Iterable<string>): string {
  const plain = new Set([...values].flatMap(readingsOf).filter((value) => value !== ''))
  if (plain.size === 0) return text
  const longestFirst = [...plain].toSorted((a, b) => b.length - a.length)
  return text.replaceAll(new RegExp(longestFirst.map(patternOf).join('|'), 'gu'), '(secret)')
}

/** The value, and what it means where it is spelled as in a connection string or a URL. */
function readingsOf(value: string): string[] {
  const unquoted = /^'.*'$/su.test(value) ? value.slice(1, -1) : value
  return [value, unquoted, unquoted.replaceAll(/\\(.)/gsu, '$1'), decoded(value)]
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value // a lone percent sign: not encoded at all
  }
}

/** Too short to be hidden inside of words. */
const shortest = 4

function patternOf(value: string): string {
  const pattern = (value.match(/\\+|'+|"+|[^\\'"]/gu) ?? []).map(spellingsOf).join('')
  return value.length < shortest ? `(?<=['"=:])${pattern}(?=['"@&;,)\\s]|$)` : pattern
}

/** A run of one of the characters that escapes double, or any other character. */
function spellingsOf(run: string): string {
  const encoded = percentCode(run.slice(0, 1))
  if (run.startsWith('\\')) return String.raw`(?:\\|${encoded})+`
  if (/['"]/u.test(run)) return String.raw`(?:\\*(?:${run.slice(0, 1)}|${encoded}))+`
  if (/^\w$/u.test(run)) return run
  const named = { '\n': 'n', '\r': 'r', '\t': 't', ' ': String.raw`\+` }[run]
  const others = named === undefined ? '' : run === ' ' ? `|${named}` : String.raw`|\\+${named}`
  return String.raw`(?:\\*${literal(run)}|${encoded}${others})`
}

function literal(character: string): string {
  return character.replace(/[\^$.*+?()[\]{}|/\\]/u, String.raw`\$&`)
}

/** `%C3%A9`, with its letters in either case. */
function percentCode(character: string): string {
  const bytes = [...new TextEncoder().encode(character)]
  return bytes
    .map((byte) =>
      `%${byte.toString(16).padStart(2, '0')}`.replaceAll(/[a-f]/gu, (digit) => `[${digit}${digit.toUpperCase()}]`),
    )
    .join('')
}
