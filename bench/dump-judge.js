// pg_dump against the differences that a change expects: each line in which its text differs has to belong to one of
// them, and those that no line shows are told.
import { differingEntries } from './dump-entries.js'
import { keysOf, pathOf, plain } from './dump-keys.js'

/** `strangers`: what differs and no expectation names, in words; `unprinted`: the expectations that show nowhere. */
export function judgeDumps(left, right, expected) {
  const entries = differingEntries(left, right)
  const covers = entries.map((entry) => expected.map((one) => coverOf(one, entry)))
  const strangers = entries.flatMap((entry, at) => strangerIn(entry, covers[at]) ?? [])
  return {
    strangers: [...new Set(strangers)],
    unprinted: expected.filter((_, index) => !entries.some(({ lines }, at) => lines.some(covers[at][index]))),
  }
}

function strangerIn(entry, covers) {
  const strange = entry.lines.find((line) => !covers.some((cover) => cover(line)))
  return strange && `${entry.type} ${pathOf(entry, entry.name)}: ${strange.line.trim()}`
}

/** Which of the lines in which an entry differs belong to an expected difference. */
function coverOf(expected, entry) {
  const { own, of, inside, partLine } = keysOf(entry)
  const { kind, attribute, reverseId = expected.id } = expected
  const id = plain(entry.side === 'left' ? expected.id : reverseId)
  const isOneOf = (patterns, key) => patterns.some((pattern) => matches(pattern, key))
  const isHere = isOnSide(expected, entry.side)
  if (isHere && isOneOf(own, `${kind} ${id} ${attribute}`)) return () => true
  if (isHere && isAnotherOne(expected) && isOneOf([...own, ...of], `${kind} ${id}`)) return () => true
  if (isHere && isOneOf(own, `${kind} ${id}`)) return ({ line }) => !partLine?.test(line)
  const { holder, name } = placeOf(id)
  if (!inside.includes(kind) || !own.some((key) => key.endsWith(` ${holder}`))) return () => false
  return ({ line, instead }) => [...(isHere ? [line] : []), ...instead].some((text) => namesIn(text).includes(name))
}

// An extension brings its comment, and only another one, or none, is an object of ours.
function isOnSide({ change, kind, id }, side) {
  return change !== (side === 'left' ? 'extra' : 'missing') || (kind === 'comment' && id.startsWith('extension '))
}

// It comes, goes or has another name.
function isAnotherOne({ change, attribute }) {
  return change !== 'changed' || attribute === 'name'
}

function matches(pattern, key) {
  const [start, end] = pattern.split('*')
  if (end === undefined) return pattern === key
  const between = key.slice(start.length, key.length - end.length)
  return key.startsWith(start) && key.endsWith(end) && /^[^.]+$/u.test(between)
}

// `s.t.a`, `constraint s.t.fk` or `function s.f() on citext`: what it is in, and the name that it has there.
function placeOf(id) {
  return /^(?:[\w-]+ )?(?<holder>.*)(?:\.| on )(?<name>.*)$/u.exec(id)?.groups ?? {}
}

// The column or constraint that a line of a table begins with, and what other words say to be a name.
function namesIn(line) {
  const found = plain(line).matchAll(
    /(?:^\s+(?:CONSTRAINT )?|\b(?:CONSTRAINT|NOT NULL|ALTER COLUMN|EXTENSION) )([^\s;]+)/gu,
  )
  return [...found].map(([, name]) => name)
}
