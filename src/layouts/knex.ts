// knex: files of JavaScript or TypeScript in the order of their names, each with `up` and `down`. The table
// knex_migrations has a row with the name of each file, its ending included; a row without a file stops the runner.
import { exportsUp } from './code-files.ts'
import { codeFolder, onConnectionOf, recordedByFile, sendingFile } from './code-layout.ts'
import type { Layout } from './layout.ts'

const form = {
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
      ...recordedByFile,
      columns: ['name', 'batch', 'migration_time'],
      definition: 'id serial PRIMARY KEY, name varchar(255), batch int, migration_time timestamptz',
      newRow: (_, table) => ({
        batch: `(SELECT coalesce(pg_catalog.max(batch), 0) + 1 FROM ${table})`,
        migration_time: 'now()',
      }),
    },
  ],
  ...codeFolder(form),
  consolidated: sendingFile('knex', {
    given: ['knex', "import('knex').Knex"],
    send: ({ given, text, nothing }) =>
      `
// knex.raw would read the question marks: the driver sends the SQL as it stands, on the connection of the transaction.
async function send(${given}, ${text})${nothing} {
${onConnectionOf('knex.client')}
}`.trim(),
  }),
}
