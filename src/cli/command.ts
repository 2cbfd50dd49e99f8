// What a file in commands/ exports: a plain description, so that `--help` loads nothing but these. `run`
// imports what it needs when it is called and returns the result; printing and exiting are main's.
import type { Progress } from '../model/progress.ts'
import type { Settings } from '../settings.ts'

/** One option as yargs takes it. Arrays are repeatable and also split at commas where `comma` is set. */
export interface OptionDescription {
  readonly type: 'string' | 'boolean' | 'array'
  readonly describe: string
  readonly choices?: readonly string[]
  readonly defaultDescription?: string
}

/** A word after the command. */
interface PositionalDescription {
  readonly describe: string
  readonly choices?: readonly string[]
}

/** Parsed arguments: options by their camel-case name, positionals by theirs. */
export interface Arguments {
  readonly text: (name: string) => string | undefined
  readonly list: (name: string) => readonly string[]
  readonly flag: (name: string) => boolean | undefined
}

/** What a command may use besides its arguments. */
export interface Invocation {
  readonly args: Arguments
  readonly settings: Settings
  readonly progress: Progress
  /** Shows a line that a program of the user's printed. */
  readonly echo: (line: string) => void
  /** Asks for a typed answer; undefined where nobody sits at a terminal. */
  readonly ask: ((question: string) => Promise<string>) | undefined
  /** Whether `text` of the outcome may use colours. */
  readonly colour: boolean
}

/** What a command answers: `result` is the one JSON document of `--json`, `text` the same for people. */
export interface Outcome {
  readonly exitCode: 0 | 1 | 2
  readonly result: object
  readonly text: string
}

export interface Command {
  /** `apply [force]`: name and positionals in yargs' notation. */
  readonly command: string
  readonly describe: string
  readonly positionals?: Readonly<Record<string, PositionalDescription>>
  readonly options: Readonly<Record<string, OptionDescription>>
  run(invocation: Invocation): Promise<Outcome>
}
