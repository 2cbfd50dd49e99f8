// A step on the folder of migrations that fails leaves it as it was before: what was done is undone, and the error says
// so. Where that fails too, the journal is there, by which the next run finishes or undoes it.
import { PgfoldError } from '../errors.ts'

type Work = () => Promise<void>

/**
 * Runs `work`, and `back` where it fails; without one the folder stays half-way, as it was found. Throws PgfoldError
 * `disk-full` or `cannot-write`, or the one that `work` threw, and says which of the two came about.
 */
export async function orBack(folder: string, work: Work, back: Work | undefined): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isBack = back !== undefined && (await succeeds(back))
    throw stepFailed(error, isBack ? 'everything was put back' : `${folder} is half-way`)
  }
}

/** The error of a step, with what became of the folder. */
export function stepFailed(error: unknown, outcome: string): unknown {
  const hint = outcome.endsWith('half-way')
    ? 'Put that right; then pgfold archive or pgfold restore, whichever it was, run again, finishes, and restore undoes an archive.'
    : 'Put that right and run again.'
  if (error instanceof PgfoldError) {
    const { code, message, details, exitCode } = error
    return new PgfoldError(code, `${message}; ${outcome}`, {
      details,
      exitCode,
      cause: error,
      hint: error.hint ?? hint,
    })
  }
  const { code, message } = error as NodeJS.ErrnoException
  if (code === undefined) return error
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  const problem = isFull ? 'The disk is full' : 'A file cannot be moved or written'
  return new PgfoldError(isFull ? 'disk-full' : 'cannot-write', `${problem}: ${message}; ${outcome}`, {
    hint: isFull && !outcome.endsWith('half-way') ? 'Make room and run again.' : hint,
    cause: error,
  })
}

async function succeeds(work: Work): Promise<boolean> {
  try {
    await work()
    return true
  } catch {
    return false // the first error is the one to tell, and that it is half-way
  }
}
