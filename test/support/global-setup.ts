import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildIfStale } from '../../scripts/build.js'
import { temporaryFolder } from './temporary-folder.ts'

/**
 * The command-line tests run the built program, so it is built once before any test starts; and the clusters that the
 * tests start by the hundred are copies of one for each version.
 */
export function setup(): () => void {
  buildIfStale()
  const kept = mkdtempSync(join(process.env['TMPDIR'] ?? temporaryFolder().TMPDIR ?? tmpdir(), 'pgfold-clusters-'))
  chmodSync(kept, 0o777) // as root, servers belong to somebody else
  process.env['PGFOLD_CLUSTERS'] = kept
  return () => rmSync(kept, { recursive: true, force: true })
}
