import { PgfoldError } from '../errors.ts'

/** What adopt, apply and rollback throw before COMMIT where a runner's rows have become something else. */
export function notRecorded(table: string, details: readonly string[]): PgfoldError {
  return new PgfoldError('not-recorded', `The rows of the runner in ${table} are not what they should have become`, {
    details,
    hint: 'Look for triggers and rules on its table; everything was rolled back.',
    exitCode: 1,
  })
}
