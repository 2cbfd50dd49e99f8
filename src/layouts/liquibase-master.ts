// A changelog that only names others: `include` and `includeAll` in YAML, JSON or XML. As little of these formats is read
// as that takes; whatever else a changelog holds is refused by its name, since it is no SQL.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { isObject, parseObject } from './json.ts'
import { filterKeys } from './liquibase-options.ts'
import { linesOf, type Span } from './parts.ts'

export interface Inclusion extends Span {
  readonly kind: 'include' | 'includeAll'
  readonly path: string
  /** Whether the path begins at the folder of the changelog. */
  readonly isRelative: boolean
  /** What decides in Liquibase whether it counts, as `context test`. */
  readonly conditions: readonly string[]
}

/** What a changelog includes, in order; each with the text that says so. @throws {PgfoldError} `not-sql` */
export function readMaster(script: Script): Inclusion[] {
  if (script.text.trimStart().startsWith('<')) return fromXml(script)
  return script.text.trimStart().startsWith('{') ? fromJson(script) : fromYaml(script)
}

const isIncludeKey = (key: string): key is Inclusion['kind'] => key === 'include' || key === 'includeAll'
const pathKeys = new Set(['file', 'path'])
/** Words of an inclusion that change nothing in which files are read; contexts and labels decide in Liquibase whether they are run. */
const otherKeys = new Set(['relativeToChangelogFile', 'errorIfMissingOrEmpty', ...filterKeys])

function fromXml(script: Script): Inclusion[] {
  const found: Inclusion[] = []
  const text = script.text.replaceAll(/<!--[^]*?-->/gu, (comment) => comment.replaceAll(/[^\r\n]/gu, ' '))
  for (const match of text.matchAll(/<([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/gu)) {
    const [whole, tag = '', attributes = ''] = match
    if (tag === 'databaseChangeLog') continue
    if (!isIncludeKey(tag)) throw notSql(script, match.index, `<${tag}>`)
    const pairs = [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)]
    const values = new Map(pairs.map(([, key = '', a, b]) => [key, a ?? b ?? '']))
    found.push(inclusion(tag, values, { start: match.index, end: match.index + whole.length }, script))
  }
  return found
}

function fromJson(script: Script): Inclusion[] {
  const entries = parseObject(script)['databaseChangeLog']
  if (!Array.isArray(entries)) throw notSql(script, 0, 'something else than a list databaseChangeLog')
  let at = 0
  return entries.map((entry: unknown) => {
    const [key = '', values] = isObject(entry) ? (Object.entries(entry)[0] ?? []) : []
    at = Math.max(at, script.text.indexOf(`"${key}"`, at))
    if (!isIncludeKey(key) || !isObject(values)) throw notSql(script, at, key)
    const texts = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]))
    const start = at
    at += 1
    return inclusion(key, texts, { start, end: start }, script)
  })
}

function fromYaml(script: Script): Inclusion[] {
  const found: { kind: Inclusion['kind']; values: Map<string, string>; start: number; end: number }[] = []
  for (const { text, start, end } of linesOf(script.text)) {
    if (/^\s*(?:#.*)?$|^---\s*$/u.test(text) || /^databaseChangeLog:\s*(?:#.*)?$/u.test(text)) continue
    const [, kind, inline = ''] = /^\s*-\s*(\w+):\s*(?:\{(.*)\}\s*)?$/u.exec(text) ?? []
    const [, key, value = ''] = /^\s+(\w+):\s*(.*?)\s*$/u.exec(text) ?? []
    const last = found.at(-1)
    if (kind !== undefined && isIncludeKey(kind)) {
      const pairs = inline.split(',').flatMap((pair) => [...pair.matchAll(/(\w+):\s*(.+)/gu)])
      const values = new Map(pairs.map(([, name = '', found = '']) => [name, bare(found)]))
      found.push({ kind, values, start, end })
    } else if (kind === undefined && key !== undefined && last !== undefined) {
      last.values.set(key, bare(value))
      last.end = end
    } else throw notSql(script, start + text.search(/[^\s-]|$/u), kind ?? text.trim())
  }
  return found.map(({ kind, values, start, end }) => inclusion(kind, values, { start, end }, script))
}

function inclusion(
  kind: Inclusion['kind'],
  values: ReadonlyMap<string, string>,
  { start, end }: Span,
  script: Script,
): Inclusion {
  const strange = [...values.keys()].find((key) => !pathKeys.has(key) && !otherKeys.has(key))
  if (strange !== undefined) throw notSql(script, start, `${kind} with ${strange}`)
  const path = (values.get('file') ?? values.get('path') ?? '').replace(/^classpath:\/?/u, '')
  const conditions = filterKeys.filter((key) => values.has(key)).map((key) => `${key} ${values.get(key) ?? ''}`)
  return { kind, path, isRelative: values.get('relativeToChangelogFile') === 'true', conditions, start, end }
}

function bare(value: string): string {
  return value.trim().replace(/^(["'])(.*)\1$/u, '$2')
}

function notSql(script: Script, offset: number, what: string): PgfoldError {
  return new PgfoldError('not-sql', `The changelog holds ${what}; pgfold reads include and includeAll of SQL files`, {
    location: locate(script, offset),
    hint: 'Fold with --run and the command that runs Liquibase, or with --from a database that it built.',
  })
}
