// Comments that stand above a statement of up.sql or down.sql and say what the statement cannot do: set secrets, which
// no file has, or drop what lies on another server.
import type { CatalogObject } from '../model/object.ts'
import { secretsAttribute } from '../model/secrets.ts'
import type { SecretValues } from '../model/secrets.ts'
import type { KindSecrets } from './kind.ts'

/** The lines of a comment, each ending in a newline; a name may hold line breaks of its own. */
export function noteAbove(lines: readonly string[]): string {
  return lines
    .flatMap((line) => line.split(/\r\n?|\n/u))
    .map((line) => `-- ${line}\n`)
    .join('')
}

/** What stands above a statement that leaves secrets out: what sets them, with dots; nothing where there are none. */
export function secretNote(object: CatalogObject, secrets: KindSecrets<never>): string {
  const names = Object.keys((object.attributes[secretsAttribute] ?? {}) as SecretValues)
  const to = Object.fromEntries(names.map((name) => [name, '…']))
  const statements = names.length === 0 ? [] : secrets.set(object, { from: {}, to })
  if (statements.length === 0) return ''
  return noteAbove(['Secrets are not written here. To set them:', ...statements.map((statement) => `${statement};`)])
}
