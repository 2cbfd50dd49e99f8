// Flyway: versions in the order of their numbers, then what is repeatable in the order of its descriptions, in the folder
// and all folders in it. Each script is a transaction, unless one of its statements refuses one or its settings say
// otherwise; all share a connection, on which Flyway puts back the role and the search_path. flyway_schema_history has a
// row for each with the CRC-32 of its lines.
//
// On a database that has none of them, Flyway runs the newest baseline in the place of all versions up to its own; so the
// consolidated migration is a baseline, which databases that are further pass over. It has no undo script: a database
// that ran the folded versions would take it for the undo of the newest one.
//
// Repeatable scripts and callbacks are part of the fold, as their objects are part of every database that Flyway
// migrated, but archive leaves their files in place. A database that has run them finds their checksums unchanged and does
// nothing (it would refuse to run were they gone); a new one runs them again behind the baseline, as it does whenever
// they change, which they have to bear in any case. Callbacks that run before it are told of: there the baseline meets
// what they made.
import { crc32 } from 'node:zlib'
import { PgfoldError } from '../errors.ts'
import type { History } from '../history/migration.ts'
import { dollarBraces } from '../history/placeholders.ts'
import type { Finding } from '../model/finding.ts'
import { fillingOf, valuesOf } from './flyway-placeholders.ts'
import { projectIn, type FlywayProject } from './flyway-project.ts'
import { isRunHere, refuseTwins, runOnEmpty, runsBefore } from './flyway-order.ts'
import { compareVersions, flywayFiles, type FlywayFile, type FlywayFiles } from './flyway-names.ts'
import { readSettings, type FlywaySettings } from './flyway-settings.ts'
import {
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Evidence,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type ReadOptions,
  type Surroundings,
} from './layout.ts'
import { mentions, readProjectFiles } from './project-files.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const flyway: Layout = {
  name: 'flyway',
  shape: 'V<version>__<description>.sql, R__<description>.sql',
  transaction: 'runner',
  session: 'one-restored',
  trackingTables: [{ schema: 'public', name: 'flyway_schema_history' }],
  trackingSchemas: [],
  placeholder: dollarBraces,
  whereApplied: () =>
    `run flyway repair, or let it pass with -ignoreMigrationPatterns="*:missing": validate stops at rows without a file`,
  records: [
    {
      table: { schema: 'public', name: 'flyway_schema_history' },
      columns: ['installed_rank', 'version', 'description', 'type', 'script', 'checksum', 'success'],
      definition:
        'installed_rank int PRIMARY KEY, version varchar(50), description varchar(200) NOT NULL, type varchar(20) NOT NULL, ' +
        'script varchar(1000) NOT NULL, checksum int, installed_by varchar(100) NOT NULL, ' +
        'installed_on timestamp NOT NULL DEFAULT now(), execution_time int NOT NULL, success boolean NOT NULL',
      newRow: (_, table) => ({
        installed_rank: `(SELECT coalesce(pg_catalog.max(installed_rank), 0) + 1 FROM ${table})`,
        installed_by: 'current_user',
        execution_time: '0',
        success: 'true',
      }),
      id: 'version',
      counts: `success and version is not null and type in ('SQL', 'SQL_BASELINE', 'BASELINE')`,
      failed: `not success or type like 'UNDO%'`,
      needsFiles: true,
      recordedAs: ({ id }) => id,
      checksum: 'checksum',
      row: ({ name, path, checksum }) => ({
        description: quoteLiteral(name.replaceAll('_', ' ')),
        type: name === consolidatedName ? `'SQL_BASELINE'` : `'SQL'`,
        script: quoteLiteral(path),
        checksum: `${checksum ?? 'null'}::pg_catalog.int4`,
      }),
    },
  ],
  detect,
  home: (folder) => folder,
  read,
  consolidated,
}

const consolidatedName = 'consolidated_schema'
const codeName = /^[VRB].*__.*\.(?:java|kt|groovy|class|sh|bash|ps1|py|cmd|bat)$/u
const builds = ['pom.xml', 'build.gradle', 'build.gradle.kts', 'flyway.toml']

function detect(folder: Folder, { root, project }: Surroundings): Evidence {
  const { naming } = projectIn(project)
  const all = flywayFiles(folder, naming).files
  const files = all.filter(({ kind, path }) => kind !== 'event' && path.includes(naming.separator))
  const names = files.map(({ path }) => path)
  const isKnown = project.has('flyway.conf') || mentions(project, builds, /flyway/u) || /\/db\/migrations?$/u.test(root)
  const own = files.filter(({ kind, id }) => kind === 'repeatable' || kind === 'baseline' || id.split('.').length > 2)
  return { marks: isKnown ? names : own.map(({ path }) => path), names }
}

async function read(home: Folder, options: ReadOptions): Promise<Reading> {
  refuseCode(home)
  const project = projectIn(options.project)
  const { files, passedOver } = flywayFiles(home, project.naming)
  refuseTwins(files)
  const { run, ignored } = runOnEmpty(files)
  const undos = files.filter(({ kind }) => kind === 'undo')
  const conf = new Set(confFiles(home))
  const migrations: MigrationFiles[] = []
  const left: FlywayFiles['passedOver'][number][] = [...passedOver, ...ignored]
  for (const file of run) {
    const undo = file.kind === 'versioned' ? undos.find((undo) => sameVersion(file, undo)) : undefined
    const settings = await settingsOf(file, { conf, project }, options)
    if (!settings.runs) left.push({ path: file.path, why: 'its setting shouldExecute leaves it out' })
    else migrations.push(await migrationOf({ file, undo, settings, conf, project }, options))
  }
  const orphans = undos.filter((undo) => !run.some((file) => isVersion(file) && sameVersion(file, undo)))
  const before = files.filter(runsBefore).map(earlier)
  const again = run.filter((file) => stays(file) && !runsBefore(file)).map(runsAgain)
  return {
    migrations,
    findings: [...project.findings, ...left.map(leftOut), ...orphans.map(orphan), ...before, ...again],
  }
}

