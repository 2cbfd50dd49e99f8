// Liquibase's formatted SQL: files whose changesets run in the order of the files and in them, each in a transaction of its
// own unless it says runInTransaction:false, on one connection. The table databasechangelog has a row for each, by
// author, id and file, with a sum of its SQL.
//
// The consolidated migration keeps author, id and file of the newest folded changeset, so that a database that has it
// passes it over; `--validCheckSum: ANY` lets its other sum stand. Changesets behind it in that file stay in it, and
// changelogs that include what is gone no longer do.
import type { Script, TableName, TransactionRule } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import {
  filesBelow,
  noEvidence,
  type Evidence,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type ReadOptions,
  type SideFile,
  type Surroundings,
} from './layout.ts'
import {
  checksumOf,
  isFormatted,
  noChangeset,
  readChangesets,
  rollbackOf,
  type Changeset,
  type FormattedFile,
} from './liquibase-changesets.ts'
import { consolidatedChangeset } from './liquibase-consolidated.ts'
import { filterKeys, isForPostgres, optionOf, optionsSet } from './liquibase-options.ts'
import { changelogsAmong, formattedAmong, orderedFiles, type Master } from './liquibase-order.ts'
import { valuesIn, type Property } from './liquibase-properties.ts'
import { asLiquibaseSends } from './liquibase-text.ts'
import { part } from './parts.ts'
import { passedOver } from './passed-over.ts'
import type { Recordable } from './records.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'

export const liquibase: Layout = {
  name: 'liquibase',
  shape: 'SQL files that begin with --liquibase formatted sql',
  transaction: 'runner',
  session: 'one-public',
  trackingTables: [
    { schema: 'public', name: 'databasechangelog' },
    { schema: 'public', name: 'databasechangeloglock' },
  ],
  trackingSchemas: [],
  records: [
    {
      table: { schema: 'public', name: 'databasechangelog' },
      columns: ['id', 'author', 'filename', 'exectype'],
      id: `author || ':' || id`,
      counts: `exectype in ('EXECUTED', 'RERAN', 'MARK_RAN')`,
      recordedAs,
      rehearsal: {
        create: ({ schema, name }) => [
          `CREATE TABLE ${quotePath(schema, name)} ` +
            '(id varchar(255) NOT NULL, author varchar(255) NOT NULL, filename varchar(255) NOT NULL, ' +
            'dateexecuted timestamp NOT NULL, orderexecuted int NOT NULL, exectype varchar(10) NOT NULL, md5sum varchar(35), ' +
            'description varchar(255), comments varchar(255), tag varchar(255), liquibase varchar(20), contexts varchar(255), ' +
            'labels varchar(255), deployment_id varchar(10))',
        ],
        record: rehearsedRow,
      },
    },
  ],
  detect,
  home: (folder) => folder,
  read,
  consolidated: consolidatedChangeset,
}

/** `author:id`. */
function recordedAs({ id }: Recordable): string {
  return id.slice(id.lastIndexOf('::') + 1).replace(/^:/u, '')
}

function rehearsedRow(migration: Recordable, { table }: { readonly table: TableName }): string[] {
  const name = quotePath(table.schema, table.name)
  const [author = '', ...id] = recordedAs(migration).split(':')
  const named = [id.join(':'), author, migration.path].map(quoteLiteral).join(', ')
  const next = `(SELECT coalesce(pg_catalog.max(orderexecuted), 0) + 1 FROM ${name})`
  return [
    `INSERT INTO ${name} (id, author, filename, dateexecuted, orderexecuted, exectype) ` +
      `VALUES (${named}, now(), ${next}, 'EXECUTED')`,
  ]
}

async function detect(folder: Folder, { files }: Surroundings): Promise<Evidence> {
  const all = filesBelow(folder)
  const few = all.filter((path) => /\.sql$/iu.test(path)).slice(0, 3)
  const own = all.filter((path) => /changelog|master/iu.test(path))
  const marks = [...(await formattedAmong(few, files)), ...(await changelogsAmong(own, files))]
  return marks.length === 0 ? noEvidence : { marks, names: [] }
}

interface ReadFile extends FormattedFile {
  readonly path: string
  readonly script: Script
}

interface Place {
  readonly file: ReadFile
  readonly changeset: Changeset
}

