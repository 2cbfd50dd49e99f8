// kysely: files of JavaScript or TypeScript in the order of their names without the ending, each with `up`. The table
// kysely_migration has a row with the name of each; the runner wants the names of rows and files to be the same, one by one.
import { detectCode, exportsUp, readCode, sortsBefore, stemOf, type CodeForm } from './code-files.ts'
import { consolidatedCode, type CodeStyle } from './code-text.ts'
import type { Layout } from './layout.ts'

const form: CodeForm = {
  packages: /"kysely"/u,
  mark: /['"]kysely['"]|\bKysely\b/u,
  migration: exportsUp,
  lacks: 'exports no up',
  endings: /\.m?[jt]s$/u,
}

export const kysely: Layout = {
  name: 'kysely',
  shape: '<timestamp>_<name>.js or .ts with export up and down (kysely)',
  command: 'node migrate.js',
  transaction: 'runner',
  session: 'one',
  trackingTables: [
    { schema: 'public', name: 'kysely_migration' },
    { schema: 'public', name: 'kysely_migration_lock' },
  ],
  trackingSchemas: [],
  whereApplied: () =>
    'in kysely_migration, delete the rows of the folded migrations but that of the newest, which gets the name of the consolidated file without its ending: it compares the names one by one',
  records: [
    {
      table: { schema: 'public', name: 'kysely_migration' },
      inAnySchema: true,
      columns: ['name', 'timestamp'],
      definition: 'name varchar(255) PRIMARY KEY, timestamp varchar(255) NOT NULL',
      newRow: () => ({
        timestamp: `pg_catalog.to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
      }),
      id: 'name',
      needsFiles: true,
      recordedAs: ({ path }) => stemOf(path),
    },
  ],
  detect: (folder, surroundings) => detectCode(folder, surroundings, form),
  home: (folder) => folder,
  read: (folder, { files }) => readCode(folder, files, { ...form, sortedBy: stemOf }),
  consolidated: (folded, sql, remaining) =>
    consolidatedCode(folded, sql, { ...remaining, runner: 'kysely', runsBefore: sortsBefore(stemOf), write }),
}

function write({ isModule, isTyped }: CodeStyle) {
  const [database, nothing] = isTyped ? [": import('kysely').Kysely<unknown>", ': Promise<void>'] : ['', '']
  const side = (name: string): string => {
    const send = `  await sql.raw(${name}Sql).execute(db)\n}`
    return isModule
      ? `export async function ${name}(db${database})${nothing} {\n${send}`
      : `exports.${name} = async (db${database}) => {\n${send}`
  }
  const head = isModule ? "import { sql } from 'kysely'" : "const { sql } = require('kysely')"
  return { head, body: [side('up'), side('down')].join('\n\n') }
}
