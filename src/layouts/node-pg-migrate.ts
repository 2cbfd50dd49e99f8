// node-pg-migrate: `<number>_<name>.sql`, in the order of the numbers, of which those of 17 digits are a time in UTC. A
// file holds both sides, each below a comment such as `-- Up Migration`; without one all of it is the up side. Each
// side is one query on one connection, in a transaction that the runner opens. Migrations in JavaScript or TypeScript
// may stand between them. The table pgmigrations has a row with the name of each file.
import { PgfoldError } from '../errors.ts'
import type { Migration } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import { refuseMarkers } from './guard-sql.ts'
import {
  noEvidence,
  sqlFiles,
  within,
  type Evidence,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type Surroundings,
} from './layout.ts'
import { markedFiles, runnerDirective } from './marked-files.ts'
import { oneTransactionStops } from './one-transaction.ts'
import { linesOf, part, type Span } from './parts.ts'
import { passedOver } from './passed-over.ts'
import { mentions } from './project-files.ts'
import { reachesFurther } from './reaches-further.ts'

export const nodePgMigrate: Layout = {
  name: 'node-pg-migrate',
  shape: '<number>_<name>.sql with -- Up Migration and -- Down Migration, or .up.sql and .down.sql',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'pgmigrations' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `in pgmigrations, delete the rows of the folded migrations and insert ${line}_consolidated_schema: it compares the names one by one`,
  records: [
    {
      table: { schema: 'public', name: 'pgmigrations' },
      columns: ['name', 'run_on'],
      definition: 'id serial PRIMARY KEY, name varchar(255) NOT NULL, run_on timestamp NOT NULL',
      newRow: () => ({ run_on: 'now()' }),
      id: 'name',
      needsFiles: true,
      recordedAs: ({ path }) => recordedName(path),
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated(history, { upSql, downSql }, { kept }) {
    refuseDownMarker(upSql)
    const id = history.migrations.at(-1)?.id ?? ''
    refuseSameNumber(id, kept)
    const text = `-- Up Migration\n\n${upSql.trim()}\n\n-- Down Migration\n\n${downSql.trim()}\n`
    return [{ path: `${id}_consolidated_schema.sql`, text }]
  },
}

const fileName = /^(\d+)(.*)\.sql$/iu
const codeName = /^\d.*\.[cm]?[jt]s$/iu
/** Packages that run files of such names too: a project that has several does not say whose files these are. */
const otherRunners = /"(?:dbmate|db-migrate|postgres-migrations|@databases\/pg-migrations|supabase)"/u
const upMarker = /^\s*--[\s-]*up\s+migration/imu
const eitherMarker = /^\s*--[\s-]*(?:up|down)\s+migration/imu
const downMarker = /^\s*--[\s-]*down\s+migration/imu

/** As the runner records it: of a pair, the name that both have. */
function recordedName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/(?:\.up)?\.sql$/iu, '')
}

async function detect(folder: Folder, { files, project }: Surroundings): Promise<Evidence> {
  const names = sqlFiles(folder).filter((file) => fileName.test(file))
  if (names.length === 0) return noEvidence
  const paths = names.map((file) => within(folder, file))
  const marks = await markedFiles(paths, files, eitherMarker)
  if (marks.length > 0) return { marks, names: [] }
  const isNamed = (tools: RegExp): boolean => mentions(project, ['package.json'], tools)
  if (!isNamed(/"node-pg-migrate"/u) || isNamed(otherRunners)) return noEvidence
  return (await markedFiles(paths, files, runnerDirective)).length > 0 ? noEvidence : { marks: names, names }
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  refuseCode(folder)
  const names = sqlFiles(folder)
    .filter((file) => fileName.test(file))
    .toSorted(inOrder)
  const arePairs = names.some((file) => file.endsWith('.up.sql'))
  const migrations: MigrationFiles[] = []
  const findings: Finding[] = []
  for (const name of names) {
    if (arePairs && /\.(?:up|down)\.sql$/u.test(name)) {
      if (name.endsWith('.up.sql')) migrations.push(pairOf(name, folder))
      else refuseAlone(name, names)
      continue
    }
    const one = await readFile(folder, name, files)
    migrations.push(one.migration)
    findings.push(...one.findings)
  }
  const runner = { runner: 'node-pg-migrate', files }
  const stops = await oneTransactionStops(migrations, runner)
  const reaching = await reachesFurther(migrations, runner)
  return { migrations, findings: [...strangers(folder), ...findings, ...stops, ...reaching] }
}

