// What went wrong while connecting, in the user's words: the address without the password, and what to
// do next. The codes are PostgreSQL's SQLSTATEs (manual, Appendix A) and Node's names of system errors.
import { PgfoldError } from '../errors.ts'
import type { Address } from './database.ts'
import { displayAddress } from './address.ts'

interface Explanation {
  readonly code: string
  readonly says: string
  readonly hint: string
}

const refused: Explanation = {
  code: 'connection-refused',
  says: 'no server answers',
  hint: 'Start the server there, or correct the host and port.',
}
const unknownHost: Explanation = { code: 'unknown-host', says: 'the host name is not known', hint: 'Correct the host.' }
const unreachable: Explanation = {
  code: 'unreachable-host',
  says: 'the host does not answer',
  hint: 'Check the network, the firewall and the port.',
}
const untrusted: Explanation = {
  code: 'untrusted-certificate',
  says: "the server's certificate is not trusted",
  hint: 'Name the authority in sslrootcert, or choose sslmode=require, which encrypts without checking.',
}
const passwordMissing: Explanation = {
  code: 'password-missing',
  says: 'the server asks for a password and none was given',
  hint: 'Give it in PGPASSWORD, in ~/.pgpass or in the URL.',
}

const explanations: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: refused,
  ENOENT: refused,
  ENOTFOUND: unknownHost,
  EAI_AGAIN: unknownHost,
  ETIMEDOUT: unreachable,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EACCES: {
    code: 'connection-refused',
    says: 'we may not open its socket',
    hint: 'Run as a user who may, or connect by host and port.',
  },
  '28P01': {
    code: 'wrong-password',
    says: 'the password is wrong',
    hint: 'Correct the password in PGPASSWORD, ~/.pgpass or the URL.',
  },
  '28000': {
    code: 'access-refused',
    says: 'the server does not let this user in',
    hint: "Check the user, and the rules in the server's pg_hba.conf.",
  },
  '3D000': {
    code: 'unknown-database',
    says: 'there is no such database',
    hint: 'Correct the database name, or create it.',
  },
  '53100': {
    code: 'disk-full',
    says: 'the disk of the server is full',
    hint: 'Make room there; a scratch server of pgfold keeps its data in TMPDIR, which may be on a larger disk.',
  },
  '53300': {
    code: 'too-many-connections',
    says: 'the server has no free connection',
    hint: 'Close some connections, or raise max_connections.',
  },
  '57P03': {
    code: 'server-not-ready',
    says: 'the server is starting up or shutting down',
    hint: 'Try again in a moment.',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: untrusted,
  CERT_HAS_EXPIRED: untrusted,
}

// The driver raises these without a code.
const explanationsByText: readonly (readonly [RegExp, Explanation])[] = [
  [
    /does not support SSL/u,
    { code: 'no-ssl', says: 'the server does not offer TLS', hint: 'Choose sslmode=disable or sslmode=prefer.' },
  ],
  [/password must be a (non-empty )?string/u, passwordMissing],
  [/timeout expired/u, unreachable],
]

/** The error to throw when `address` could not be connected to; names everything but the password. */
export function connectionError(address: Address, cause: unknown): PgfoldError {
  const error = cause as { readonly code?: string; readonly message?: string }
  const message = error.message ?? String(cause)
  const known =
    (error.code === undefined ? undefined : explanations[error.code]) ??
    explanationsByText.find(([pattern]) => pattern.test(message))?.[1]
  const { code, says, hint } = known ?? {
    code: 'connection-failed',
    says: 'connecting failed',
    hint: 'Check the address and the server log.',
  }
  const details = message === '' ? [] : [withoutPassword(message, address)]
  return new PgfoldError(code, `Cannot connect to ${displayAddress(address)}: ${says}`, { hint, details, cause })
}

/** The error of a connection that was open and is gone. */
export function connectionLost(address: Address, cause: unknown): PgfoldError {
  const message = cause instanceof Error ? cause.message : String(cause)
  return new PgfoldError('connection-lost', `The connection to ${displayAddress(address)} was lost: ${message}`, {
    hint: 'Check that the server is running, then try again.',
    cause,
  })
}

function withoutPassword(text: string, { password }: Address): string {
  return password === undefined || password === '' ? text : text.replaceAll(password, '***')
}
