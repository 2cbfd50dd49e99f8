// dbmate: `<number>_<name>.sql` with both sides in one file, between the lines `-- migrate:up` and `-- migrate:down`, of
// which an up side may be several. Each side is one query, in a transaction unless the marker says transaction:false.
// The table schema_migrations has a row for each number.
import { PgfoldError, type Location } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { TransactionRule } from '../history/migration.ts'
import { sqlFiles, within, type Files, type Folder, type Layout, type MigrationFiles, type Reading } from './layout.ts'
import { linesOf, part, type Line, type Span } from './parts.ts'

export const dbmate: Layout = {
  name: 'dbmate',
  shape: '<number>_<name>.sql with -- migrate:up and -- migrate:down',
  transaction: 'runner',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'schema_migrations' }],
  trackingSchemas: [],
  detect: async (folder, { files }) => ({ marks: await marked(folder, files), names: [] }),
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated(history, { upSql, downSql }) {
    const id = history.migrations.at(-1)?.id ?? ''
    const text = `-- migrate:up\n\n${upSql.trim()}\n\n-- migrate:down\n\n${downSql.trim()}\n`
    return [{ path: `${id}_consolidated_schema.sql`, text }]
  },
}

const fileName = /^(\d+)(?:_(.*))?\.sql$/iu
const marker = /^--\s*migrate:(up|down)(.*)$/u

interface Section extends Span {
  readonly side: 'up' | 'down'
  readonly options: string
}

/** Files with a marker; the first few tell. */
async function marked(folder: Folder, files: Files): Promise<string[]> {
  const paths = migrationFiles(folder)
    .slice(0, 3)
    .map((file) => within(folder, file))
  const found = await Promise.all(paths.map(async (path) => sectionsOf(linesOf(await files.text(path))).length > 0))
  return paths.filter((_, index) => found[index])
}

// dbmate sorts by name, and by the number of each as text.
function migrationFiles(folder: Folder): string[] {
  return sqlFiles(folder).filter((file) => fileName.test(file))
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const migrations: MigrationFiles[] = []
  for (const file of migrationFiles(folder)) migrations.push(await readFile(within(folder, file), file, files))
  refuseTwins(migrations)
  const strangers = sqlFiles(folder).filter((file) => !fileName.test(file))
  return {
    migrations,
    findings: strangers.map((file) => ({
      code: 'not-a-migration',
      severity: 'warning',
      subject: within(folder, file),
      message: 'is passed over: its name does not begin with a number',
    })),
  }
}

async function readFile(path: string, file: string, files: Files): Promise<MigrationFiles> {
  const [, id = '', name = ''] = fileName.exec(file) ?? []
  const script = await files.script(path)
  const { text } = script
  const lines = linesOf(text)
  const at = (offset: number): Location => locate(script, offset)
  const sections = sectionsOf(lines)
  refuseWithoutMarkers(sections, at(0))
  refuseEarlySql(lines, sections, at)
  const side = (wanted: 'up' | 'down'): string =>
    part(
      text,
      sections.filter((section) => section.side === wanted),
    )
  return {
    id,
    name,
    up: { path, text: side('up') },
    down: { path, text: side('down') },
    transaction: ruleOf(sections),
  }
}

/** From the line behind each marker to the next one. */
function sectionsOf(lines: readonly Line[]): Section[] {
  const markers = lines.flatMap((line) => {
    const [, side, options = ''] = marker.exec(line.text) ?? []
    return side === undefined ? [] : [{ side: side as Section['side'], options, line }]
  })
  const end = lines.at(-1)?.end ?? 0
  return markers.map(({ side, options, line }, index) => ({
    side,
    options,
    start: line.end,
    end: markers[index + 1]?.line.start ?? end,
  }))
}

// Outside a transaction the side is still one query.
function ruleOf(sections: readonly Section[]): TransactionRule {
  const isOff = sections.some(({ side, options }) => side === 'up' && /(?:^|\s)transaction:\s*false\b/u.test(options))
  return isOff ? 'file' : 'runner'
}

function refuseWithoutMarkers(sections: readonly Section[], location: Location): void {
  for (const side of ['up', 'down'] as const) {
    if (sections.some((section) => section.side === side)) continue
    throw new PgfoldError('missing-marker', `The file has no line "-- migrate:${side}", which dbmate asks for`, {
      location,
      hint: `Write -- migrate:${side} on a line of its own${side === 'up' ? ' before the SQL' : ', also where nothing follows it'}.`,
    })
  }
}

function refuseEarlySql(lines: readonly Line[], sections: readonly Section[], at: (offset: number) => Location): void {
  const first = sections[0]?.start ?? 0
  const early = lines.find(({ text, end }) => end < first && text.trim() !== '' && !text.trim().startsWith('--'))
  if (early === undefined) return
  throw new PgfoldError('sql-before-marker', 'SQL stands before the first marker; dbmate refuses the file', {
    location: at(early.start),
    hint: 'Move it below -- migrate:up.',
  })
}

function refuseTwins(migrations: readonly MigrationFiles[]): void {
  const known = new Map<string, MigrationFiles>()
  for (const migration of migrations) {
    const twin = known.get(migration.id)
    known.set(migration.id, migration)
    if (twin === undefined) continue
    throw new PgfoldError(
      'duplicate-migrations',
      `Two files have the number ${migration.id}; dbmate records one row for both`,
      {
        details: [twin, migration].map(({ id, name }) => `${id}_${name}.sql`),
        hint: 'Give one of them a number of its own.',
      },
    )
  }
}
