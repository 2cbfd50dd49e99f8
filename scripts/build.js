// Compiles src/ to dist/. The result is built beside dist/ and renamed into place, so that two builds at
// once, or a killed one, never leave half a program behind.
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const dist = join(root, 'dist')
const stampFile = join(dist, '.sources')

/** Compiles unless dist/ was built from exactly the sources that are here now. */
export function buildIfStale() {
  const stamp = sourcesStamp()
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  build(stamp)
}

function build(stamp) {
  const target = join(root, `dist-${randomBytes(4).toString('hex')}`)
  let problem
  try {
    mkdirSync(target, { mode: 0o755 }) // whoever may read the sources may run the program
    compile(target)
    writeFileSync(join(target, '.sources'), stamp)
    replaceDist(target)
  } catch (error) {
    problem = problemOf(error)
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
  if (problem === undefined) return
  process.stderr.write(`pgfold: ${problem}\n`)
  process.exit(2)
}

const unwritable = new Set(['EACCES', 'EPERM', 'EROFS'])

function problemOf(error) {
  if (error instanceof BuildError) return error.message
  if (!unwritable.has(error.code)) throw error
  return `dist/ is not built from the sources that are here, and ${root} cannot be written: ${error.message}
Run "npm ci" and "npm run build" as the user who owns the folder.`
}

class BuildError extends Error {}

// Types are checked by `npm run typecheck`; compiling alone takes a third of a second.
function compile(target) {
  const options = ['-p', join(root, 'tsconfig.build.json'), '--noCheck', '--outDir', target]
  try {
    execFileSync(process.execPath, [compiler(), ...options], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    if (error instanceof BuildError) throw error
    throw new BuildError(`its own sources do not compile:\n${error.stdout ?? ''}${error.stderr ?? error}`)
  }
}

function compiler() {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc')
  } catch (cause) {
    throw new BuildError('dist/ has to be built and the TypeScript compiler is missing: run "npm ci" first', { cause })
  }
}

// Another process may have put its own dist/ there in the meantime: both are complete, either will do.
function replaceDist(target) {
  const old = `${target}-old`
  try {
    if (existsSync(dist)) renameSync(dist, old)
    renameSync(target, dist)
  } catch (error) {
    if (!existsSync(stampFile)) throw error
  } finally {
    rmSync(old, { recursive: true, force: true })
  }
}

function sourcesStamp() {
  const hash = createHash('sha256')
  for (const file of [
    ...sourceFiles(join(root, 'src')),
    join(root, 'tsconfig.build.json'),
    join(root, 'tsconfig.json'),
  ]) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build(sourcesStamp())
