// The structure as a test: imports point down the path, never up or sideways; no file is on a cycle; each
// third-party package has one home; kinds, layouts and mutations are known to their registries alone.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { findCycles } from '../src/model/order.ts'

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')

/** Lower ranks know nothing of higher ones. Folders of one rank do not know each other, but for `allowed`. */
const ranks: Readonly<Record<string, number>> = {
  sql: 0,
  errors: 0,
  model: 1,
  history: 2,
  kinds: 2,
  layouts: 2,
  'self-test': 2,
  server: 3,
  catalog: 3,
  compare: 3,
  render: 3,
  sources: 4,
  prove: 4,
  cutover: 4,
  report: 5,
  settings: 5,
  commands: 6,
  cli: 7,
  index: 7,
}
const sideways = new Set(['layouts → history', 'index → cli'])

const files = listFiles(source).map((file) => relative(source, file))
const imports = files.flatMap((file) => importsOf(file).map((target) => ({ file, target })))

describe('the structure of src', () => {
  it('has only known folders', () => {
    expect(files.map(folderOf).filter((folder) => !(folder in ranks))).toEqual([])
  })

  it('imports downwards only', () => {
    const wrong = imports.filter(
      ({ file, target }) => !target.startsWith('npm:') && !mayImport(folderOf(file), folderOf(target)),
    )
    expect(wrong).toEqual([])
  })

  it('has no import cycle, not even through types', () => {
    const needs = new Map(files.map((file) => [file, new Set<string>()]))
    for (const { file, target } of imports) needs.get(file)?.add(target)
    expect(findCycles(needs)).toEqual([])
  })

  it('gives each third-party package one home', () => {
    const homes = new Map<string, Set<string>>()
    for (const { file, target } of imports) {
      if (!target.startsWith('npm:') || target.startsWith('npm:node:')) continue
      homes.set(target, (homes.get(target) ?? new Set()).add(file))
    }
    expect([...homes].filter(([, at]) => at.size > 1).map(([name, at]) => [name, ...at])).toEqual([])
  })

  it.each(['kinds', 'layouts', 'self-test'])('lets only the registry know the files of %s', (folder) => {
    const shared = sharedFiles(folder)
    const wrong = imports.filter(
      ({ file, target }) => target.startsWith(`${folder}/`) && !shared.has(target) && file !== `${folder}/registry.ts`,
    )
    expect(wrong).toEqual([])
  })
})

// In these folders the registry imports the entries; what the registry does not import is shared.
function sharedFiles(folder: string): Set<string> {
  const entries = new Set(importsOf(`${folder}/registry.ts`))
  entries.delete(`${folder}/kind.ts`)
  entries.delete(`${folder}/layout.ts`)
  entries.delete(`${folder}/mutation.ts`)
  return new Set(files.filter((file) => file.startsWith(`${folder}/`) && !entries.has(file)))
}

function mayImport(from: string, to: string): boolean {
  const [upper, lower] = [ranks[from] ?? -1, ranks[to] ?? 99]
  return from === to || upper > lower || sideways.has(`${from} → ${to}`)
}

function folderOf(file: string): string {
  return file.includes('/') ? (file.split('/')[0] ?? '') : file.replace(/\.ts$/u, '')
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(source, file), 'utf8')
  const specifiers = [
    ...text.matchAll(
      /(?:^|\n)(?:import|export)\s[^'"]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'\s*\)|(?:^|\n)import\s+'([^']+)'/gu,
    ),
  ]
  return specifiers.map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ''
    return specifier.startsWith('.')
      ? relative(source, join(source, dirname(file), specifier))
      : `npm:${packageOf(specifier)}`
  })
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? listFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .filter((file) => file.endsWith('.ts'))
    .toSorted()
}
