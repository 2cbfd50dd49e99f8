// The annotations of goose: lines `-- +goose Up`, `Down`, `StatementBegin`, `StatementEnd`, `NO TRANSACTION`, `ENVSUB ON` and
// `ENVSUB OFF`. Outside a block, a statement ends with the line that ends in a semicolon. What goose refuses is refused here,
// at its place; annotations never reach the server, not even out of a function body.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { cutIn, isWhole } from './goose-cuts.ts'
import { linesOf, type Line, type Span } from './parts.ts'

/** What the annotations make of a file. */
export interface Annotated {
  readonly up: Span
  readonly down?: Span
  /**
   * What goose makes of annotations inside statements and at their ends: they go, and a block, which it sends by itself,
   * ends in a semicolon.
   */
  readonly changes: readonly Change[]
  readonly transaction: boolean
  /** Lines in which `${NAME}` is replaced. */
  readonly substituted: readonly Span[]
}

type Change = Span & { readonly text: string }

/** Any annotation, anywhere in a text. */
export const annotation = /^\s*--.*\+goose/mu

type Name = 'up' | 'down' | 'statementbegin' | 'statementend' | 'no transaction' | 'envsub on' | 'envsub off'
const names: ReadonlySet<string> = new Set<Name>([
  'up',
  'down',
  'statementbegin',
  'statementend',
  'no transaction',
  'envsub on',
  'envsub off',
])

interface State {
  readonly script: Script
  readonly changes: Change[]
  up?: Line
  down?: Line
  /** The StatementBegin whose end is to come. */
  block?: Line | undefined
  /** Whether lines of a statement were read, and the first of them that is not blank. */
  isReading: boolean
  statement?: Line | undefined
  /** The lines of that statement. */
  text: string
  transaction: boolean
  isSubstituting: boolean
  substituted: Span[]
}

/**
 * Reads a file as goose does.
 * @throws {PgfoldError} `unknown-directive`, `missing-marker`, `sql-before-marker`, `duplicate-marker`, `unfinished-block`,
 * `empty-block`, `unfinished-statement`, `statement-cut`, `unsupported-placeholder`, each with its place.
 */
export function readAnnotations(script: Script): Annotated {
  const state: State = {
    script,
    changes: [],
    isReading: false,
    text: '',
    transaction: true,
    isSubstituting: false,
    substituted: [],
  }
  for (const line of linesOf(script.text)) {
    if (annotation.test(line.text)) takeAnnotation(state, line)
    else takeLine(state, line)
    if (state.isSubstituting) state.substituted.push(line)
  }
  const { up, down, block, statement, changes, transaction, substituted } = state
  if (up === undefined) throw missingUp(script)
  if (block !== undefined) throw refused(script, block, unfinishedBlock)
  if (down === undefined && statement !== undefined) throw refused(script, statement, unfinishedStatement)
  const end = script.text.length
  return {
    up: { start: up.end, end: down?.start ?? end },
    ...(down === undefined ? {} : { down: { start: down.end, end } }),
    changes,
    transaction,
    substituted,
  }
}

function takeAnnotation(state: State, line: Line): void {
  const name = nameOf(state.script, line)
  if (state.isReading && name !== 'down') state.changes.push(changeOf(line, name))
  switch (name) {
    case 'up':
      if (state.up !== undefined) throw refused(state.script, line, secondUp)
      state.up = line
      return
    case 'down':
      takeDown(state, line)
      return
    case 'statementbegin':
      if (state.up === undefined) throw missingUp(state.script)
      if (state.block !== undefined) throw refused(state.script, state.block, unfinishedBlock)
      state.block = line
      return
    case 'statementend':
      if (state.block === undefined) throw refused(state.script, line, endWithoutBegin)
      if (!state.isReading) throw refused(state.script, state.block, emptyBlock)
      state.block = undefined
      endStatement(state)
      return
    case 'no transaction':
      state.transaction = false
      return
    default:
      state.isSubstituting = name === 'envsub on'
  }
}

function changeOf({ start, end, text }: Line, name: Name): Change {
  return name === 'statementend' ? { start, end: start + text.length, text: ';' } : { start, end, text: '' }
}

function takeDown(state: State, line: Line): void {
  if (state.up === undefined) throw missingUp(state.script)
  if (state.down !== undefined) throw refused(state.script, line, secondDown)
  if (state.block !== undefined) throw refused(state.script, state.block, unfinishedBlock)
  if (state.statement !== undefined) throw refused(state.script, state.statement, unfinishedStatement)
  state.down = line
  endStatement(state)
}

