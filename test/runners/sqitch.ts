// Sqitch itself, and what its projects are written with.
import { spawnSync } from 'node:child_process'
import { runProgram } from '../../src/server/program.ts'
import type { Place } from './run-program.ts'

export const isThere = spawnSync('sqitch', ['--version']).status === 0
const person = { SQITCH_FULLNAME: 'Ann Planner', SQITCH_EMAIL: 'ann@example.org' }

/** Runs it in a project's folder. Throws with what it said where it fails. */
export async function sqitch(args: readonly string[], { root, env }: Place): Promise<string> {
  const [command = '', ...rest] = args
  const { exitCode, stdout, stderr, problem } = await runProgram(
    'sqitch',
    [command, '--target', `db:pg:${env['PGDATABASE'] ?? ''}`, ...rest],
    { cwd: root, env: { ...env, ...person, LC_ALL: 'C.UTF-8' } },
  )
  if (exitCode !== 0) throw new Error(`sqitch ${args.join(' ')} failed: ${problem}${stdout}${stderr}`)
  return stdout + stderr
}

export const planned = (change: string, minute: number, note = ''): string =>
  `${change} 2026-01-02T03:${String(minute).padStart(2, '0')}:05Z Ann Planner <ann@example.org>${note === '' ? '' : ` # ${note}`}\n`

export const conf = '[core]\n\tengine = pg\n'
export const head = '%syntax-version=1.0.0\n%project=flipr\n%uri=https://example.org/Flipr\n\n'

const tables = ['changes', 'tags', 'dependencies', 'events', 'projects', 'releases']

/** The rows of a registry, in no order. */
export function everyRowIn(registry: string): string {
  return tables
    .map((name) => `select '${name}' as of, r::text as row from ${registry}.${name} as r`)
    .join(' union all ')
}
