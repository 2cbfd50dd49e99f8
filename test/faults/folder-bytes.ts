import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** Every file below the folder with its bytes, as hex; none where the folder is not there. */
export async function bytesOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const contents = files
    .toSorted()
    .map(async (file) => [relative(folder, file), (await readFile(file)).toString('hex')] as const)
  return Object.fromEntries(await Promise.all(contents))
}
