// PostgreSQL refuses to run as root, so there it runs as the account that owns nothing: `nobody`. The account
// exists on every Unix; none is ever created.
import { readFileSync } from 'node:fs'
import { PgfoldError } from '../errors.ts'
import type { ProgramUser } from './program.ts'

/** As whom a server of ours has to run: undefined for ourselves. Throws `no-unprivileged-user`. */
export function serverUser(): ProgramUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [, , uid, gid] =
    readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .find(([name]) => name === 'nobody') ?? []
  if (uid === undefined || gid === undefined) {
    throw new PgfoldError(
      'no-unprivileged-user',
      'The scratch server may not run as root, and there is no user nobody',
      {
        hint: 'Run pgfold as an ordinary user, or give a server: --scratch postgres://….',
      },
    )
  }
  return { uid: Number(uid) >>> 0, gid: Number(gid) >>> 0 }
}
