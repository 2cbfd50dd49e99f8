// The one home of yargs: it splits the arguments and writes the help. What is known and what is not is
// decided here, since a usage error should be one line with a suggestion, not a page of help.
import yargs from 'yargs'
import type { Argv } from 'yargs'
import { PgfoldError } from '../errors.ts'
import type { Arguments, Command, OptionDescription } from './command.ts'
import { commonOptions } from './options.ts'
import { closest } from './suggest.ts'

/** What the command line asks for. */
type Request =
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly command: Command; readonly args: Arguments }

type Values = Readonly<Record<string, unknown>>

/**
 * Parses the arguments after the program's name. Throws PgfoldError `unknown-command`, `unknown-option`,
 * `missing-argument`, `bad-argument` or `bad-option`.
 */
export async function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Promise<Request> {
  const parser = programParser(commands)
  const { values, help } = await parse(parser, argv)
  if (help !== '') return { kind: 'help', text: `${help}\n` }
  if (values['version'] === true) return { kind: 'version' }
  const [word, ...words] = values['_'] as string[]
  if (word === undefined) {
    rejectUnknownOptions(values, {}, 'pgfold')
    return { kind: 'help', text: `${await parser.getHelp()}\n` }
  }
  const command = commands.find((candidate) => commandName(candidate) === word)
  if (command === undefined) throw unknownCommand(word, commands)
  const options = { ...command.options, ...commonOptions }
  rejectUnknownOptions(values, options, `pgfold ${word}`)
  const positionals = namedPositionals(command, words)
  return { kind: 'run', command, args: argumentsFrom(values, { options, positionals }) }
}

/** The first word of a command's notation: its name. */
function commandName(command: Command): string {
  return command.command.split(' ', 1)[0] ?? ''
}

function programParser(commands: readonly Command[]): Argv {
  const parser = yargs()
    .scriptName('pgfold')
    .usage(
      '$0 COMMAND\n\nFolds a history of PostgreSQL migrations into one, proves it, and moves databases over to it.',
    )
    .parserConfiguration({
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'dot-notation': false,
      'greedy-arrays': false,
      'boolean-negation': false,
      'camel-case-expansion': false,
      'unknown-options-as-args': false,
    })
    .locale('en')
    .help('help', 'Show help')
    .alias('help', 'h')
    .version(false)
    .option('version', { type: 'boolean', describe: 'Show the version' })
    .exitProcess(false)
    .showHelpOnFail(false)
    .wrap(Math.min(process.stdout.columns ?? 100, 110))
    .epilogue('Exit codes: 0 same or done, 1 different or refused, 2 could not do it.')
  for (const command of commands) addCommand(parser, command)
  return parser
}

// The words after the name stay where yargs puts what it does not know, in `_`: a positional and an option
// may have the same name (`compare-schemas A B schema`, `--schema`).
function addCommand(parser: Argv, command: Command): void {
  parser.command(commandName(command), command.describe, (builder) => {
    const words = Object.entries(command.positionals ?? {}).map(([name, { describe }]) => `${name}: ${describe}`)
    builder.usage([`$0 ${command.command}\n\n${command.describe}\n`, ...words].join('\n'))
    for (const [name, option] of Object.entries({ ...command.options, ...commonOptions })) {
      builder.option(name, yargsOption(option))
    }
    return builder
  })
}

function yargsOption(option: OptionDescription): object {
  return {
    type: option.type === 'boolean' ? 'boolean' : 'string',
    describe: option.describe,
    ...(option.type === 'array' ? { array: true } : {}),
    ...(option.type === 'boolean' ? {} : { requiresArg: true }),
    ...(option.defaultDescription === undefined ? {} : { defaultDescription: option.defaultDescription }),
  }
}

async function parse(parser: Argv, argv: readonly string[]): Promise<{ values: Values; help: string }> {
  let help = ''
  let failure: Error | undefined
  const values = await parser.parse([...argv], {}, (error, _values, output) => {
    failure = error ?? undefined
    if (error === null || error === undefined) help = output
  })
  if (failure === undefined) return { values, help }
  const missing = /^Not enough arguments following: (?<option>.+)$/u.exec(failure.message)
  if (missing?.groups === undefined) throw new PgfoldError('bad-option', failure.message, { cause: failure })
  throw new PgfoldError('bad-option', `--${missing.groups['option']} needs a value`)
}

function unknownCommand(word: string, commands: readonly Command[]): PgfoldError {
  const names = commands.map(commandName)
  const suggestion = closest(word, names)
  const hint = suggestion === undefined ? `The commands are ${names.join(', ')}.` : `Did you mean ${suggestion}?`
  return new PgfoldError('unknown-command', `There is no command ${word}`, { hint })
}

function rejectUnknownOptions(
  values: Values,
  options: Readonly<Record<string, OptionDescription>>,
  program: string,
): void {
  const known = new Set([...Object.keys(options), 'help', 'h', 'version', '_', '$0'])
  const unknown = Object.keys(values).find((name) => !known.has(name) && values[name] !== undefined)
  if (unknown === undefined) return
  const suggestion = closest(unknown, Object.keys(options))
  const hint = suggestion === undefined ? `Run ${program} --help to see the options.` : `Did you mean --${suggestion}?`
  throw new PgfoldError('unknown-option', `There is no option ${unknown.length > 1 ? '--' : '-'}${unknown}`, { hint })
}

// `compare-schemas <left> <right> [schema]`: the names in brackets, in order.
function namedPositionals(command: Command, words: readonly string[]): Record<string, string> {
  const slots = [...command.command.matchAll(/([<[])(\w+)[>\]]/gu)].map(([, bracket, name]) => ({
    name: name ?? '',
    required: bracket === '<',
  }))
  const missing = slots.find((slot, index) => slot.required && words[index] === undefined)
  const usage = `Usage: pgfold ${command.command}`
  if (missing)
    throw new PgfoldError('missing-argument', `${commandName(command)} needs <${missing.name}>`, { hint: usage })
  if (words.length > slots.length) {
    throw new PgfoldError('bad-argument', `${commandName(command)} does not take ${words[slots.length]}`, {
      hint: usage,
    })
  }
  const named = Object.fromEntries(words.map((word, index) => [slots[index]?.name ?? '', word]))
  for (const [name, word] of Object.entries(named)) checkChoice(command, name, word)
  return named
}

function checkChoice(command: Command, name: string, word: string): void {
  const choices = command.positionals?.[name]?.choices
  if (choices === undefined || choices.includes(word)) return
  const suggestion = closest(word, choices)
  const isFolder = /[/\\]/u.test(word) && 'migrations' in (command.options ?? {})
  throw new PgfoldError('bad-argument', `${commandName(command)} does not take ${word}`, {
    hint: isFolder
      ? `The folder of the migrations is given as --migrations ${word}`
      : suggestion === undefined
        ? `Usage: pgfold ${command.command}`
        : `Did you mean ${suggestion}?`,
  })
}

interface Known {
  readonly options: Readonly<Record<string, OptionDescription>>
  readonly positionals: Readonly<Record<string, string>>
}

function argumentsFrom(values: Values, { options, positionals }: Known): Arguments {
  for (const [name, option] of Object.entries(options)) {
    if (option.type === 'string' && Array.isArray(values[name])) {
      throw new PgfoldError('bad-option', `--${name} is given more than once`)
    }
  }
  return {
    text: (name) => positionals[name] ?? (typeof values[name] === 'string' ? values[name] : undefined),
    list: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    flag: (name) => (typeof values[name] === 'boolean' ? values[name] : undefined),
  }
}
