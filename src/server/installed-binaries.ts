// PostgreSQL servers installed on this machine: in the folder that PGFOLD_SERVERS names, by `pg_config --bindir`, and
// in the folders in which Debian, Red Hat, Homebrew, Postgres.app and the EDB installers put them.
import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { PgfoldError } from '../errors.ts'
import type { Binaries } from './local-server.ts'
import { findIn, findProgram, runProgram } from './program.ts'
import { serverUser } from './unprivileged-user.ts'

/** The newest installed server, or the one of the given major version. Throws `no-installed-server`. */
export async function installedBinaries(major?: number): Promise<Binaries> {
  const installed = await listInstalled()
  const chosen = installed.find((each) => major === undefined || each.major === major)
  if (chosen) return { ...chosen, user: serverUser() }
  const wanted = major === undefined ? 'PostgreSQL server' : `PostgreSQL ${major} server`
  throw new PgfoldError('no-installed-server', `No ${wanted} is installed on this machine`, {
    details: installed.map((each) => `found PostgreSQL ${each.major} in ${each.folder}`),
    hint: 'Install one, or leave out --scratch to use the PostgreSQL that comes with pgfold.',
  })
}

/** Folders with PostgreSQL's client and server programs, wherever they may be; each exists. */
export async function programFolders(): Promise<readonly string[]> {
  const folders = [...givenFolders(), ...(await configuredFolder()), ...patterns.flatMap(expand)]
  return [...new Set(folders)].filter((folder) => existsSync(folder))
}

interface Installed {
  readonly folder: string
  readonly major: number
}

// `*` stands for one folder name.
const patterns = [
  '/usr/lib/postgresql/*/bin',
  '/usr/pgsql-*/bin',
  '/usr/libexec/postgresql*',
  '/opt/homebrew/opt/postgresql@*/bin',
  '/usr/local/opt/postgresql@*/bin',
  '/home/linuxbrew/.linuxbrew/opt/postgresql@*/bin',
  '/Applications/Postgres.app/Contents/Versions/*/bin',
  '/Library/PostgreSQL/*/bin',
  'C:/Program Files/PostgreSQL/*/bin',
]

/** `<major>/bin` in the folder of PGFOLD_SERVERS: servers that were unpacked, not installed. */
function givenFolders(): readonly string[] {
  const given = process.env['PGFOLD_SERVERS'] ?? ''
  return given === '' ? [] : expand(`${resolve(given)}/*/bin`)
}

async function listInstalled(): Promise<readonly Installed[]> {
  const folders = await programFolders()
  const found = await Promise.all(folders.map(serverIn))
  return found.filter((each) => each !== undefined).sort((a, b) => b.major - a.major)
}

async function serverIn(folder: string): Promise<Installed | undefined> {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => findIn(folder, name))
  if (postgres === undefined || initdb === undefined) return undefined
  const { exitCode, stdout } = await runProgram(postgres, ['--version'])
  const major = /(\d+)/u.exec(stdout)?.[1]
  return exitCode === 0 && major !== undefined ? { folder, major: Number(major) } : undefined
}

async function configuredFolder(): Promise<readonly string[]> {
  const onPath = ['postgres', 'pg_dump'].flatMap((name) => findProgram(name) ?? []).map((file) => dirname(file))
  const config = findProgram('pg_config')
  if (config === undefined) return onPath
  const { exitCode, stdout } = await runProgram(config, ['--bindir'])
  return exitCode === 0 ? [...onPath, stdout.trim()] : onPath
}

function expand(pattern: string): readonly string[] {
  const [before = '', after] = pattern.split('*')
  const parent = before.endsWith('/') ? before : dirname(before)
  if (after === undefined || !existsSync(parent)) return []
  return readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((path) => path.startsWith(before))
    .map((path) => join(path, after))
}
