/** A place in a file a person wrote. Lines and columns count from 1; columns count characters. */
export interface Location {
  readonly file: string
  readonly line: number
  readonly column: number
  /** The whole source line, for the caret. */
  readonly text: string
}

interface ErrorDetails {
  /** Where the cause stands, when it stands in a file. */
  readonly location?: Location
  /** What to do next: one imperative sentence. */
  readonly hint?: string
  /** Further lines: the list of what is in the way, the migrations that were applied before, … */
  readonly details?: readonly string[]
  readonly cause?: unknown
  /** 1: different, not proved, refused. 2 (default): could not do it. */
  readonly exitCode?: 1 | 2
}

/**
 * The one error that pgfold throws on purpose. `code` is stable and kebab-case (`syntax-error`,
 * `unknown-layout`, `connection-refused`); the message says what happened and never holds a secret.
 */
export class PgfoldError extends Error {
  readonly code: string
  readonly location: Location | undefined
  readonly hint: string | undefined
  readonly details: readonly string[]
  readonly exitCode: 1 | 2

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'PgfoldError'
    this.code = code
    this.location = details.location
    this.hint = details.hint
    this.details = details.details ?? []
    this.exitCode = details.exitCode ?? 2
  }
}
