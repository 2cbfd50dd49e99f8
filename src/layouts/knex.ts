// knex: files of JavaScript or TypeScript in the order of their names, each with `up` and `down`. The table
// knex_migrations has a row with the name of each file, its ending included; a row without a file stops the runner.
import {
  codeSuffix,
  detectCode,
  exportsUp,
  fileNameOf,
  readCode,
  sortsBefore,
  stemOf,
  type CodeForm,
} from './code-files.ts'
import { consolidatedCode, type CodeStyle } from './code-text.ts'
import type { Layout } from './layout.ts'

const form: CodeForm = {
  packages: /"knex"/u,
  mark: /['"]knex['"]|\bKnex\b|\bup\b[^\n{]*\bknex\b/u,
  migration: exportsUp,
  lacks: 'exports no up',
}

export const knex: Layout = {
  name: 'knex',
  shape: '<timestamp>_<name>.js or .ts with exports up and down (knex)',
  command: 'npx knex migrate:latest',
  transaction: 'runner',
  session: 'one',
  trackingTables: [
    { schema: 'public', name: 'knex_migrations' },
    { schema: 'public', name: 'knex_migrations_lock' },
  ],
  trackingSchemas: [],
  whereApplied: () =>
    'in knex_migrations, delete the rows of the folded migrations but that of the newest, which gets the name of the consolidated file: it stops at a row without a file',
  records: [
    {
      table: { schema: 'public', name: 'knex_migrations' },
      inAnySchema: true,
      columns: ['name', 'batch', 'migration_time'],
      definition: 'id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz',
      newRow: (_, table) => ({
        batch: `(SELECT coalesce(pg_catalog.max(batch), 0) + 1 FROM ${table})`,
        migration_time: 'now()',
      }),
      id: 'name',
      needsFiles: true,
      recordedAs: ({ path }) => stemOf(path),
      suffix: codeSuffix, // that of what a file was compiled to
    },
  ],
  detect: (folder, surroundings) => detectCode(folder, surroundings, form),
  home: (folder) => folder,
  read: (folder, { files }) => readCode(folder, files, { ...form, sortedBy: fileNameOf }),
  consolidated: (folded, sql, remaining) =>
    consolidatedCode(folded, sql, { ...remaining, runner: 'knex', runsBefore: sortsBefore(fileNameOf), write }),
}

function write({ isModule, isTyped }: CodeStyle) {
  const [knexType, textType, nothing] = isTyped
    ? [": import('knex').Knex", ': string', ': Promise<void>']
    : ['', '', '']
  const side = (name: string): string =>
    isModule
      ? `export function ${name}(knex${knexType})${nothing} {\n  return send(knex, ${name}Sql)\n}`
      : `exports.${name} = (knex${knexType}) => send(knex, ${name}Sql)`
  const send = `
// knex.raw would read the question marks: the driver sends the SQL as it stands, on the connection of the transaction.
async function send(knex${knexType}, sql${textType})${nothing} {
  const connection = await knex.client.acquireConnection()
  try {
    await connection.query(sql)
  } finally {
    await knex.client.releaseConnection(connection)
  }
}`
  return { head: '', body: [send.trim(), side('up'), side('down')].join('\n\n') }
}