function takeLine(state: State, line: Line): void {
  const text = line.text.trim()
  if (state.up === undefined && text === '') return
  if (!state.isReading && (line.text === '' || text.startsWith('--'))) return
  if (state.up === undefined) throw refused(state.script, line, earlySql)
  if (state.isSubstituting) refuseOtherExpansions(state.script, line)
  state.isReading = true
  if (text !== '') state.statement ??= line
  if (state.block !== undefined) return
  state.text += `${line.text}\n`
  const cut = cutIn(line.text)
  if (cut === undefined) return
  // A down side is not run here, and goose runs the up side of such a file.
  if (state.down === undefined && !isWhole(state.text)) throw refusedAt(state.script, line.start + cut, cutStatement)
  endStatement(state)
}

function endStatement(state: State): void {
  state.isReading = false
  state.statement = undefined
  state.text = ''
}

function nameOf(script: Script, line: Line): Name {
  const words = line.text.replaceAll('--', '').replace('+goose', '').trim()
  const name = words.toLowerCase()
  if (!/^\s/u.test(line.text) && names.has(name)) return name as Name
  const message = words.includes('+goose')
    ? 'Two annotations stand on one line'
    : /^\s/u.test(line.text)
      ? 'Blanks stand before the annotation'
      : `There is no annotation "${words}"`
  throw refused(script, line, {
    code: 'unknown-directive',
    message: `${message}; goose refuses the file`,
    hint: 'Write one of Up, Down, StatementBegin, StatementEnd, NO TRANSACTION, ENVSUB ON or ENVSUB OFF on a line of its own.',
  })
}

/** `$$` becomes `$`, `$NAME` its value: of all that goose makes of a dollar, `${NAME}` alone can be filled in. */
function refuseOtherExpansions(script: Script, line: Line): void {
  const supported = /\$\{[A-Za-z]\w*(?:(?::?-|\?)[^{}$\\]*)?\}|\\\\|\$\(|\$$/gu
  const rest = line.text.replaceAll(supported, (found) => ' '.repeat(found.length))
  const at = rest.search(/\\?\$/u)
  if (at === -1) return
  throw new PgfoldError('unsupported-placeholder', 'goose replaces this dollar too; pgfold fills in ${NAME} alone', {
    location: locate(script, line.start + at),
    hint: 'Write it as ${NAME}, put -- +goose ENVSUB OFF before it, or fold what goose leaves in a database, with --run.',
  })
}

interface Refusal {
  readonly code: string
  readonly message: string
  readonly hint: string
}

const secondUp = {
  code: 'duplicate-marker',
  message: 'A second -- +goose Up; goose refuses the file',
  hint: 'Remove it.',
}
const secondDown = { ...secondUp, message: 'A second -- +goose Down; goose refuses the file' }
const earlySql = {
  code: 'sql-before-marker',
  message: 'SQL stands before -- +goose Up; goose refuses the file',
  hint: 'Move it below the annotation.',
}
const unfinishedBlock = {
  code: 'unfinished-block',
  message: 'The block that begins here has no -- +goose StatementEnd',
  hint: 'Write it behind the last line of the statement.',
}
const endWithoutBegin = {
  code: 'unfinished-block',
  message: 'No -- +goose StatementBegin stands before this end',
  hint: 'Write it before the first line of the statement.',
}
const emptyBlock = {
  code: 'empty-block',
  message: 'The block that begins here is empty; goose would leave out the line behind it',
  hint: 'Remove the block.',
}
const unfinishedStatement = {
  code: 'unfinished-statement',
  message: 'The statement that begins here does not end with a semicolon at the end of a line; goose refuses the file',
  hint: 'Write the semicolon, or -- +goose StatementBegin and StatementEnd around the statement.',
}

const cutStatement = {
  code: 'statement-cut',
  message: 'goose ends the statement at this semicolon, as it ends the line; for PostgreSQL the statement goes on',
  hint: 'Write -- +goose StatementBegin before the first line of the statement and -- +goose StatementEnd behind its last.',
}

function refused(script: Script, line: Line, refusal: Refusal): PgfoldError {
  return refusedAt(script, line.start, refusal)
}

function refusedAt(script: Script, offset: number, { code, message, hint }: Refusal): PgfoldError {
  return new PgfoldError(code, message, { location: locate(script, offset), hint })
}

function missingUp(script: Script): PgfoldError {
  return new PgfoldError('missing-marker', 'The file does not begin with -- +goose Up, which goose asks for', {
    location: locate(script, 0),
    hint: 'Write -- +goose Up on a line of its own before the SQL.',
  })
}
