// The program: parses, runs one command, prints its answer, and sets the exit code. Nothing else in pgfold
// exits or prints. Only the command that is asked for is loaded, so that --help stays instant.
import { readFile } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import { maskSecrets } from '../history/mask-secrets.ts'
import type { Command, Invocation, Outcome } from './command.ts'
import { commands } from './commands.ts'
import { flagSettings } from './options.ts'
import { parseCommandLine } from './parser.ts'
import { createProgress } from './progress.ts'
import { createRedactor } from './redact.ts'
import { askAtTerminal, onInterrupt, print, printTalk } from './terminal.ts'

/**
 * Runs pgfold with the arguments after the program's name and sets the exit code of the process: 0 same or
 * done, 1 different or refused, 2 could not do it. Never throws.
 */
export async function main(argv: readonly string[]): Promise<void> {
  const output = { json: argv.includes('--json'), redact: createRedactor({ env: process.env, texts: argv }) }
  const isStopped = onInterrupt(output.json)
  try {
    process.exitCode = await dispatch(argv, output)
  } catch (error) {
    process.exitCode = isStopped() ? 2 : await report(error, output)
  }
}

interface Output {
  readonly json: boolean
  redact: (text: string) => string
}

async function dispatch(argv: readonly string[], output: Output): Promise<number> {
  const request = await parseCommandLine(argv, commands)
  if (request.kind === 'help') {
    await print(request.text)
    return argv.length === 0 ? 2 : 0
  }
  if (request.kind === 'version') {
    await print(`${await version()}\n`)
    return 0
  }
  const outcome = await run(request.command, request.args, output)
  const { jsonText } = await import('../report/json.ts')
  await print(output.json ? jsonText(redacted(outcome.result, output.redact)) : output.redact(outcome.text))
  return outcome.exitCode
}

async function run(command: Command, args: Invocation['args'], output: Output): Promise<Outcome> {
  const { loadSettings } = await import('../settings.ts')
  const config = args.text('config')
  const settings = await loadSettings({ flags: flagSettings(args), ...(config === undefined ? {} : { config }) })
  output.redact = createRedactor({
    env: process.env,
    texts: [...process.argv, settings.db ?? '', settings.scratch ?? ''],
  })
  const display = await createProgress({ stream: process.stderr, redact: output.redact })
  const ask = askAtTerminal(() => display.stop())
  try {
    const { show: progress, echo } = display
    return await command.run({ args, settings, progress, echo, ask, colour: !output.json && wantsColour() })
  } finally {
    display.stop()
  }
}

/** The no-color.org rule: colours only on a terminal, and never where NO_COLOR has a value. */
function wantsColour(stream: { readonly isTTY?: boolean } = process.stdout): boolean {
  return Boolean(stream.isTTY) && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb'
}

function redacted<Result extends object>(result: Result, redact: (text: string) => string): Result {
  const replace = (_key: string, value: unknown): unknown => (typeof value === 'string' ? redact(value) : value)
  return JSON.parse(JSON.stringify(result, replace)) as Result
}

async function report(thrown: unknown, output: Output): Promise<number> {
  const error = thrown instanceof PgfoldError ? thrown : ((await fullDisk(thrown)) ?? bug(thrown))
  if (output.json) {
    const { jsonText } = await import('../report/json.ts')
    const { code, message, location, hint, details } = error
    await print(jsonText(redacted({ error: { code, message, location, hint, details } }, output.redact)))
  } else {
    const { errorText } = await import('../report/error-text.ts')
    await printTalk(output.redact(errorText(error, { colour: wantsColour(process.stderr) })))
  }
  if (error.code === 'bug') await printTalk(output.redact(`${maskSecrets(stackOf(thrown))}\n`))
  return error.exitCode
}

/** A full disk can end any step, of the server's or of ours, and is no bug. */
async function fullDisk(thrown: unknown): Promise<PgfoldError | undefined> {
  const { diskFull } = await import('../server/replay-error.ts')
  const { code, message } = (thrown ?? {}) as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return diskFull(thrown)
  return new PgfoldError('disk-full', `The disk is full: ${message}`, {
    hint: 'Make room and run again.',
    cause: thrown,
  })
}

function bug(thrown: unknown): PgfoldError {
  const message = maskSecrets(thrown instanceof Error ? thrown.message : String(thrown))
  return new PgfoldError('bug', `Unexpected failure, this is a bug in pgfold: ${message}`, {
    hint: 'Please report it with the lines below; passwords were taken out of them.',
    cause: thrown,
  })
}

function stackOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const cause = thrown.cause === undefined ? '' : `\ncaused by ${stackOf(thrown.cause)}`
  return `${thrown.stack ?? thrown.message}${cause}`
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
