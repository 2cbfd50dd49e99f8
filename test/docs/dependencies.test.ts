// docs/dependencies.md names exactly the packages of package.json, and package-lock.json holds every package that
// `npm ci` looks for, those of other platforms included.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

interface LockedPackage {
  readonly version?: string
  readonly license?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const read = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')

const locked = (JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> }).packages
const declared = JSON.parse(read('package.json')) as Record<string, Record<string, string>>

/** The rows of the tables: each name in the first cell, with the version and the licence beside it. */
const rows = read('docs/dependencies.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .flatMap((line) => {
    const [, names = '', version = '', licence = ''] = line.split('|').map((cell) => cell.trim())
    return [...names.matchAll(/`([^`]+)`/gu)].map(([, name = '']) => ({ name, version, licence }))
  })

it('every dependency has a row, and every row is a dependency', () => {
  const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((key) =>
    Object.keys(declared[key] ?? {}),
  )
  expect(rows.map(({ name }) => name).toSorted()).toEqual(names.toSorted())
})

it.each(rows)('the row of $name is what is installed', ({ name, version, licence }) => {
  const found = locked[`node_modules/${name}`]
  expect(`${found?.version}.`).toMatch(new RegExp(`^${version.replaceAll('.', String.raw`\.`)}[.]`, 'u'))
  expect(found?.license).toBe(licence)
})

it('names the versions that are held back', () => {
  const text = read('docs/dependencies.md')
  const { oxlint, dbmate, prisma } = declared['devDependencies'] ?? {}
  const held = { oxlint, dbmate, prisma, ...declared['overrides'] }
  for (const [name, version] of Object.entries(held)) {
    expect(text).toContain(`\`${name}\``)
    expect(text).toContain(`to ${version}`)
    expect(locked[`node_modules/${name}`]?.version).toBe(version)
  }
})

it('the lock file holds the optional packages of every platform', () => {
  const lacking = Object.entries(locked).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !placesFrom(path).some((place) => locked[`${place}node_modules/${name}`] !== undefined))
      .map((name) => `${name}, which ${path || 'the project'} needs`),
  )
  expect(lacking).toEqual([])
})

/** Where Node looks for what the package at `path` needs: in itself, then in each package around it. */
function placesFrom(path: string): string[] {
  if (path === '') return ['']
  const around = path.slice(0, path.lastIndexOf('node_modules/'))
  return [`${path}/`, ...(around === '' ? [''] : placesFrom(around.slice(0, -1)))]
}