async function read(folder: Folder, { files, placeholders }: ReadOptions): Promise<Reading> {
  const { order, masters } = await orderedFiles(folder, files)
  const all: ReadFile[] = []
  for (const path of order) {
    const script = await files.script(path)
    all.push({ path, script, ...readChangesets(script) })
  }
  const places = all.flatMap((file) => file.changesets.map((changeset) => ({ file, changeset })))
  const unbegun = places.length === 0 ? all.find((file) => file.startsWithSql) : undefined
  if (unbegun !== undefined) throw noChangeset(unbegun.script)
  const run = places.filter(({ changeset }) => reasonNotToRun(changeset) === undefined)
  const strangers = filesBelow(folder).filter((path) => /\.sql$/iu.test(path) && !order.includes(path))
  const left = [
    ...strangers.map((path) => passedOver(path, 'is no formatted SQL that a changelog includes')),
    ...all.filter((file) => file.startsWithSql).map(({ path }) => unseenSql(path)),
    ...places.flatMap(({ file, changeset }) => {
      const reason = reasonNotToRun(changeset)
      return reason === undefined ? [] : [passedOver(`${file.path} ${labelOf(changeset)}`, reason)]
    }),
  ]
  return {
    migrations: run.map((place) => {
      const own = valuesIn(place.file, { all, given: placeholders })
      return migrationOf(place, places, own, { ...own, ...placeholders })
    }),
    findings: [
      ...left,
      ...masters.flatMap(conditionsOfInclusions),
      ...all.flatMap(conditionsOfProperties),
      ...run.flatMap(conditionsOf),
    ],
  }
}

function reasonNotToRun(changeset: Changeset): string | undefined {
  if (optionOf(changeset, 'ignore') === 'true') return 'says ignore:true'
  return isForPostgres(changeset) ? undefined : 'is for another database'
}

function migrationOf(
  { file, changeset }: Place,
  all: readonly Place[],
  own: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string>>,
): MigrationFiles {
  const { path, script } = file
  const label = labelOf(changeset)
  const isAlone = all.filter((place) => labelOf(place.changeset) === label).length === 1
  const down = rollbackOf(changeset, script.text)
  const transaction = transactionOf(changeset)
  return {
    id: isAlone ? label : `${path}::${label}`,
    name: '',
    up: sideOf(path, script, changeset),
    ...(down === undefined ? {} : { down: { path, text: down } }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(isFormatted(script.text) ? { checksum: checksumOf(changeset, script.text, values) } : {}),
    ...(optionOf(changeset, 'failOnError')?.toLowerCase() === 'false' ? { mayFail: true } : {}),
    values: own,
  }
}

function sideOf(path: string, { text }: Script, changeset: Changeset): SideFile {
  const sent = asLiquibaseSends(part(text, changeset.up), {
    stripComments: optionOf(changeset, 'stripComments')?.toLowerCase() !== 'false',
    delimiter: optionOf(changeset, 'endDelimiter'),
  })
  return { path, ...sent }
}

function transactionOf(changeset: Changeset): TransactionRule | undefined {
  if (optionOf(changeset, 'runInTransaction')?.toLowerCase() !== 'false') return undefined
  return optionOf(changeset, 'splitStatements')?.toLowerCase() === 'false' ? 'file' : 'script'
}

function labelOf({ author, id }: Changeset): string {
  return `${author}:${id}`
}

function unseenSql(subject: string): Finding {
  const message = 'has SQL before its first changeset, which Liquibase passes over'
  return { code: 'not-a-migration', severity: 'warning', subject, message }
}

/** What decides in Liquibase whether or how often a changeset runs, and is not asked here. */
function conditionsOf({ file, changeset }: Place): Finding[] {
  const repeated = ['runAlways', 'runOnChange'].filter((key) => optionOf(changeset, key) !== 'false')
  const named = optionsSet(changeset, [...filterKeys, ...repeated]).map(shown)
  const conditions = changeset.isConditional ? [...named, 'preconditions'] : named
  return notAsked(`${file.path} ${labelOf(changeset)}`, conditions, 'is run once')
}

function conditionsOfInclusions({ path, inclusions }: Master): Finding[] {
  return inclusions.flatMap((each) => notAsked(`${path} ${each.kind} ${each.path}`, each.conditions, 'is run'))
}

function conditionsOfProperties({ path, properties }: ReadFile): Finding[] {
  const taken = (property: Property): Finding[] =>
    notAsked(`${path} property ${property.name}`, optionsSet(property, filterKeys).map(shown), 'is taken')
  return properties.filter(isForPostgres).flatMap(taken)
}

function shown({ key, value }: { readonly key: string; readonly value: string }): string {
  return `${key} ${value}`
}

function notAsked(subject: string, conditions: readonly string[], done: string): Finding[] {
  if (conditions.length === 0) return []
  const message = `has ${conditions.join(', ')}, and ${done} as if all of it held`
  return [{ code: 'condition-not-asked', severity: 'warning', subject, message }]
}
