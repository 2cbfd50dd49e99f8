// Each command of PostgreSQL's manual, and what `explain` makes of it: a table that a person reads (commands.txt).
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { scriptOf, type Migration } from '../../src/history/migration.ts'
import { changesWithRisk } from '../../src/history/risk.ts'
import { splitText } from '../../src/history/statements.ts'

const before = 'CREATE TABLE app.users (id int); CREATE TABLE app.orders (id int)'
const table = await readFile(new URL('commands.txt', import.meta.url), 'utf8')
const cases = table
  .split(/\n(?! )/u)
  .filter((lines) => lines !== '' && !lines.startsWith('#'))
  .map((lines) => lines.split('\n  '))

test.each(cases)('%s', async (sql, ...expected) => {
  const changes = await changesWithRisk([before, sql].map(migrationOf))
  const lines = (changes.at(-1) ?? []).map(({ what, subject, risk, irreversible }) => {
    return `${risk}${irreversible ? ', irreversible' : ''}: ${what}${subject === '' ? '' : ` (${subject})`}`
  })
  expect(lines).toEqual(expected)
})

test('each statement of the parser is there', async () => {
  const statements = await Promise.all(cases.map(([sql = '']) => splitText(sql, 'case.sql')))
  const kinds = new Set(statements.flat().map(({ kind }) => kind))
  const types = await readFile(new URL(`${parserTypes}/types.d.ts`, import.meta.url), 'utf8')
  const all = new Set(types.match(/\b[A-Z]\w*Stmt\b/gu))
  expect(all.size).toBeGreaterThan(100)
  expect([...all].filter((kind) => !kinds.has(kind) && !notStatements.has(kind))).toEqual([])
})

/** What libpg-query types its trees with. */
const parserTypes = ['..', '..', 'node_modules', '@pgsql', 'types'].join('/')

/** Nodes of that name that are parts of statements, and those of a function's body. */
const notStatements = new Set(['PLAssignStmt', 'RawStmt', 'ReplicaIdentityStmt', 'ReturnStmt', 'SetOperationStmt'])

function migrationOf(sql: string, index: number): Migration {
  return { id: String(index), name: '', up: scriptOf(`${index}.sql`, sql), transaction: 'script', files: [] }
}
