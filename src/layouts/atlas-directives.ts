// What an Atlas file says of itself. Directives of the file are the comments at its very top, with an empty line behind them;
// another delimiter stands in its first line.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script, TransactionRule } from '../history/migration.ts'
import type { SideFile } from './layout.ts'
import { edited, linesOf, part, type Line, type Span } from './parts.ts'

interface Directive {
  readonly name: string
  readonly value: string
  readonly line: Line
}

/** The directives of the file, or of what begins at `from`. */
export function directivesOf(script: Script, from = 0): readonly Directive[] {
  const text = script.text.slice(from)
  const lines = linesOf(text)
  const length = lines.findIndex((line) => !/^(?:#|--)/u.test(line.text))
  const rest = length === -1 ? '' : text.slice(lines[length]?.start)
  const last = lines[length === -1 ? lines.length - 1 : length - 1]
  const isDetached = rest === '' ? text.endsWith('\n') : /^[ \t]*\n/u.test(rest)
  if (last === undefined || !isDetached) return []
  return lines.slice(0, lines.indexOf(last) + 1).flatMap((line) => {
    const [, name, value = ''] = /^[ -~]*atlas:(\w+)(?: +(.+))?/u.exec(line.text.trim()) ?? []
    const placed = { ...line, start: line.start + from, end: line.end + from }
    return name === undefined ? [] : [{ name, value, line: placed }]
  })
}

/** The rule that `atlas:txmode` sets. @throws {PgfoldError} `unknown-directive` */
export function ruleOf(script: Script, directives: readonly Directive[]): TransactionRule | undefined {
  const [mode, second] = directives.filter(({ name }) => name === 'txmode')
  if (mode === undefined) return undefined
  if (second === undefined && (mode.value === 'none' || mode.value === 'file')) {
    return mode.value === 'none' ? 'script' : 'runner'
  }
  const message = second === undefined ? `There is no mode "${mode.value}" for a file` : 'The mode is set twice'
  throw new PgfoldError('unknown-directive', `${message}; Atlas refuses it`, {
    location: locate(script, (second ?? mode).line.start),
    hint: 'Write -- atlas:txmode none or -- atlas:txmode file, once.',
  })
}

/** The script, or a span of it, as the server gets it: where it has a delimiter of its own, a semicolon in its place. */
export function sideOf(script: Script, path: string, span?: Span): SideFile {
  const text = span === undefined ? script.text : part(script.text, [span])
  const begin = span?.start ?? 0
  const [, escaped] = /^-- atlas:delimiter +(.+)/u.exec(text.slice(begin)) ?? []
  if (escaped === undefined) return span === undefined ? path : { path, text }
  const delimiter = escaped.replaceAll(/\\([nrt])/gu, (_, letter: string) => ({ n: '\n', r: '\r' })[letter] ?? '\t')
  const first = text.indexOf('\n', begin) + 1
  const ends = first === 0 ? [] : delimitersIn(text, first, delimiter)
  return {
    path,
    ...edited(
      text,
      ends.map((start) => ({ start, end: start + delimiter.length, text: ';\n' })),
    ),
  }
}

/**
 * Refuses what only Go's templates can work out, as a folder of templates in atlas.hcl holds. Quoted, it may be a value.
 * @throws {PgfoldError} `unsupported-template`
 */
export function refuseTemplates(script: Script): void {
  const found = [...script.text.matchAll(quotedOrTemplate)].find(([token]) => token === '{{')
  if (found === undefined) return
  throw new PgfoldError('unsupported-template', 'Atlas runs this as a Go template; pgfold does not work it out', {
    location: locate(script, found.index),
    hint: 'Fold what Atlas leaves in a database, with --run.',
  })
}

const quotedOrTemplate = /'[^']*'|"[^"]*"|\$(\w*)\$[^]*?\$\1\$|--[^\n]*|\/\*[^]*?\*\/|\{\{/gu

const quoted =
  /'[^']*'|"[^"]*"|\$([A-Za-z\u0080-\uffff_][\w\u0080-\uffff]*)?\$[^]*?\$\1\$|--[^\n]*\n|\/\*[^]*?\*\/|[()]/uy

/** Where the delimiter ends statements: not in quotes, comments or brackets, and not before a statement has begun. */
function delimitersIn(text: string, first: number, delimiter: string): number[] {
  const found: number[] = []
  let depth = 0
  let isEmpty = true
  for (let at = first; at < text.length;) {
    if (isEmpty && /\s/u.test(text.charAt(at))) {
      at += 1
    } else if (depth === 0 && text.startsWith(delimiter, at)) {
      found.push(at)
      at += delimiter.length
      isEmpty = true
    } else {
      quoted.lastIndex = at
      const token = quoted.exec(text)?.[0] ?? text.charAt(at)
      depth += token === '(' ? 1 : token === ')' ? -1 : 0
      isEmpty &&= /^(?:--|\/\*)/u.test(token)
      at += token.length
    }
  }
  return found
}
