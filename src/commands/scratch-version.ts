import type { Finding } from '../model/finding.ts'
import type { ScratchServer } from '../server/database.ts'
import type { OpenSource } from '../sources/opened.ts'

/**
 * A live server of another major version than the scratch server prints and stores some things in another way. Of two
 * live servers one has another version of necessity, if they have two.
 */
export function versionFindings(
  sources: readonly Pick<OpenSource, 'database' | 'server'>[],
  scratch: ScratchServer,
): Finding[] {
  const major = ({ serverVersion }: { readonly serverVersion: number }): number => Math.floor(serverVersion / 10_000)
  const isOneOfTwo = sources.some(
    ({ database, server }) => database !== undefined && server !== scratch.label && major(database) === major(scratch),
  )
  if (isOneOfTwo) return []
  const others = new Set(
    sources
      .filter(({ database }) => database !== undefined && major(database) !== major(scratch))
      .map(({ server }) => server),
  )
  return [...others].map((server) => ({
    code: 'scratch-version',
    severity: 'warning',
    subject: scratch.label,
    message: `the scratch server is ${scratch.label}, the database is on ${server}: install that version here, or choose it with --scratch`,
  }))
}
