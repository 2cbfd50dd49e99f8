// Plain SQL: one file (pg_dump output, say), or, when asked for by name, a folder of files in the order of
// their names. No runner, so no tracking table; run as `psql -f` does, each statement by itself.
import { PgfoldError } from '../errors.ts'
import { noEvidence, sqlFiles, within, type Layout } from './layout.ts'

export const plain: Layout = {
  name: 'plain',
  shape: 'one .sql file, or with --layout plain a folder of them in the order of their names',
  transaction: 'script',
  session: 'each',
  trackingTables: [],
  trackingSchemas: [],
  detect: () => noEvidence,
  home: (folder) => folder,
  read: (folder) => ({
    migrations: sqlFiles(folder).map((file) => ({
      id: file.replace(/\.sql$/iu, ''),
      name: '',
      up: within(folder, file),
    })),
    findings: [],
  }),
  consolidated(history, { upSql }) {
    if (history.root.endsWith('.sql')) {
      throw new PgfoldError('no-migration-folder', `${history.root} is one file, not a migration folder`, {
        hint: 'Use up.sql from the consolidated schema in its place.',
      })
    }
    const id = history.migrations.at(-1)?.id ?? ''
    return [{ path: `${id}_consolidated_schema.sql`, text: `BEGIN;\n\n${upSql.trim()}\n\nCOMMIT;\n` }]
  },
}
