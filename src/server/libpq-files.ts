// The two files libpq reads besides its variables: the service file and the password file (manual,
// "The Connection Service File" and "The Password File"). Pure readers: they return what the file says.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { PgfoldError } from '../errors.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Place {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly database: string
}

/** The parameters of one service, by libpq's keywords. Throws `unknown-service`. */
export function readService(name: string, env: Environment): Readonly<Record<string, string>> {
  const files = serviceFiles(env)
  for (const file of files) {
    const section = existsSync(file) ? sectionOf(readFileSync(file, 'utf8'), name) : undefined
    if (section) return section
  }
  throw new PgfoldError('unknown-service', `No service "${name}" in ${files.join(' or ')}`, {
    hint: 'Correct the service name, or name its file in PGSERVICEFILE.',
  })
}

/** The first matching password; undefined when there is none, or when the file is open to others. */
export function passwordFromFile(place: Place, passfile: string | undefined, env: Environment): string | undefined {
  const file = passfile ?? join(home(env), '.pgpass')
  if (!existsSync(file) || isOpenToOthers(file)) return undefined
  // libpq looks for socket connections under the name localhost as well as under the directory.
  const hosts = place.host.startsWith('/') ? [place.host, 'localhost'] : [place.host]
  const matches = (fields: readonly string[]): boolean =>
    hosts.some((host) =>
      [host, String(place.port), place.database, place.user].every((v, i) => fields[i] === '*' || fields[i] === v),
    )
  return readFileSync(file, 'utf8')
    .split(/\r?\n/u)
    .filter((line) => !line.startsWith('#'))
    .map(fieldsOf)
    .find((fields) => fields.length >= 5 && matches(fields))?.[4]
}

function serviceFiles(env: Environment): readonly string[] {
  const own = env['PGSERVICEFILE'] || join(home(env), '.pg_service.conf')
  const shared = env['PGSYSCONFDIR'] ? [join(env['PGSYSCONFDIR'], 'pg_service.conf')] : []
  return [own, ...shared]
}

function sectionOf(text: string, name: string): Readonly<Record<string, string>> | undefined {
  const lines = text.split(/\r?\n/u).map((line) => line.trim())
  const start = lines.indexOf(`[${name}]`)
  if (start < 0) return undefined
  const length = lines.slice(start + 1).findIndex((line) => line.startsWith('['))
  const body = lines.slice(start + 1, length < 0 ? undefined : start + 1 + length)
  return Object.fromEntries(
    body.flatMap((line) => {
      const match = /^([^#=]+)=(.*)$/u.exec(line)
      return match ? [[(match[1] ?? '').trim(), (match[2] ?? '').trim()]] : []
    }),
  )
}

// host:port:database:user:password, with `\:` and `\\` inside a field.
function fieldsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|:)((?:\\.|[^:\\])*)/gu)].map((match) => (match[1] ?? '').replace(/\\(.)/gu, '$1'))
}

function isOpenToOthers(file: string): boolean {
  return process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0
}

function home(env: Environment): string {
  return env['HOME'] || homedir()
}
