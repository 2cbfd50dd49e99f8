// Temporal's way of versioned folders: `v1.2/manifest.json` names the SQL files of a version in their order; a version of
// several files is as many migrations here. Each statement runs by itself, and there is no way back. The table
// schema_version has the version, schema_update_history a row for each with the MD5 of its manifest.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import { scriptOf, type History, type Script } from '../history/migration.ts'
import { splitStatements } from '../history/statements.ts'
import { parseObject } from './json.ts'
import {
  baseName,
  noEvidence,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type Remaining,
} from './layout.ts'
import { passedOver, refuseSame } from './passed-over.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'

export const temporal: Layout = {
  name: 'temporal',
  shape: 'v<version>/manifest.json with the SQL files that it names',
  transaction: 'script',
  session: 'one',
  trackingTables: [
    { schema: 'public', name: 'schema_version' },
    { schema: 'public', name: 'schema_update_history' },
  ],
  trackingSchemas: [],
  // What is behind the version of the row runs, in the order of versions; nothing looks at the MD5 again. A row of another
  // database's name is none to the tool.
  records: [
    {
      table: { schema: 'public', name: 'schema_version' },
      columns: ['version_partition', 'db_name', 'curr_version', 'min_compatible_version'],
      id: `pg_catalog.regexp_replace(curr_version, '^v|(\\.0)+$', '', 'g')`,
      counts: `version_partition = 0 and db_name = pg_catalog.current_database() and curr_version !~ '^v?0(\\.0)*$'`,
      single: 'id',
      recordedAs: ({ id }) => versionAlone(id),
      rehearsal: {
        create: ({ schema, name }) => [
          `CREATE TABLE ${quotePath(schema, name)} ` +
            '(version_partition int NOT NULL, db_name varchar(255) NOT NULL, ' +
            'creation_time timestamp, curr_version varchar(64), min_compatible_version varchar(64), ' +
            'PRIMARY KEY (version_partition, db_name))',
          `INSERT INTO ${quotePath(schema, name)} VALUES (0, pg_catalog.current_database(), now(), '0.0', '0.0')`,
        ],
        record: ({ id }, { table: { schema, name } }) => [
          `UPDATE ${quotePath(schema, name)} SET curr_version = ${quoteLiteral(versionAlone(id))}`,
        ],
      },
    },
  ],
  detect(folder) {
    const marks = versionsIn(home(folder)).map((each) => within(each, manifestName))
    return marks.length === 0 ? noEvidence : { marks, names: marks }
  },
  home,
  read: async (folder, { files }) => read(folder, files),
  consolidated: async (history, sql, remaining) => consolidated(history, sql, remaining),
}

const manifestName = 'manifest.json'
const folderName = /^v\d+(?:\.\d+){0,2}$/u

/** The folder `versioned`, where the one above it was given. */
function home(folder: Folder): Folder {
  if (versionsIn(folder).length > 0) return folder
  return folder.folders.find((child) => versionsIn(child).length > 0) ?? folder
}

function versionsIn(folder: Folder): Folder[] {
  return folder.folders
    .filter((child) => folderName.test(baseName(child)) && child.files.includes(manifestName))
    .toSorted((a, b) => byVersion(versionOf(a), versionOf(b)))
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const versions = versionsIn(folder)
  refuseSame(versions, {
    keyOf: (version) => numbersOf(versionOf(version)).join('.'),
    fileOf: ({ path }) => path,
    message: (version) => `Two folders are of the version ${versionOf(version)}`,
    hint: 'Give one of them a version of its own.',
  })
  const migrations: MigrationFiles[] = []
  for (const version of versions) migrations.push(...(await readVersion(version, files)))
  const others = folder.folders.filter((child) => !versions.includes(child)).map(({ path }) => path)
  return {
    migrations,
    findings: others.map((path) => passedOver(path, 'is no folder v<version> with a manifest.json')),
  }
}

async function readVersion(folder: Folder, files: Files): Promise<MigrationFiles[]> {
  const path = within(folder, manifestName)
  const script = await files.script(path)
  const { CurrVersion, SchemaUpdateCqlFiles: names } = readManifest(script)
  const version = versionOf(folder)
  if (CurrVersion.replace(/^v/u, '') !== version) {
    throw refused(script, 'CurrVersion', `The manifest is of version ${CurrVersion}, its folder of ${version}`)
  }
  const checksum = createHash('md5')
    .update(await files.bytes(path))
    .digest('hex')
  return names.map((name) => {
    if (!folder.files.includes(name)) throw missing(script, name, within(folder, name))
    return {
      id: names.length === 1 ? version : `${version}/${name}`,
      name: '',
      up: within(folder, name),
      beside: [path],
      folder: folder.path,
      checksum,
    }
  })
}

