// What goes wrong in a copy is told of the folder that a person has: the copy is gone by the time that it is read.
import { PgfoldError } from '../errors.ts'
import type { ProjectFolders } from '../cutover/copied-project.ts'

/** The error with the names that were given in the place of the copies'; any other value as it is. */
export function asGiven(error: unknown, copy: ProjectFolders, given: ProjectFolders): unknown {
  if (!(error instanceof PgfoldError)) return error
  const named = (text: string): string =>
    text.replaceAll(copy.migrations, () => given.migrations).replaceAll(copy.archived, () => given.archived)
  const { code, message, hint, details, location, exitCode } = error
  return new PgfoldError(code, named(message), {
    details: details.map(named),
    exitCode,
    cause: error,
    ...(hint === undefined ? {} : { hint: named(hint) }),
    ...(location === undefined ? {} : { location: { ...location, file: named(location.file) } }),
  })
}
