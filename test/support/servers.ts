// Which servers the tests run on. What is left out on a machine is shown as skipped, with the reason, in each file
// that imports this one.
import { existsSync } from 'node:fs'
import { test } from 'vitest'
import { isShare } from './share.ts'

const installed15 = ['/usr/lib/postgresql/15/bin/postgres'].some((file) => existsSync(file))

/**
 * The servers that version-dependent tests run on: the embedded one and, where the machine has it, an
 * installed PostgreSQL 15. CI has it: a missing one fails there instead of being left out.
 */
export const serverSpecs: readonly string[] = [
  'embedded',
  ...((installed15 || process.env['CI']) && !isShare ? ['installed:15'] : []),
]

const why = isShare ? 'this machine takes a share of the tests' : 'no PostgreSQL 15 is installed'
if (!serverSpecs.includes('installed:15')) test.skip(`on installed:15: ${why}`, () => undefined)

/**
 * The servers of the heaviest tests: the embedded one in `npm test`, the installed one in
 * `npm run test:installed`.
 */
export const heavySpecs: readonly string[] = (process.env['PGFOLD_HEAVY_SERVERS'] ?? 'embedded').split(' ')

/** The major version of a server by its specification: `embedded`, `installed:15`. */
export function majorOf(spec: string): number {
  return spec === 'embedded' ? 18 : Number(spec.split(':')[1])
}
