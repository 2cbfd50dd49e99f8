// What pg_dump writes is for its own major version or a newer one; the only pg_dump of a machine may be newer than the
// server that its text is restored on. What such a text has of newer syntax is said in older words. Every pattern
// is of whole lines as pg_dump lays them out; one that does not match leaves the text to fail on the server.
import type { Database } from './database.ts'

/** The text of a schema dump in the words of the server that it is to be restored on. */
export async function dumpForServer(database: Database, text: string): Promise<string> {
  const firstObject = text.search(/^-- Name: /mu)
  const end = firstObject < 0 ? text.length : firstObject
  const preamble = await withKnownSettings(database, text.slice(0, end))
  const { serverVersion } = database
  const objects = serverVersion < 180_000 ? withOlderNotNull(text.slice(end)) : text.slice(end)
  return preamble + (serverVersion < 150_000 ? withLoggedSequences(objects) : objects)
}

// Settings such as transaction_timeout of 17. All of them stand before the first object, one on a line, and only
// quieten the restore.
async function withKnownSettings(database: Database, preamble: string): Promise<string> {
  const rows = await database.query<{ name: string }>('select s.name from pg_catalog.pg_settings as s')
  const known = new Set(rows.map(({ name }) => name))
  return preamble.replaceAll(/^SET (\w+) = .*;\n/gmu, (line, name: string) => (known.has(name) ? line : ''))
}

// From 15 on pg_dump says of the sequence of an unlogged table's identity column that it is logged, which it is on
// an older server, which lacks the word.
function withLoggedSequences(text: string): string {
  return text.replaceAll(/^( {4}SEQUENCE NAME .+\n) {4}LOGGED\n/gmu, '$1')
}

const tableText = /^(CREATE (?:UNLOGGED |FOREIGN )?TABLE (.+) \(\n)((?: {4}.*\n)*?)(\)[^;]*;\n)/gmu
const notNullElement = /^ {4}NOT NULL (.+?),?\n/gmu

// From 18 on the NOT NULL of an inherited column is an element of CREATE TABLE, a constraint; before, it was set.
function withOlderNotNull(text: string): string {
  return text.replaceAll(tableText, (whole, head: string, table: string, elements: string, tail: string) => {
    const columns = [...elements.matchAll(notNullElement)].map(([, column]) => column)
    if (columns.length === 0) return whole
    const kept = elements.replaceAll(notNullElement, '').replace(/,\n$/u, '\n')
    const set = columns.map((column) => `ALTER TABLE ONLY ${table} ALTER COLUMN ${column} SET NOT NULL;\n`)
    return head + kept + tail + set.join('')
  })
}
