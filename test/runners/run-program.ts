// Starts what a project is run with.
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runProgram } from '../../src/server/program.ts'

/** Where a runner runs: the folder of a project, and the environment that leads to the database. */
export interface Place {
  readonly root: string
  readonly env: Readonly<Record<string, string>>
}

const binaries = fileURLToPath(new URL('../../node_modules/.bin', import.meta.url))

/** Runs one of the programs in node_modules. Throws with what it said where it fails. */
export async function runInstalled(name: string, args: readonly string[], { root, env }: Place): Promise<string> {
  const path = [binaries, process.env['PATH']].join(delimiter)
  const { exitCode, stdout, stderr, problem } = await runProgram(join(binaries, name), args, {
    cwd: root,
    env: { ...env, PATH: path },
  })
  if (exitCode !== 0) throw new Error(`${name} failed: ${problem}${stdout}${stderr}`)
  return stdout + stderr
}

/** Runs a command as `consolidate --run` does. Throws with what it said where it fails. */
export async function runCommand(command: string, { env }: Place): Promise<void> {
  const { exitCode, stdout, stderr, problem } = await runProgram('/bin/sh', ['-c', command], { env })
  if (exitCode !== 0) throw new Error(`${command} failed: ${problem}${stdout}${stderr}`)
}
