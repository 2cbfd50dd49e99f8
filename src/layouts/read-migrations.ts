// The files that a layout named → scripts: decoded, with their checksums, placeholders filled in.
import path from 'node:path'
import { PgfoldError } from '../errors.ts'
import { locate, offsetInFile } from '../history/location.ts'
import { scriptOf, type Migration, type Script, type SourceFile } from '../history/migration.ts'
import { fillPlaceholders, type Filled } from '../history/placeholders.ts'
import type { Finding } from '../model/finding.ts'
import type { ScriptFiles } from './files.ts'
import { pathOf, type Layout, type MigrationFiles, type SideFile } from './layout.ts'
import type { Span } from './parts.ts'

interface MigrationsRead {
  readonly migrations: readonly Migration[]
  readonly sources: readonly SourceFile[]
  readonly findings: readonly Finding[]
}

interface Reading {
  readonly layout: Layout
  readonly files: ScriptFiles
  /** `History.root` as a path from the folder that was given. */
  readonly home: string
  /** Values by name; see `fillPlaceholders`. */
  readonly placeholders: Readonly<Record<string, string>>
}

/** Reads what the layout named. @throws {PgfoldError} `not-readable`, `not-utf8`, `placeholder-missing` */
export async function readMigrations(named: readonly MigrationFiles[], reading: Reading): Promise<MigrationsRead> {
  const sources = new Map<string, SourceFile>()
  const findings = new Map<string, readonly Finding[]>()
  const met = new Set<string>()

  async function side(file: SideFile, migration: MigrationFiles): Promise<Script> {
    const filePath = pathOf(file)
    const script = await source(filePath)
    const own = typeof file === 'string' ? script : sentOf(file, script)
    if (migration.placeholders === false) return own
    const filled = fillPlaceholders(own, { ...migration.values, ...reading.placeholders }, howReplaced(own, migration))
    for (const name of filled.found) met.add(name)
    requireFilled(filled, own, reading.layout)
    return filled.script
  }

  function howReplaced(script: Script, { placeholders: spans }: MigrationFiles) {
    const { placeholder: notation } = reading.layout
    if (notation === undefined) return {}
    const isReplacedAt = (offset: number): boolean => {
      const at = offsetInFile(script, offset)
      return !Array.isArray(spans) || spans.some(({ start, end }: Span) => at >= start && at < end)
    }
    return { notation, isReplacedAt }
  }

  async function source(filePath: string): Promise<Script> {
    const read = await reading.files.examined(filePath)
    const { file, sha256 } = read.script
    sources.set(filePath, { file, path: fromHome(filePath), sha256 })
    findings.set(filePath, read.findings)
    return read.script
  }

  const fromHome = (filePath: string): string => path.posix.relative(reading.home, filePath)
  const migrations: Migration[] = []
  for (const each of named) {
    const up = each.up === undefined ? undefined : await side(each.up, each)
    const down = each.down === undefined ? undefined : await side(each.down, each)
    for (const file of each.beside ?? []) {
      const { found } = fillPlaceholders(await source(file), reading.placeholders) // settings may name them too
      for (const name of found) met.add(name)
    }
    const paths = [each.up, each.down].flatMap((file) => (file === undefined ? [] : [pathOf(file)]))
    const files = [...new Set([...paths, ...(each.beside ?? [])])]
    // A migration that has only a down side does nothing.
    migrations.push({
      id: each.id,
      name: each.name,
      up: up ?? scriptOf(sources.get(files[0] ?? '')?.file ?? '', ''),
      ...(down === undefined ? {} : { down }),
      transaction: each.transaction ?? reading.layout.transaction,
      files: files.map(fromHome),
      ...(each.folder === undefined ? {} : { folder: fromHome(each.folder) }),
      ...(each.checksum === undefined ? {} : { checksum: each.checksum }),
      ...(each.recordedTime === undefined ? {} : { recordedTime: each.recordedTime }),
      ...(each.stays === undefined ? {} : { stays: each.stays }),
      ...(each.mayFail === undefined ? {} : { mayFail: each.mayFail }),
    })
  }
  return {
    migrations,
    sources: [...sources.values()],
    findings: [...[...findings.values()].flat(), ...unused(reading.placeholders, met)],
  }
}

function sentOf({ text, edits }: Exclude<SideFile, string>, script: Script): Script {
  return { ...script, text, ...(edits === undefined ? {} : { original: { text: script.text, edits } }) }
}

/** The runner would stop here, or run the placeholder as it stands. */
function requireFilled({ missing }: Filled, script: Script, { name }: Layout): void {
  if (missing === undefined) return
  throw new PgfoldError('placeholder-missing', `${name} replaces ${missing.text}, and no value was given for it`, {
    location: locate(script, missing.at),
    hint: `Give it with --placeholder ${missing.name}=VALUE, as the runner's settings do.`,
  })
}

function unused(placeholders: Readonly<Record<string, string>>, met: ReadonlySet<string>): Finding[] {
  return Object.keys(placeholders)
    .filter((name) => !met.has(name))
    .map((name) => ({
      code: 'placeholder-unused',
      severity: 'warning',
      subject: name,
      message: 'no file has this placeholder',
    }))
}