interface Manifest {
  readonly CurrVersion: string
  readonly MinCompatibleVersion: string
  readonly Description: string
  readonly SchemaUpdateCqlFiles: readonly string[]
}

function readManifest(script: Script): Manifest {
  const parsed = parseObject(script)
  const text = (key: string): string => {
    const value = parsed[key]
    return typeof value === 'string' ? value : ''
  }
  for (const key of ['CurrVersion', 'MinCompatibleVersion']) {
    if (!/^v?\d+(?:\.\d+)*$/u.test(text(key))) throw refused(script, key, `The manifest has no version ${key}`)
  }
  const names: unknown = parsed['SchemaUpdateCqlFiles'] ?? []
  if (!Array.isArray(names) || (names.length === 0 && parsed['AllowNoCqlFiles'] !== true)) {
    throw refused(script, 'SchemaUpdateCqlFiles', 'The manifest names no files in SchemaUpdateCqlFiles')
  }
  return {
    CurrVersion: text('CurrVersion'),
    MinCompatibleVersion: text('MinCompatibleVersion'),
    Description: text('Description'),
    SchemaUpdateCqlFiles: names.map(String),
  }
}

function missing(script: Script, name: string, path: string): PgfoldError {
  return new PgfoldError('missing-migration-file', `There is no ${path}, which the manifest names`, {
    location: locate(script, Math.max(0, script.text.indexOf(`"${name}"`))),
    hint: 'Put the file back, or take its name out of the manifest.',
  })
}

function refused(script: Script, at: string, message: string): PgfoldError {
  return new PgfoldError('unreadable-manifest', message, {
    location: locate(script, Math.max(0, script.text.indexOf(`"${at}"`))),
    hint: "Correct the manifest; Temporal's schema tool refuses it as well.",
  })
}

/** The consolidated migration is the newest folded version, with a manifest that names one file. */
async function consolidated(
  { migrations }: History,
  { upSql }: ConsolidatedSql,
  { kept, files }: Remaining,
): Promise<ConsolidatedFile[]> {
  await refuseStatements(scriptOf('up.sql', upSql))
  const folder = migrations.at(-1)?.folder ?? ''
  if (kept.some((each) => each.folder === folder)) throw foldedInPart(folder)
  const path = `${folder}/${manifestName}`
  const name = 'consolidated_schema.sql'
  const manifest = { ...readManifest(await files.script(path)), SchemaUpdateCqlFiles: [name] }
  return [
    { path, text: `${JSON.stringify(manifest, undefined, 2)}\n`, replaces: true },
    { path: `${folder}/${name}`, text: upSql },
  ]
}

/** The tool applies the files of a version together, and records it once. */
function foldedInPart(folder: string): PgfoldError {
  return new PgfoldError('shared-file', `Not all files of the version ${folder} were folded`, {
    hint: 'Fold up to the last file that its manifest names.',
    exitCode: 1,
  })
}

/** Temporal's tool takes four kinds of statements, and cuts the file at semicolons. */
async function refuseStatements(script: Script): Promise<void> {
  const statements = await splitStatements(script)
  const strange = statements.find(({ text }) => !/^(?:CREATE|ALTER|INSERT|DROP)/u.test(text) || text.includes(';'))
  if (strange === undefined) return
  throw new PgfoldError('runner-would-misread', "Temporal's schema tool would not run this statement as it stands", {
    location: locate(script, strange.offset),
    hint: 'It takes CREATE, ALTER, INSERT and DROP without a semicolon inside; keep the folder as it is.',
    exitCode: 1,
  })
}

/** Without the file, and without zeros at its end: 1.2 and 1.2.0 are one version. */
function versionAlone(id: string): string {
  return id.replace(/\/.*$/su, '').replace(/(?:\.0)+$/u, '')
}

function versionOf(folder: Folder): string {
  return baseName(folder).slice(1)
}

function byVersion(a: string, b: string): number {
  const [left, right] = [numbersOf(a), numbersOf(b)]
  return left.map((number, index) => number - (right[index] ?? 0)).find((difference) => difference !== 0) ?? 0
}

/** Three, of which those that are not there are 0. */
function numbersOf(version: string): number[] {
  const parts = version.split('.').map(Number)
  return [0, 1, 2].map((index) => parts[index] ?? 0)
}
