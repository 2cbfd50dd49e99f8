// Runs of the program behind which all that it left is searched for secrets: what it printed, the arguments of each
// process that it started, and every file that it wrote.
import { appendFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from 'vitest'
import { runPgfold } from '../systems/run-pgfold.ts'
import type { Ended } from '../systems/run-pgfold.ts'

interface Search {
  /** Where the program runs; all below it is searched. */
  readonly root: string
  /** Where the processes that it starts are recorded, outside of the root. */
  readonly spawns: string
  readonly secrets: readonly string[]
  /** Paths that the test gave, and what is moved byte for byte: they hold secrets. */
  readonly given: RegExp
}

/** `pgfold ARGUMENTS` in the root. Fails where a secret is found. */
export async function searchedRun(
  search: Search,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const { root, spawns, secrets } = search
  const recorder = fileURLToPath(new URL('record-spawns.js', import.meta.url))
  appendFileSync(spawns, '') // it may start none
  const options = { NODE_OPTIONS: `--import ${recorder}`, PGFOLD_TEST_SPAWNS: spawns, ...env }
  const ended = await runPgfold(args, { cwd: root, env: options })
  expect(secretsIn(ended.stdout + ended.stderr, secrets), args.join(' ')).toEqual([])
  expect(secretsIn(await readFile(spawns, 'utf8'), secrets), args.join(' ')).toEqual([])
  for (const { path, text } of await written(search)) expect(secretsIn(path + text, secrets), path).toEqual([])
  return ended
}

export function secretsIn(text: string, secrets: readonly string[]): string[] {
  return secrets.filter((secret) => text.includes(secret))
}

/** A backup holds all that the database does; of it the name and the head are searched. */
async function written({ root, given }: Search): Promise<{ readonly path: string; readonly text: string }[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const ours = paths.map((path) => relative(root, path)).filter((path) => !given.test(path))
  return Promise.all(
    ours.map(async (path) => {
      const text = await readFile(join(root, path), 'utf8')
      return { path, text: path.startsWith('backups/') ? text.split('\n').slice(0, 20).join('\n') : text }
    }),
  )
}