interface Described {
  readonly file: FlywayFile
  readonly undo: FlywayFile | undefined
  readonly settings: FlywaySettings
  readonly conf: ReadonlySet<string>
  readonly project: FlywayProject
}

async function migrationOf(
  { file, undo, settings, conf, project }: Described,
  { files, placeholders }: ReadOptions,
): Promise<MigrationFiles> {
  const script = await files.script(file.path)
  const filling = fillingOf(file, { project, settings, given: placeholders })
  const text = file.kind === 'repeatable' ? filling.fill(script).text : script.text
  const transaction = settings.transaction ?? project.transaction
  const beside = [file, undo].flatMap((each) => (each === undefined ? [] : [`${each.path}.conf`]))
  return {
    id: file.id,
    name: isVersion(file) ? file.description : '',
    up: filling.sideOf(file.path, script),
    ...(undo === undefined ? {} : { down: filling.sideOf(undo.path, await files.script(undo.path)) }),
    beside: beside.filter((path) => conf.has(path)),
    values: filling.values,
    ...(transaction === undefined ? {} : { transaction }),
    ...(filling.isLeft ? {} : { placeholders: false }),
    ...(file.kind === 'event' ? {} : { checksum: String(checksumOf(text)) }),
    ...(stays(file) ? { stays: true } : {}),
  }
}

async function settingsOf(
  file: FlywayFile,
  { conf, project }: Pick<Described, 'conf' | 'project'>,
  { files, placeholders }: ReadOptions,
): Promise<FlywaySettings> {
  const path = `${file.path}.conf`
  if (!conf.has(path)) return { runs: true }
  return readSettings(await files.script(path), {
    ...valuesOf(file, project),
    ...project.placeholders,
    ...placeholders,
  })
}

/** Lines end as Java says; how they end is no part of the sum. */
function checksumOf(text: string): number {
  let sum = 0
  for (const line of text.split(/\r\n|\n|\r/u)) sum = crc32(line, sum)
  return sum | 0 // signed, as the column of the history table is
}

async function consolidated({ root, migrations }: History, { upSql }: ConsolidatedSql): Promise<ConsolidatedFile[]> {
  const newest = migrations.findLast((migration) => migration.stays !== true)
  if (newest === undefined) {
    throw new PgfoldError('nothing-to-replace', 'The history has no versioned migration that could be replaced', {
      hint: 'Leave the folder as it is: Flyway runs what is repeatable anyway.',
      exitCode: 1,
    })
  }
  const { naming, between } = projectIn(await readProjectFiles(root))
  const path = `${naming.prefixes.baseline}${newest.id}${naming.separator}${consolidatedName}.sql`
  const sql = { path, text: upSql }
  return between !== undefined && upSql.includes(between.prefix)
    ? [sql, { path: `${path}.conf`, text: 'placeholderReplacement=false\n' }]
    : [sql]
}

function refuseCode(home: Folder): void {
  const found = home.files.find((file) => codeName.test(file))
  if (found !== undefined) {
    throw new PgfoldError('not-sql', `${within(home, found)} is a migration in code, not SQL`, {
      hint: 'Fold with --run and the command that runs Flyway, or with --from a database that it built.',
    })
  }
  for (const folder of home.folders) refuseCode(folder)
}

function confFiles(folder: Folder): string[] {
  const own = folder.files.filter((file) => /\.sql\.conf$/iu.test(file)).map((file) => within(folder, file))
  return [...own, ...folder.folders.flatMap(confFiles)]
}

function sameVersion(a: FlywayFile, b: FlywayFile): boolean {
  return compareVersions(a.version, b.version) === 0
}

function isVersion({ kind }: FlywayFile): boolean {
  return kind === 'versioned' || kind === 'baseline'
}

function stays({ kind }: FlywayFile): boolean {
  return kind === 'repeatable' || kind === 'event'
}

function leftOut({ path, why }: FlywayFiles['passedOver'][number]): Finding {
  return { code: 'not-a-migration', severity: 'warning', subject: path, message: `is passed over: ${why}` }
}

function orphan({ path, id }: FlywayFile): Finding {
  return { code: 'orphan-rollback', severity: 'warning', subject: path, message: `no migration has the version ${id}` }
}

function earlier(file: FlywayFile): Finding {
  const here = isRunHere(file)
    ? 'what it makes is in up.sql too, which then fails; give it with --prelude FILE as well, which leaves what it makes out of up.sql'
    : 'pgfold does not run it; where the migrations take what it makes for granted, give it with --prelude FILE'
  return {
    code: 'runs-before',
    severity: 'warning',
    subject: file.path,
    message: `stays in the folder, and on a new database Flyway runs it before the consolidated migration: ${here}`,
  }
}

function runsAgain({ path }: FlywayFile): Finding {
  return {
    code: 'runs-again',
    severity: 'info',
    subject: path,
    message:
      'stays in the folder, and on a new database Flyway runs it behind the consolidated migration, which has what it does: what is not written to be repeated happens twice',
  }
}
