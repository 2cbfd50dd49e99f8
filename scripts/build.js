// Compiles src/ to dist/. The result is built beside dist/ and renamed into place, so that two builds at
// once, or a killed one, never leave half a program behind.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
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
  const target = mkdtempSync(join(root, 'dist-'))
  try {
    compile(target)
    writeFileSync(join(target, '.sources'), stamp)
    replaceDist(target)
  } finally {
    rmSync(target, { recursive: true, force: true })
  }
}

// Types are checked by `npm run typecheck`; compiling alone takes a third of a second.
function compile(target) {
  const packageJson = createRequire(import.meta.url).resolve('typescript/package.json')
  const tsc = join(dirname(packageJson), 'bin', 'tsc')
  try {
    execFileSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json'), '--noCheck', '--outDir', target], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  } catch (error) {
    process.stderr.write(`pgfold: its own sources do not compile:\n${error.stdout ?? ''}${error.stderr ?? error}\n`)
    process.exit(2)
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
    hash.update(`${file}\0${size}\0${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? sourceFiles(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort()
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) build(sourcesStamp())
