// dbmate: `<number>_<name>.sql` with both sides in one file: up from the first line `-- migrate:up` to the first
// `-- migrate:down`, down from there to the end. Each side is one query, in a transaction unless its marker says
// transaction:false, all on one connection. The table schema_migrations has a row for each number.
import { PgfoldError, type Location } from '../errors.ts'
import { locate } from '../history/location.ts'
import { refuseMarkers } from './guard-sql.ts'
import { sqlFiles, within, type Files, type Folder, type Layout, type MigrationFiles, type Reading } from './layout.ts'
import { markedFiles } from './marked-files.ts'
import { linesOf, part, type Line } from './parts.ts'
import { refuseTwins, strangers } from './passed-over.ts'

export const dbmate: Layout = {
  name: 'dbmate',
  shape: '<number>_<name>.sql with -- migrate:up and -- migrate:down',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'schema_migrations' }],
  trackingSchemas: [],
  records: [
    {
      table: { schema: 'public', name: 'schema_migrations' },
      columns: ['version'],
      definition: 'version varchar(128) PRIMARY KEY',
      newRow: () => ({}),
      id: 'version',
      recordedAs: ({ id }) => id,
    },
  ],
  detect: async (folder, { files }) => ({
    marks: await markedFiles(
      migrationFiles(folder).map((file) => within(folder, file)),
      files,
      anyMarker,
    ),
    names: [],
  }),
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated(history, { upSql, downSql }) {
    refuseMarkers({ upSql, downSql }, 'dbmate', marker)
    const id = history.migrations.at(-1)?.id ?? ''
    const text = `-- migrate:up\n\n${upSql.trim()}\n\n-- migrate:down\n\n${downSql.trim()}\n`
    return [{ path: `${id}_consolidated_schema.sql`, text }]
  },
}

const fileName = /^(\d+)(.*)\.sql$/u
const marker = /^--\s*migrate:(up|down)(?:\s.*)?$/u
const anyMarker = /^--\s*migrate:(?:up|down)/mu

interface Marker {
  readonly side: string
  readonly line: Line
}

// dbmate sorts by name, and by the number of each as text.
function migrationFiles(folder: Folder): string[] {
  return sqlFiles(folder).filter((file) => fileName.test(file))
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const migrations: MigrationFiles[] = []
  for (const file of migrationFiles(folder)) migrations.push(await readFile(within(folder, file), file, files))
  refuseTwins(migrations)
  return { migrations, findings: strangers(folder, fileName, 'has a name that does not begin with a number') }
}

async function readFile(path: string, file: string, files: Files): Promise<MigrationFiles> {
  const [, id = '', rest = ''] = fileName.exec(file) ?? []
  const script = await files.script(path)
  const { text } = script
  const lines = linesOf(text)
  const { up, down } = sidesOf(lines, (offset) => locate(script, offset))
  return {
    id,
    name: rest.replace(/^_/u, ''),
    up: { path, text: part(text, [{ start: up.end, end: down.start }]) },
    down: { path, text: part(text, [{ start: down.end, end: text.length }]) },
    // Outside a transaction the side is still one query.
    transaction: isTransactionOff(up.text) ? 'file' : 'runner',
  }
}

/** The marker lines that begin the two sides. Everything that some version of dbmate stops at is refused. */
function sidesOf(lines: readonly Line[], at: (offset: number) => Location): { readonly up: Line; readonly down: Line } {
  const markers = markersOf(lines)
  const up = first(markers, 'up')
  const down = first(markers, 'down')
  if (up === undefined) throw missingMarker('up', at(0))
  refuseEarlySql(lines, up, at)
  if (down === undefined || down.start < up.start) throw missingMarker('down', at(up.start))
  const next = markers.find(({ side, line }) => side === 'up' && line.start > down.start)
  if (next !== undefined) throw secondMigration(at(next.line.start))
  return { up, down }
}

function markersOf(lines: readonly Line[]): Marker[] {
  return lines.flatMap((line) => {
    const side = marker.exec(line.text)?.[1]
    return side === undefined ? [] : [{ side, line }]
  })
}

function first(markers: readonly Marker[], side: string): Line | undefined {
  return markers.find((one) => one.side === side)?.line
}

/** Options are words `key:value`, of which the last one counts. */
function isTransactionOff(markerLine: string): boolean {
  const values = markerLine.split(/\s+/u).flatMap((word) => /^transaction:([^:]*)$/u.exec(word)?.[1] ?? [])
  return values.at(-1) === 'false'
}

function missingMarker(side: 'up' | 'down', location: Location): PgfoldError {
  const [what, where] =
    side === 'up'
      ? ['', 'before the SQL']
      : [' behind "-- migrate:up"', 'behind what is applied, also where nothing follows it']
  return new PgfoldError('missing-marker', `The file has no line "-- migrate:${side}"${what}, which dbmate asks for`, {
    location,
    hint: `Write -- migrate:${side} on a line of its own ${where}.`,
  })
}

function refuseEarlySql(lines: readonly Line[], up: Line, at: (offset: number) => Location): void {
  const early = lines.find(({ text, end }) => end <= up.start && text.trim() !== '' && !text.trim().startsWith('--'))
  if (early === undefined) return
  throw new PgfoldError('sql-before-marker', 'SQL stands before "-- migrate:up"; dbmate refuses the file', {
    location: at(early.start),
    hint: 'Move it below -- migrate:up.',
  })
}

// Up to 2.33 dbmate takes it for a part of the first one's down side; since then it runs it, and stops when it
// records the number once more.
function secondMigration(location: Location): PgfoldError {
  return new PgfoldError('several-migrations', 'A second migration begins in the file, which dbmate never applies', {
    location,
    hint: 'Move it to a file with a number of its own.',
  })
}
