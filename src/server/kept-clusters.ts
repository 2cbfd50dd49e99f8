// Clusters that were made once and are copied: `initdb` takes most of a scratch server's start, and what it makes is the
// same every time. Only where the environment variable PGFOLD_CLUSTERS names a folder for them, as the tests do.
import { createHash } from 'node:crypto'
import { existsSync, statSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { runProgram } from './program.ts'
import type { ProgramUser } from './program.ts'

interface Making {
  /** What decides how the cluster comes out: arguments, locale. */
  readonly recipe: readonly string[]
  /** The folder of the binaries. */
  readonly binaries: string
  readonly user: ProgramUser | undefined
}

/** Puts a kept cluster in the place of `data`; false where there is none. */
export async function copyKept(making: Making, data: string): Promise<boolean> {
  const kept = placeOf(making)
  return kept !== undefined && existsSync(kept) && copy(kept, data, making.user)
}

/** Keeps this cluster, which no server has been started on. Two that do so at once keep the same. */
export async function keepCopy(making: Making, data: string): Promise<void> {
  const kept = placeOf(making)
  if (kept === undefined || existsSync(kept)) return
  const part = `${kept}.${process.pid}`
  if (!(await copy(data, part, making.user))) return
  // A copy that is not whole never has the name; where another run was first, its copy stays.
  await rename(part, kept).catch(() => rm(part, { recursive: true, force: true }))
}

function placeOf({ recipe, binaries, user }: Making): string | undefined {
  const folder = process.env['PGFOLD_CLUSTERS']
  if (folder === undefined || folder === '') return undefined
  const { mtimeMs, size } = statSync(join(binaries, 'postgres'))
  const parts = [...recipe, binaries, mtimeMs, size, user?.uid ?? '']
  return join(folder, createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 16))
}

async function copy(from: string, to: string, user: ProgramUser | undefined): Promise<boolean> {
  const { exitCode } = await runProgram('cp', ['-a', from, to], { ...(user && { user }) })
  if (exitCode !== 0) await rm(to, { recursive: true, force: true })
  return exitCode === 0
}
