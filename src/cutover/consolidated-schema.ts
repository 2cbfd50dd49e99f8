// What `consolidate` wrote, as every cutover starts from it. The checksums in the manifest are checked
// first: what was proved is these bytes, and a hand that edited them since has made the proof void.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { scriptOf } from '../history/migration.ts'
import type { Script } from '../history/migration.ts'
import { consolidatedFileNames, manifestFileName } from '../model/manifest.ts'
import type { Manifest } from '../model/manifest.ts'
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import type { Snapshot } from '../model/snapshot.ts'

export interface ConsolidatedSchema {
  readonly folder: string
  readonly manifest: Manifest
  /** The database that `up.sql` builds in an empty one. */
  readonly snapshot: Snapshot
  readonly up: Script
  readonly down: Script
}

/**
 * Reads and checks the folder. Throws PgfoldError `no-consolidated-schema`, `bad-manifest`, and, with exit
 * code 1, `edited-by-hand`.
 */
export async function readConsolidatedSchema(folder: string): Promise<ConsolidatedSchema> {
  const manifest = parseManifest(await readPart(folder, manifestFileName), join(folder, manifestFileName))
  const texts = new Map<string, string>()
  const edited: string[] = []
  for (const name of consolidatedFileNames) {
    const bytes = await readPart(folder, name)
    if (createHash('sha256').update(bytes).digest('hex') !== manifest.files[name]) edited.push(join(folder, name))
    texts.set(name, bytes.toString('utf8'))
  }
  if (edited.length > 0) throw editedByHand(folder, edited)
  return {
    folder,
    manifest,
    snapshot: JSON.parse(texts.get('snapshot.json') ?? '') as Snapshot,
    up: scriptOf(join(folder, 'up.sql'), texts.get('up.sql') ?? ''),
    down: scriptOf(join(folder, 'down.sql'), texts.get('down.sql') ?? ''),
  }
}

/** The objects that `up.sql` creates: those of the snapshot that are not there without it. */
export function createdObjects({ manifest, snapshot }: ConsolidatedSchema): CatalogObject[] {
  const before = new Set(manifest.before)
  return snapshot.objects.filter((object) => !before.has(keyOf(object)))
}

async function readPart(folder: string, name: string): Promise<Buffer> {
  const path = join(folder, name)
  try {
    return await readFile(path)
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new PgfoldError('no-consolidated-schema', `${path} ${missing ? 'does not exist' : 'cannot be read'}`, {
      hint: 'Run pgfold consolidate first, or name the folder with --consolidated DIR.',
      cause: error,
    })
  }
}

// The checksums are the check; this only tells our manifest from any other JSON.
function parseManifest(bytes: Buffer, path: string): Manifest {
  let parsed: Partial<Manifest> | null
  try {
    parsed = JSON.parse(bytes.toString('utf8')) as Partial<Manifest> | null
  } catch (error) {
    throw badManifest(path, `it is not valid JSON: ${(error as Error).message}`)
  }
  if (parsed?.format !== 1)
    throw badManifest(path, `its format is ${String(parsed?.format)}, and this pgfold knows format 1`)
  const lists = [parsed.sources, parsed.before, parsed.roles]
  const texts = [parsed.line, parsed.layout, parsed.history, parsed.fingerprint]
  const complete = lists.every(Array.isArray) && texts.every((text) => typeof text === 'string')
  if (!complete || typeof parsed.files !== 'object') throw badManifest(path, 'it is not complete')
  return parsed as Manifest
}

function badManifest(path: string, why: string): PgfoldError {
  return new PgfoldError('bad-manifest', `${path} is no manifest of pgfold: ${why}`, {
    hint: 'Run pgfold consolidate again.',
  })
}

function editedByHand(folder: string, edited: readonly string[]): PgfoldError {
  return new PgfoldError('edited-by-hand', `${folder} was changed after it was proved`, {
    details: edited.map((path) => `${path} does not have the SHA-256 that ${manifestFileName} gives`),
    hint: 'Put the change into a migration and run pgfold consolidate again, or check the folder out afresh.',
    exitCode: 1,
  })
}
