/**
 * Something a person should know that is no difference: an object no kind covers, a volatile value, a
 * role that was created on scratch. `code` is stable and kebab-case.
 */
export interface Finding {
  readonly code: string
  readonly severity: 'error' | 'warning' | 'info'
  /** What it is about: an object, a table, a file. */
  readonly subject: string
  readonly message: string
}
