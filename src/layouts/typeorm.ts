// TypeORM: a class in each file, whose name ends in a time of 13 digits; the times are the order. The table migrations has
// a row with the name of each class, whatever its file is called.
import { PgfoldError } from '../errors.ts'
import { detectCode, listCode, type CodeFile, type CodeForm } from './code-files.ts'
import { consolidatedCode, type CodeStyle } from './code-text.ts'
import type { Files, Folder, Layout, Reading } from './layout.ts'

const className = /\b(?:class|function)\s+([\w$]*\d{13})\b/u
/** What an instance says of itself counts before the name of its class. */
const givenName = /\bname\s*(?::\s*string\s*)?=\s*['"`]([^'"`\n]*\d{13})['"`]/u

const form: CodeForm = {
  packages: /"typeorm"/u,
  mark: /['"]typeorm['"]|\bMigrationInterface\b|\bclass\s+[\w$]*[A-Za-z_$]\d{13}\b/u,
  migration: new RegExp(`${className.source}|${givenName.source}`, 'u'),
  lacks: 'has no class with a time of 13 digits behind its name',
}

export const typeorm: Layout = {
  name: 'typeorm',
  shape: '<timestamp>-<name>.js or .ts with a class <name><timestamp> (TypeORM)',
  command: 'npx typeorm migration:run -d data-source.js',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'migrations' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `in migrations, delete the rows of the folded migrations but that of the newest, whose name becomes ${consolidatedClass(line)}`,
  records: [
    {
      table: { schema: 'public', name: 'migrations' },
      inAnySchema: true,
      columns: ['timestamp', 'name'],
      definition: 'id serial PRIMARY KEY, timestamp bigint NOT NULL, name varchar NOT NULL',
      newRow: ({ id, name }) => ({ timestamp: timeOf(`${name}${id}`) }),
      id: 'name',
      // It runs with such rows, and cannot take them back.
      needsFiles: true,
      recordedAs: ({ id, name }) => `${name}${id}`,
    },
  ],
  detect: (folder, surroundings) => detectCode(folder, surroundings, form),
  home: (folder) => folder,
  read: (folder, { files }) => read(folder, files),
  consolidated(folded, sql, remaining) {
    const line = folded.migrations.at(-1)?.id ?? ''
    return consolidatedCode(folded, sql, {
      ...remaining,
      runner: 'TypeORM',
      runsBefore: (newer) => timeOf(newer.id) <= timeOf(line), // of one time, nobody says which is first
      write: (style) => write(style, consolidatedClass(line)),
    })
  },
}

/** Without the digits before them, where a name has more than 13. */
function timeOf(name: string): string {
  return name.slice(-13)
}

function consolidatedClass(line: string): string {
  return `ConsolidatedSchema${timeOf(line)}`
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const { migrations, findings } = await listCode(folder, files, form)
  const named = migrations.map((file) => ({ path: file.path, name: nameOf(file) }))
  const ordered = named.toSorted((a, b) => Number(timeOf(a.name)) - Number(timeOf(b.name)))
  const times = ordered.map(({ name }) => timeOf(name))
  return {
    migrations: ordered.map(({ path, name }) => ({ ...labelOf(name, times), beside: [path] })),
    findings,
  }
}

/** As the runner records it. */
function nameOf({ path, text }: CodeFile): string {
  const all = [givenName, className].map((form) => [
    ...new Set([...text.matchAll(new RegExp(form, 'gu'))].map(([, name = '']) => name)),
  ])
  const names = all.find(({ length }) => length > 0) ?? []
  const [name = '', ...others] = names
  if (others.length === 0) return name
  throw new PgfoldError('several-migrations', `${path} holds several migrations`, {
    details: names,
    hint: 'Move each to a file of its own: TypeORM records them by their classes, so that nothing changes for a database.',
  })
}

/** The time is the id, unless another migration has it too. */
function labelOf(recorded: string, times: readonly string[]): { readonly id: string; readonly name: string } {
  const time = timeOf(recorded)
  const isShared = times.indexOf(time) !== times.lastIndexOf(time)
  return isShared ? { id: recorded, name: '' } : { id: time, name: recorded.slice(0, -time.length) }
}

function write({ isModule, isTyped }: CodeStyle, name: string) {
  const [runner, nothing, contract] = isTyped
    ? [': QueryRunner', ': Promise<void>', ' implements MigrationInterface']
    : ['', '', '']
  const isExport = isModule || isTyped
  const side = (which: string): string =>
    `  async ${which}(queryRunner${runner})${nothing} {\n    await queryRunner.query(${which}Sql)\n  }`
  const head = isTyped ? "import type { MigrationInterface, QueryRunner } from 'typeorm'" : ''
  const opening = isExport ? `export class ${name}` : `exports.${name} = class ${name}`
  return { head, body: `${opening}${contract} {\n  name = '${name}'\n\n${side('up')}\n\n${side('down')}\n}` }
}
