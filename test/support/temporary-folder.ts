// Where the tests put their servers. They start some three hundred, each of forty megabytes that nobody reads twice: on
// a disk that has to take all of it they wait for little else. On Linux there is memory for such files (tmpfs).
import { statfsSync } from 'node:fs'

const inMemory = '/dev/shm'
const enough = 4 * 2 ** 30

/** The environment of the tests; empty where memory is short or no such folder is there. */
export function temporaryFolder(): { readonly TMPDIR?: string } {
  if (process.env['TMPDIR'] !== undefined || process.platform !== 'linux') return {}
  try {
    const { bavail, bsize } = statfsSync(inMemory)
    return bavail * bsize > enough ? { TMPDIR: inMemory } : {}
  } catch {
    return {} // there is none, and the temporary folder will do
  }
}
