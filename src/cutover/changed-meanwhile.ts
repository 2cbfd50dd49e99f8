// The live database is not any more what it was when it was read: what was planned for it is not done to it.
import { PgfoldError } from '../errors.ts'
import { isServerError } from '../server/replay-error.ts'

export function changedMeanwhile(cause?: unknown): PgfoldError {
  return new PgfoldError('changed-meanwhile', 'The live database was changed by someone else while this was prepared', {
    hint: 'Run again; nothing was changed.',
    exitCode: 1,
    ...(cause !== undefined && { cause }),
  })
}

/** True where a statement of ours names what was there when we looked: SQLSTATE undefined_table, invalid_schema_name. */
export function isGone(error: unknown): boolean {
  return isServerError(error) && (error.code === '42P01' || error.code === '3F000')
}
