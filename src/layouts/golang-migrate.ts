// golang-migrate: `<number>_<name>.up.sql` and `.down.sql`. Each file is one query to the server, on one connection for
// all of them. The table schema_migrations has one row: the newest number, and whether it failed half-way (dirty).
import { noEvidence, type Layout } from './layout.ts'
import { consolidatedPair, pairNames, readPairs } from './pairs.ts'
import { mentions } from './project-files.ts'

const builds = ['go.mod', 'Makefile', 'Dockerfile']

export const golangMigrate: Layout = {
  name: 'golang-migrate',
  shape: '<number>_<name>.up.sql, <number>_<name>.down.sql',
  transaction: 'file',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'schema_migrations' }],
  trackingSchemas: [],
  records: [
    {
      table: { schema: 'public', name: 'schema_migrations' },
      columns: ['version', 'dirty'],
      definition: 'version bigint PRIMARY KEY, dirty boolean NOT NULL',
      newRow: () => ({ dirty: 'false' }),
      id: 'version',
      failed: 'dirty',
      single: 'id',
      recordedAs: ({ id }) => String(BigInt(id)),
    },
  ],
  detect(folder, { project }) {
    const names = pairNames(folder)
    if (names.length === 0) return noEvidence
    const isNamed = mentions(project, builds, /golang-migrate|migrate\/migrate/u)
    // Where both are required, one is for another folder or came with a dependency.
    const isMorphToo = mentions(project, ['go.mod'], /mattermost\/morph/u)
    return isNamed && !isMorphToo ? { marks: names, names } : { marks: [], names }
  },
  home: (folder) => folder,
  read: (folder) => readPairs(folder),
  consolidated: (history, sql) => consolidatedPair(history, sql),
}
