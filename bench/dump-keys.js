// An entry of a dump in our terms: the keys, `kind id`, of what it is about and of what it belongs to.
import { entryTypes } from './dump-types.js'

/** Our keys for an entry: `own`, `of` and the kinds `inside`, as bench/dump-types.js says; none for an unknown type. */
export function keysOf(entry) {
  const { own = [], of = [], inside = [], partLine, targets, text } = entryTypes[entry.type] ?? {}
  const names = { ...namesIn(entry), ...text?.exec(entry.text)?.groups }
  const candidates =
    targets === undefined ? [names] : targetsIn(entry, targets).map((target) => ({ ...names, ...target }))
  const spell = (patterns) => candidates.flatMap((known) => patterns.map((pattern) => filled(pattern, known)))
  return { own: spell(own), of: spell(of), inside, partLine }
}

/** A name behind the schema of its entry, where that has one. */
export function pathOf({ schema }, name) {
  return schema === '-' ? name : `${schema}.${name}`
}

/** An id as headers spell it: they quote nothing, and no name of the self-test needs it to be told from another. */
export function plain(id) {
  return id.replaceAll('"', '')
}

// What is not there is the argument that a prefix operator lacks.
function filled(pattern, names) {
  return plain(pattern.replaceAll(/\$(\w+)/gu, (_, name) => names[name] ?? 'NONE'))
}

// Whoever runs the bench is not named in our ids.
const principal = 'postgres'
const roles = new Map([
  [principal, 'CURRENT_USER'],
  ['public', 'PUBLIC'],
])

function namesIn(entry) {
  const { schema, name: bare, owner } = entry
  const words = bare.split(' ')
  return {
    schema,
    bare,
    name: pathOf(entry, bare),
    1: pathOf(entry, words[0]),
    part: pathOf(entry, bare.replace(' ', '.')),
    // USER MAPPING role SERVER server
    role: roles.get(words[2]) ?? words[2],
    // DEFAULT PRIVILEGES FOR objects
    objects: words.slice(3).join(' ').toLowerCase(),
    in: schema === '-' ? '' : ` in ${schema}`,
    by: owner === principal ? '' : ` by ${owner}`,
  }
}

/** `COLUMN t.a`, `TRIGGER tg ON t` or `FUNCTION f(a integer)`: the keys it may mean, and the id of what that may be a part of. */
function targetsIn(entry, kindsByWord) {
  const { words = '', name = '' } = /^(?<words>(?:(?!FOR )[A-Z]+ )+)(?<name>.*)$/u.exec(entry.name)?.groups ?? {}
  const word = words.trimEnd()
  const kinds = kindsByWord[word] ?? [word.toLowerCase().replaceAll(' ', '-')]
  const id = pathOf(entry, name.replace(/^(\S+) ON (?:DOMAIN )?(\S+)$/u, '$2.$1').replace(/^(\S+) \(/u, '$1('))
  const ids = new Set([id, withoutArgumentNames(id)])
  const holder = id.replace(/\.[^.]*$/u, '')
  return kinds.flatMap((kind) => [...ids].map((one) => ({ target: `${kind} ${one}`, holder })))
}

function withoutArgumentNames(id) {
  return id.replace(/\((.*)\)$/u, (_, list) => `(${list.replaceAll(/(^|, )(?:(?:IN|INOUT|VARIADIC) )?\S+ /gu, '$1')})`)
}
