import { existsSync } from 'node:fs'

const installed15 = ['/usr/lib/postgresql/15/bin/postgres'].some((file) => existsSync(file))

/**
 * The servers that version-dependent tests run on: the embedded one and, where the machine has it, an
 * installed PostgreSQL 15. CI has it: a missing one fails there instead of being left out.
 */
export const serverSpecs: readonly string[] = [
  'embedded',
  ...(installed15 || process.env['CI'] ? ['installed:15'] : []),
]

if (serverSpecs.length === 1) console.warn('No PostgreSQL 15 is installed: tests run on the embedded server only')
