// umzug, and the command line of Sequelize, which is built on it: files in the order of their names, each with `up`. The
// table SequelizeMeta has a row with the name of each file, its ending included.
import { exportsUp } from './code-files.ts'
import { codeFolder, onConnectionOf, recordedByFile, sendingFile, type Sending } from './code-layout.ts'
import type { Layout } from './layout.ts'
import { readSender, type Sender } from './umzug-context.ts'

const form = {
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
      ...recordedByFile, // It runs with rows without a file, and cannot take them back.
      columns: ['name'],
      definition: 'name varchar(255) PRIMARY KEY',
      newRow: () => ({}),
    },
  ],
  ...codeFolder(form),
  consolidated: async (folded, sql, remaining) => {
    const sender = await readSender(folded, remaining.files)
    return sendingFile('umzug', sendingBy(sender))(folded, sql, remaining)
  },
}

function sendingBy({ kind, path }: Sender): Sending {
  const at = ['context', ...path].join('.')
  const { type, lines, why } = kind === 'knex' ? ofKnex : ofQuery
  return {
    given: ['given', 'object'],
    send: ({ isTyped, given, text, nothing }) => {
      const context = "'context' in given ? given.context : given"
      const whole = path.reduceRight((inner, name) => `{ readonly ${name}: ${inner} }`, 'Sender')
      return `${isTyped ? `${type}\n\n` : ''}// umzug gives what has the context, the Sequelize CLI a QueryInterface; ${why}
async function send(${given}, ${text})${nothing} {
  const context = ${isTyped ? `(${context}) as ${whole}` : context}
${lines(at)}
}`
    },
  }
}

const ofQuery = {
  type: 'interface Sender {\n  query(sql: string): Promise<unknown>\n  readonly sequelize?: Sender\n}',
  why: 'query() sends the SQL as it stands.',
  lines: (at: string) =>
    at === 'context'
      ? '  await (context.sequelize ?? context).query(sql)'
      : `  const sender = ${at}\n  await (sender.sequelize ?? sender).query(sql)`,
}

const ofKnex = {
  type: `interface Connection {
  query(sql: string): Promise<unknown>
}
interface Sender {
  readonly client: {
    acquireConnection(): Promise<Connection>
    releaseConnection(connection: Connection): Promise<unknown>
  }
}`,
  why: 'raw() of knex would read the question marks.',
  lines: (at: string) => onConnectionOf(`${at}.client`),
}
