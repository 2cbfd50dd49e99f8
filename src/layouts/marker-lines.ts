// Runners that keep both sides in one file look for marker lines and know nothing of SQL: a line of a function body or
// of a comment that looks like a marker cuts the file there.
import { PgfoldError } from '../errors.ts'

/** Throws `marker-in-sql` where a line of generated SQL is a marker to `runner`. `marker` matches a line without its end. */
export function refuseMarkers(sql: string, marker: RegExp, runner: string): void {
  const line = sql.split(/\r\n|\n|\r/u).find((text) => marker.test(text))
  if (line === undefined) return
  throw new PgfoldError('marker-in-sql', `${runner} would take a line of the consolidated SQL for one of its markers`, {
    details: [line.trim()],
    hint: 'Change that line in the function body, comment or value that it comes from, in a newer migration, and fold again.',
    exitCode: 1,
  })
}