function refuseCode(folder: Folder): void {
  const code = folder.files.filter((file) => codeName.test(file))
  if (code.length === 0) return
  throw new PgfoldError('not-sql', 'Some migrations are code, not SQL', {
    details: code,
    hint: "Let node-pg-migrate build the database, with --run 'CMD'.",
  })
}

function inOrder(a: string, b: string): number {
  const byName = a.localeCompare(b, undefined, { numeric: true, ignorePunctuation: true })
  return timeOf(a) - timeOf(b) || byName
}

function timeOf(file: string): number {
  const digits = /^\d+/u.exec(file)?.[0] ?? ''
  if (digits.length !== 17) return Number(digits)
  const [, date, time, milliseconds] = /^(\d{8})(\d{6})(\d{3})$/u.exec(digits) ?? []
  const clock = time?.replaceAll(/(\d\d)(?=\d)/gu, '$1:')
  return Date.parse(`${date?.replace(/(\d{4})(\d\d)(\d\d)/u, '$1-$2-$3')}T${clock}.${milliseconds}Z`)
}

function nameOf(file: string): { readonly id: string; readonly name: string } {
  const [, id = '', rest = ''] = fileName.exec(file.replace(/\.(?:up|down)\.sql$/u, '.sql')) ?? []
  return { id, name: rest.replace(/^_/u, '') }
}

function pairOf(up: string, folder: Folder): MigrationFiles {
  const down = up.replace(/\.up\.sql$/u, '.down.sql')
  const whole = up.replace(/\.up\.sql$/u, '.sql')
  if (folder.files.includes(whole)) {
    throw new PgfoldError('duplicate-migrations', 'A migration stands in one file and in a pair of files', {
      details: [whole, up],
      hint: 'Remove one of the two; node-pg-migrate refuses them as well.',
    })
  }
  const hasDown = folder.files.includes(down)
  return { ...nameOf(up), up: within(folder, up), ...(hasDown ? { down: within(folder, down) } : {}) }
}

function refuseAlone(down: string, names: readonly string[]): void {
  const up = down.replace(/\.down\.sql$/u, '.up.sql')
  if (names.includes(up)) return
  throw new PgfoldError('missing-up', `${down} has no ${up} beside it, which node-pg-migrate asks for`, {
    hint: 'Put it back, or remove the file.',
  })
}

interface FileRead {
  readonly migration: MigrationFiles
  readonly findings: readonly Finding[]
}

async function readFile(folder: Folder, file: string, files: Files): Promise<FileRead> {
  const path = within(folder, file)
  const text = await files.text(path)
  const up = text.search(upMarker)
  const down = text.search(downMarker)
  const side = (span: Span) => ({ path, text: part(text, [span]) })
  return {
    migration: {
      ...nameOf(file),
      up: up === -1 ? path : side({ start: up, end: down > up ? down : text.length }),
      ...(down === -1 ? {} : { down: side({ start: down, end: up > down ? up : text.length }) }),
    },
    findings: oddities(path, text, { up, down }),
  }
}

function oddities(subject: string, text: string, { up, down }: Record<'up' | 'down', number>): Finding[] {
  if (up === -1 && down === -1) return []
  if (up === -1) {
    const message = 'has a marker of the down side alone: node-pg-migrate runs the down side together with the up side'
    return [{ code: 'down-runs-too', severity: 'warning', subject, message }]
  }
  const before = text.slice(0, down === -1 ? up : Math.min(up, down))
  if (!linesOf(before).some((line) => !/^\s*(?:--|$)/u.test(line.text))) return []
  return [
    { code: 'never-run', severity: 'warning', subject, message: 'has SQL above its first marker, which is not run' },
  ]
}

/** The runner stops at a file whose name has no number, unless its ignore-pattern says not to look at it. */
function strangers(folder: Folder): Finding[] {
  const others = folder.files.filter((file) => !fileName.test(file))
  return others.map((file) => passedOver(within(folder, file), 'is not named <number>_<name>.sql'))
}

/** The first marker of a side counts, and that of the down side has to be ours; it may go over several lines. */
function refuseDownMarker(upSql: string): void {
  const found = downMarker.exec(upSql)?.[0].trim().replaceAll(/\s+/gu, ' ') ?? ''
  refuseMarkers({ upSql: found, downSql: '' }, 'node-pg-migrate', downMarker)
}

/** Files of one number go by their names, and the consolidated migration has to come first. */
function refuseSameNumber(id: string, kept: readonly Migration[]): void {
  const same = kept.filter((migration) => timeOf(migration.id) === timeOf(id))
  if (same.length === 0) return
  throw new PgfoldError('duplicate-migrations', `Newer migrations have the number ${id} too`, {
    details: same.flatMap(({ files }) => files),
    hint: 'Fold up to the last of them.',
    exitCode: 1,
  })
}
