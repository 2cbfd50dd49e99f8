// Drizzle keeps, beside each migration, what the schema is after it, and which snapshot came before. The one of the
// newest folded migration becomes the first: nothing is before it, and what follows it still finds its id.
import { isDeepStrictEqual } from 'node:util'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { parseObject } from './json.ts'

/** What drizzle-kit calls the snapshot before the first. */
const origin = '00000000-0000-0000-0000-000000000000'
const previous = /"(prevIds?)"(\s*:\s*)(?:"[^"]*"|\[[^\]]*\])/u

/** The snapshot as that of a first migration, else byte for byte as it was. @throws {PgfoldError} `not-json`, `bad-snapshot` */
export function asFirstSnapshot(script: Script): string {
  const text = script.text.replace(
    previous,
    (_, key: string, colon: string) => `"${key}"${colon}${key === 'prevId' ? `"${origin}"` : `["${origin}"]`}`,
  )
  const expected = parseObject(script)
  const key = ['prevId', 'prevIds'].find((name) => name in expected)
  const first = key === 'prevIds' ? [origin] : origin
  if (key !== undefined && isDeepStrictEqual(JSON.parse(text), { ...expected, [key]: first })) return text
  throw new PgfoldError('bad-snapshot', 'The snapshot does not begin with its id and that of the one before it', {
    location: locate(script, 0),
    hint: 'Take it from version control as drizzle-kit wrote it.',
  })
}
