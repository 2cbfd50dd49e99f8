// atlas.sum beside the migrations of another runner, whose folders Atlas reads as well: the sums of what is there behind
// the switch to the consolidated migration. Which files have one differs from runner to runner (of pairs the up side
// alone), so that the sums that were there say it.
import type { History } from '../history/migration.ts'
import { requireSums, sumEntries, sumFile, summedNames, sumText } from './atlas-sum.ts'
import { readFolder } from './folder.ts'
import { filesBelow, type ConsolidatedFile, type Files } from './layout.ts'

interface Summed {
  readonly name: string
  readonly bytes: Buffer
}

/**
 * The new atlas.sum, where the folder has one that the layout does not write itself.
 * @throws {PgfoldError} `checksum-mismatch` where the one that is there does not fit its files
 */
export async function sumsBeside(
  { root, migrations }: History,
  written: readonly ConsolidatedFile[],
  files: Files,
): Promise<ConsolidatedFile[]> {
  const there = new Set(filesBelow(await readFolder(root)))
  if (!there.has(sumFile) || written.some(({ path }) => path === sumFile)) return []
  const script = await files.script(sumFile)
  const before = summedNames(script)
  const listed = before.filter((name) => there.has(name))
  const contents = await Promise.all(listed.map(async (name) => ({ name, bytes: await files.bytes(name) })))
  requireSums(script, sumEntries(contents))
  const moved = new Set(migrations.flatMap((migration) => (migration.stays === true ? [] : migration.files)))
  const fresh = written.filter(({ path }) => hasSum(path, before))
  const left = contents.filter(({ name }) => !moved.has(name) && !fresh.some(({ path }) => path === name))
  const all = fresh.reduce((sums, { path, text }) => inserted(sums, { name: path, bytes: Buffer.from(text) }), left)
  return [{ path: sumFile, text: sumText(sumEntries(all)), replaces: true }]
}

function hasSum(path: string, before: readonly string[]): boolean {
  if (before.includes(path)) return true
  const isDown = path.endsWith('.down.sql') && !before.some((name) => name.endsWith('.down.sql'))
  return path.endsWith('.sql') && !path.includes('/') && !isDown
}

/** By its name, among files that stay in the order that Atlas has of them. */
function inserted(files: readonly Summed[], file: Summed): Summed[] {
  const next = files.findIndex(({ name }) => name > file.name)
  return next === -1 ? [...files, file] : files.toSpliced(next, 0, file)
}
