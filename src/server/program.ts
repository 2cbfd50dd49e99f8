// The one home of execa: every program that pgfold starts goes through here. Results are data, so that
// each caller says in its own words what a failure means; secrets travel in `env`, never in `args`.
import { execa } from 'execa'
import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { removeOnExit } from './on-exit.ts'

/** The account a program runs as, when it is not ours. */
export interface ProgramUser {
  readonly uid: number
  readonly gid: number
}

interface ProgramOptions {
  /** Added to our own environment; an undefined one is taken away. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
  readonly cwd?: string
  readonly user?: ProgramUser
}

interface ProgramResult {
  /** Undefined when the program could not be started or was killed by a signal. */
  readonly exitCode: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** Why there is no exit code; empty otherwise. */
  readonly problem: string
}

/** A program that goes on running beside us. */
export interface RunningProgram {
  readonly pid: number
  /** Resolves when it has ended, however it ended. */
  readonly ended: Promise<void>
  hasEnded(): boolean
}

const longestOutput = 2 ** 29 - 25

/** Runs a program to its end. Never throws for what the program does. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  const { env, input, cwd, user } = options
  const result = await execa(file, [...args], {
    reject: false,
    stripFinalNewline: false,
    maxBuffer: longestOutput,
    ...(env && { env }),
    ...(cwd !== undefined && { cwd }),
    ...(input === undefined ? { stdin: 'ignore' as const } : { input }),
    ...user,
  })
  const problem = result.exitCode === undefined ? (result.originalMessage ?? result.shortMessage ?? '') : ''
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, problem }
}

/**
 * Runs a line in the shell, for a person who wrote it. Each line of its output, of both streams, goes to `onLine`. It has
 * a process group of its own, all of which ends with us. Never throws for what it does.
 */
export async function runShell(
  line: string,
  {
    env,
    cwd,
    onLine,
  }: {
    readonly env: ProgramOptions['env']
    readonly cwd?: string | undefined
    readonly onLine: (line: string) => void
  },
): Promise<Pick<ProgramResult, 'exitCode' | 'problem'>> {
  const child = execa(line, {
    shell: true,
    reject: false,
    all: true,
    buffer: false,
    stdin: 'ignore',
    detached: process.platform !== 'win32',
    cleanup: false,
    ...(env && { env }),
    ...(cwd === undefined ? {} : { cwd }),
  })
  const kill = (signal: NodeJS.Signals): void => endGroup(child.pid, signal)
  const forget = removeOnExit({
    end: async () => {
      kill('SIGTERM')
      const timer = setTimeout(() => kill('SIGKILL'), 5000)
      await child
      clearTimeout(timer)
    },
    endAtOnce: () => kill('SIGKILL'),
  })
  try {
    for await (const text of child.iterable({ from: 'all' })) onLine(text)
    const result = await child
    const problem = result.exitCode === undefined ? (result.originalMessage ?? result.shortMessage ?? '') : ''
    return { exitCode: result.exitCode, problem }
  } finally {
    forget()
  }
}

/** A negative id means a process group (manual page kill(2)); it may have ended already. */
function endGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/**
 * Starts a program in a session of its own, so that a terminal's Ctrl-C reaches only us, who end it in
 * order. Its output goes straight to `logFile`, so that it does not depend on us being alive.
 */
export async function startProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions & { readonly logFile: string },
): Promise<RunningProgram> {
  const log = openSync(options.logFile, 'a', 0o600) as 3 // execa's types know the numbers up to 9 only
  try {
    const child = execa(file, [...args], {
      reject: false,
      buffer: false,
      cleanup: false,
      detached: true,
      stdio: ['ignore', log, log],
      ...(options.env && { env: options.env }),
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      ...options.user,
    })
    let ended = false
    const end = child.then((result) => {
      ended = true
      return result
    })
    if (child.pid === undefined) throw (await end).cause
    child.unref()
    return { pid: child.pid, ended: end.then(() => undefined), hasEnded: () => ended }
  } finally {
    closeSync(log)
  }
}

/**
 * What takes every `PG*` variable away: they are how libpq's programs, and `postgres` itself, are told of a server
 * (manual, "Environment Variables"), which here is told by other means.
 */
export function withoutServerVariables(): Readonly<Record<string, undefined>> {
  const names = Object.keys(process.env).filter((name) => /^PG/iu.test(name))
  return Object.fromEntries(names.map((name) => [name, undefined]))
}

/** The path of a program found on PATH. */
export function findProgram(name: string): string | undefined {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const file = folder === '' ? undefined : findIn(folder, name)
    if (file !== undefined) return file
  }
  return undefined
}

/** The path of a program in a folder; undefined when it is not there or we may not run it. */
export function findIn(folder: string, name: string): string | undefined {
  const file = join(folder, process.platform === 'win32' ? `${name}.exe` : name)
  try {
    accessSync(file, constants.X_OK)
    return file
  } catch {
    return undefined
  }
}
