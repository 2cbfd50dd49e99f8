// Runs the built program as its users do: a child process in a folder of theirs, with an environment that
// says nothing of PostgreSQL but what the test gives.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repository } from './practice/history.ts'

export interface Ended {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

interface Run {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
  readonly input?: string
}

/** `pgfold ARGUMENTS`, to its end. */
export function runPgfold(args: readonly string[], options: Run): Promise<Ended> {
  return runProgram(process.execPath, [join(repository, 'bin', 'pgfold.js'), ...args], options)
}

/** Any program, to its end; `input` is its standard input. */
export function runProgram(program: string, args: readonly string[], { cwd, env, input }: Run): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: { ...neutralEnvironment(), ...env } })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    child.on('error', reject).on('close', (exitCode) => resolve({ exitCode, ...output }))
    child.stdin.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') reject(error) // it may end without reading its input
    })
    child.stdin.end(input ?? '')
  })
}

function neutralEnvironment(): Record<string, string> {
  const told = Object.entries(process.env).filter(([name]) => !/^(?:PG|DB_|DATABASE_URL$|CI$)/u.test(name))
  return { ...Object.fromEntries(told.map(([name, value]) => [name, value ?? ''])), NO_COLOR: '1' }
}
