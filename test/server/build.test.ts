// The build of a checkout, as bin/pgfold.js does it, on a copy with one source file.
import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
let checkout: string

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'pgfold-test-'))
  mkdirSync(join(checkout, 'src', 'cli'), { recursive: true })
  writeFileSync(join(checkout, 'src', 'cli', 'main.ts'), "export const main = () => console.log('runs')\n")
  for (const file of ['scripts', 'bin', 'package.json', 'tsconfig.json', 'tsconfig.build.json']) {
    cpSync(join(root, file), join(checkout, file), { recursive: true })
  }
  symlinkSync(join(root, 'node_modules'), join(checkout, 'node_modules'))
})

afterEach(() => rmSync(checkout, { recursive: true, force: true }))

interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

function run(): Ended {
  return spawnSync(process.execPath, [join(checkout, 'bin', 'pgfold.js')], { encoding: 'utf8' })
}

// Modes do not bind root: there, a user id that owns nothing stands for whoever may not write.
function runUnprivileged(): Ended {
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  return spawnSync(process.execPath, [join(checkout, 'bin', 'pgfold.js')], { encoding: 'utf8', ...user })
}

test('what is built may be read by whoever may read the sources', () => {
  expect(run()).toMatchObject({ status: 0, stdout: 'runs\n', stderr: '' })
  expect(statSync(join(checkout, 'dist')).mode & 0o777).toBe(0o755 & ~process.umask())
})

test('a build that cannot be written is refused in words, and what is built already still runs', () => {
  expect(run().status).toBe(0)
  chmodSync(checkout, 0o555)
  expect(runUnprivileged()).toMatchObject({ status: 0, stdout: 'runs\n' })
  utimesSync(join(checkout, 'src', 'cli', 'main.ts'), 1, 1)
  const { status, stderr } = runUnprivileged()
  chmodSync(checkout, 0o755)
  expect(status).toBe(2)
  expect(stderr).toMatch(/^pgfold: dist\/ is not built from the sources .* cannot be written: .*\nRun "npm ci" and /u)
})

test('sources that do not compile are refused, and the unfinished build is removed', () => {
  writeFileSync(join(checkout, 'src', 'cli', 'main.ts'), 'export const = 1\n')
  const { status, stderr } = run()
  expect(status).toBe(2)
  expect(stderr).toMatch(/^pgfold: its own sources do not compile:\nsrc\/cli\/main\.ts.*error TS/u)
  expect(readdirSync(checkout).filter((name) => name.startsWith('dist'))).toEqual([])
})
