// umzug, and the command line of Sequelize, which is built on it: files in the order of their names, each with `up`. The
// table SequelizeMeta has a row with the name of each file, its ending included.
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
  packages: /"(?:umzug|sequelize|sequelize-cli|@sequelize\/[a-z-]+)"/u,
  mark: /['"](?:umzug|sequelize|sequelize-typescript|@sequelize\/[a-z-]+)['"]|\bqueryInterface\b|\bup\b[^\n{]*\(\s*\{[^\n}]*\bcontext\b/iu,
  migration: exportsUp,
  lacks: 'exports no up',
}

export const umzug: Layout = {
  name: 'umzug',
  shape: '<timestamp>-<name>.js or .ts with exports up and down (umzug, Sequelize)',
  command: 'npx sequelize-cli db:migrate',
  transaction: 'file',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'SequelizeMeta' }],
  trackingSchemas: [],
  whereApplied: () =>
    'in "SequelizeMeta", delete the rows of the folded migrations but that of the newest, which gets the name of the consolidated file',
  records: [
    {
      table: { schema: 'public', name: 'SequelizeMeta' },
      inAnySchema: true,
      columns: ['name'],
      definition: 'name varchar(255) PRIMARY KEY',
      newRow: () => ({}),
      id: 'name',
      // It runs with such rows, and cannot take them back.
      needsFiles: true,
      recordedAs: ({ path }) => stemOf(path),
      suffix: codeSuffix, // that of what a file was compiled to
    },
  ],
  detect: (folder, surroundings) => detectCode(folder, surroundings, form),
  home: (folder) => folder,
  read: (folder, { files }) => readCode(folder, files, { ...form, sortedBy: fileNameOf }),
  consolidated: (folded, sql, remaining) =>
    consolidatedCode(folded, sql, { ...remaining, runner: 'umzug', runsBefore: sortsBefore(fileNameOf), write }),
}

function write({ isModule, isTyped }: CodeStyle) {
  const [given, text, nothing] = isTyped ? [': object', ': string', ': Promise<void>'] : ['', '', '']
  const sender = isTyped
    ? 'interface Sender {\n  query(sql: string): Promise<unknown>\n  readonly sequelize?: Sender\n}\n\n'
    : ''
  const context = "'context' in given ? given.context : given"
  const side = (name: string): string =>
    isModule
      ? `export function ${name}(given${given})${nothing} {\n  return send(given, ${name}Sql)\n}`
      : `exports.${name} = (given${given}) => send(given, ${name}Sql)`
  const send = `${sender}// umzug gives what has the context, the Sequelize CLI a QueryInterface; query() sends the SQL as it stands.
async function send(given${given}, sql${text})${nothing} {
  const context = ${isTyped ? `(${context}) as Sender` : context}
  await (context.sequelize ?? context).query(sql)
}`
  return { head: '', body: [send, side('up'), side('down')].join('\n\n') }
}
