// psql's own commands (manual, "psql", Meta-Commands). A history is SQL; the commands that only talk or
// that pg_dump writes are skipped, every other is refused by name: it would change what the SQL means or
// run a shell.
import { PgfoldError } from '../errors.ts'
import { locate } from './location.ts'
import type { Script } from './migration.ts'

const harmless = new Set(['restrict', 'unrestrict', 'echo', 'qecho', 'warn', 'timing', 'pset', 'x', 'a', 't'])
const harmlessVariables = new Set([
  'ON_ERROR_STOP',
  'VERBOSITY',
  'SHOW_CONTEXT',
  'ECHO',
  'QUIET',
  'PROMPT1',
  'PROMPT2',
  'HISTFILE',
])

const advice: Readonly<Record<string, string>> = {
  i: 'Put the statements of the included file in its place.',
  ir: 'Put the statements of the included file in its place.',
  include: 'Put the statements of the included file in its place.',
  include_relative: 'Put the statements of the included file in its place.',
  c: 'Remove the line: a history runs in one database.',
  connect: 'Remove the line: a history runs in one database.',
  copy: 'Write COPY … FROM stdin; with the data below it and \\. after it, or INSERT.',
  '!': 'Remove the line: pgfold never runs a shell.',
  q: 'Remove the line and what follows it.',
  quit: 'Remove the line and what follows it.',
  '.': 'Put the data below a COPY … FROM stdin statement.',
  g: 'End the statement with a semicolon.',
  gx: 'End the statement with a semicolon.',
  gexec: 'Write a DO block that uses EXECUTE.',
  gset: 'Write a DO block with a variable.',
  set: 'Remove the line, and give the value with --placeholder NAME=VALUE.',
  if: 'Write a DO block with IF.',
}

/**
 * Where the script goes on after the meta-command at `offset`: the next line. Like the server's loader of
 * extension scripts, it skips the whole line of an `\echo`, with whatever stands at its end.
 * @throws {PgfoldError} `meta-command` for one that is not harmless.
 */
export function afterMetaCommand(script: Script, offset: number): number {
  const match = /\\(!|\S[A-Za-z_]*)[ \t]*([^\r\n]*)(?:\r\n|\n|\r|$)/uy
  match.lastIndex = offset
  const found = match.exec(script.text)
  const name = found?.[1] ?? ''
  if (found !== null && isHarmless(name, found[2] ?? '')) return match.lastIndex
  throw new PgfoldError('meta-command', `The psql command \\${name} is no SQL, and pgfold does not run it`, {
    location: locate(script, offset),
    hint: advice[name] ?? 'Remove the line, or write SQL in its place.',
  })
}

function isHarmless(name: string, argument: string): boolean {
  if (name === 'set' || name === 'unset') return harmlessVariables.has(argument.split(/\s/u)[0] ?? '')
  if (name === 'encoding') return /^['"]?utf-?8['"]?\s*$/iu.test(argument)
  return harmless.has(name)
}
