// docs/formats.md names exactly the findings that the program can give, each with its severity.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const repository = fileURLToPath(new URL('../..', import.meta.url))

/** A row of the table: code and severity. */
const rows = /^\| `([a-z-]+)` +\| (info|warning|error) /gmu

it('every finding of the source is in the table, and every row is in the source', () => {
  const source = join(repository, 'src')
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
  const given = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/code: '([a-z-]+)',\s*severity: '([a-z]+)'/gu)].map(pairOf),
  )
  const table = [...readFileSync(join(repository, 'docs', 'formats.md'), 'utf8').matchAll(rows)].map(pairOf)
  expect(table.toSorted()).toEqual([...new Set(given)].toSorted())
})

function pairOf([, code, severity]: RegExpExecArray): string {
  return `${code} ${severity}`
}
