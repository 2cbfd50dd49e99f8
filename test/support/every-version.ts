// A server of every supported version. PostgreSQL 14, 16 and 17 are fetched on first use (scripts/fetch-servers.js);
// where that fails, a developer's tests name what is left out, and CI's fail.
import { test } from 'vitest'
import { fetchedMajors, fetchServers, serversFolder } from '../../scripts/fetch-servers.js'
import { majorOf, serverSpecs } from './servers.ts'

process.env['PGFOLD_SERVERS'] = serversFolder()

/** The servers by specification, from the oldest on. */
export const everyVersion: readonly string[] = [...fetchedMajors.filter(isFetched).map(installed), ...serverSpecs]
  .map((spec) => ({ spec, major: majorOf(spec) }))
  .toSorted((a, b) => a.major - b.major)
  .map(({ spec }) => spec)

/** True where no supported version is missing. */
export const isComplete = everyVersion.length === fetchedMajors.length + 2

function isFetched(major: string): boolean {
  try {
    fetchServers([major])
    return true
  } catch (error) {
    if (process.env['CI']) throw error
    test.skip(`on ${installed(major)}: ${(error as Error).message}`, () => undefined)
    return false
  }
}

function installed(major: string): string {
  return `installed:${major}`
}
