// atlas.sum: what Atlas knows of each file of a folder. The first line is the hash of all lines below it; the hash of a line
// goes over the names and bytes of its file and of all before it, so that no file can be added, changed or taken out.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'

/** The name of the file in a migration folder. */
export const sumFile = 'atlas.sum'

export interface SumEntry {
  readonly name: string
  /** SHA-256 in base64. */
  readonly hash: string
}

/** The entries that Atlas computes of files in the order of their names; one that says `atlas:sum ignore` has none. */
export function sumEntries(files: readonly { readonly name: string; readonly bytes: Buffer }[]): SumEntry[] {
  const all = createHash('sha256')
  return files.flatMap(({ name, bytes }) => {
    all.update(name)
    if (isIgnored(bytes)) return []
    all.update(bytes)
    return [{ name, hash: all.copy().digest('base64') }]
  })
}

/** The text of atlas.sum. */
export function sumText(entries: readonly SumEntry[]): string {
  return `h1:${sumOf(entries)}\n${entries.map(({ name, hash }) => `${name} h1:${hash}\n`).join('')}`
}

/** The files that atlas.sum has a line for, in its order. */
export function summedNames(script: Script): string[] {
  return script.text
    .split(/\r?\n/u)
    .slice(1)
    .flatMap((line) => entryIn(line)?.name ?? [])
}

/**
 * Holds atlas.sum against the files, as Atlas does before it runs any.
 * @throws {PgfoldError} `checksum-mismatch` at the line of atlas.sum, with the name of the file.
 */
export function requireSums(script: Script, computed: readonly SumEntry[]): void {
  const [total = '', ...lines] = script.text.replace(/\r?\n$/u, '').split(/\r?\n/u)
  const recorded = lines.map((line, index) => entryIn(line) ?? mismatch(script, index + 2, 'The line has no checksum'))
  if (total.replace(/^h1:/u, '') !== sumOf(recorded)) {
    mismatch(script, 1, 'The checksum of the lines below does not fit them')
  }
  const index = computed.findIndex(({ name, hash }, at) => recorded[at]?.name !== name || recorded[at].hash !== hash)
  const at = index === -1 ? computed.length : index
  if (at === computed.length && at === recorded.length) return
  mismatch(script, Math.min(at, recorded.length - 1) + 2, reasonAt(at, recorded, computed))
}

function reasonAt(at: number, recorded: readonly SumEntry[], computed: readonly SumEntry[]): string {
  const [was, is] = [recorded[at], computed[at]]
  if (was === undefined) return `${is?.name ?? ''} was added`
  const now = computed.findIndex(({ name }) => name === was.name)
  if (now === -1) return `${was.name} was removed`
  return now === at ? `${was.name} was changed` : `${is?.name ?? ''} was added`
}

function entryIn(line: string): SumEntry | undefined {
  const at = line.indexOf('h1:')
  return at === -1 ? undefined : { name: line.slice(0, at).trim(), hash: line.slice(at + 3) }
}

function sumOf(entries: readonly SumEntry[]): string {
  const sum = createHash('sha256')
  for (const { name, hash } of entries) sum.update(name).update(hash)
  return sum.digest('base64')
}

// Atlas looks at the first line alone.
function isIgnored(bytes: Buffer): boolean {
  return /^[ -~]*atlas:sum +ignore$/u.test(bytes.toString('utf8').split('\n', 1)[0] ?? '')
}

function mismatch(script: Script, line: number, message: string): never {
  const offset = script.text.split('\n', line - 1).reduce((length, each) => length + each.length + 1, 0)
  throw new PgfoldError('checksum-mismatch', `${message}; Atlas refuses the folder`, {
    location: locate(script, Math.min(offset, script.text.length)),
    hint: 'Take the change back, or say atlas migrate hash where it was meant.',
  })
}
