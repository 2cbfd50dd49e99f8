// tern: `<number>_<name>.sql`, numbered from 1 without a gap, with what undoes it below a marker. A side is a Go template,
// filled in and sent as one query, in a transaction unless a line of it says disable-tx; behind each, tern says RESET ALL. The
// table schema_version has one row with the newest number.
import { PgfoldError, type Location } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { History } from '../history/migration.ts'
import { count } from '../model/count.ts'
import { refuseMarkers } from './guard-sql.ts'
import type { ConsolidatedFile, ConsolidatedSql, Evidence, Files, Folder, Layout } from './layout.ts'
import type { MigrationFiles, Reading, Surroundings } from './layout.ts'
import { markedFiles } from './marked-files.ts'
import { numberedFiles, type NumberedFile } from './numbered-files.ts'
import { part } from './parts.ts'
import { refuseTwins, strangers, withoutZeros } from './passed-over.ts'

export const tern: Layout = {
  name: 'tern',
  shape: '<number>_<name>.sql from 1 on, with ---- create above / drop below ----',
  transaction: 'runner',
  session: 'one-reset',
  trackingTables: [{ schema: 'public', name: 'schema_version' }],
  trackingSchemas: [],
  placeholder: { pattern: /\{\{\s*\.([A-Za-z_]\w*)\s*\}\}/u },
  whereApplied: () => 'run UPDATE schema_version SET version = 1, since the files are numbered from 1 again',
  records: [
    {
      table: { schema: 'public', name: 'schema_version' },
      columns: ['version'],
      definition: 'version int4 NOT NULL',
      newRow: () => ({}),
      none: '0',
      id: 'version',
      single: 'position',
      recordedAs: ({ id }) => String(BigInt(id)),
    },
  ],
  detect,
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated: (history, sql, { kept }) => consolidated(history, sql, kept.length),
}

const fileName = /^(\d+)_(.+)\.sql$/u
const marker = '---- create above / drop below ----'
const withoutTransaction = '---- tern: disable-tx ----'
const anyMarker = /---- create above \/ drop below ----|^---- tern: disable-tx ----$/mu
const placeholder = /^\{\{\s*\.[A-Za-z_]\w*\s*\}\}/u

async function detect(folder: Folder, { files, project }: Surroundings): Promise<Evidence> {
  const paths = numberedFiles(folder, fileName).map(({ path }) => path)
  return { marks: project.has('tern.conf') ? paths : await markedFiles(paths, files, anyMarker), names: [] }
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const numbered = numberedFiles(folder, fileName)
  const migrations = await Promise.all(numbered.map((file) => readFile(file, files)))
  refuseTwins(migrations, withoutZeros)
  refuseGaps(numbered)
  return { migrations, findings: strangers(folder, fileName, 'is not named <number>_<name>.sql') }
}

async function readFile({ id, name, path }: NumberedFile, files: Files): Promise<MigrationFiles> {
  const script = await files.script(path)
  const { text } = script
  const at = (offset: number): Location => locate(script, offset)
  refuseTemplates(text, at)
  const end = text.indexOf(marker)
  const up = end === -1 ? text : part(text, [{ start: 0, end }])
  if (!up.split('\n').some((line) => line.trim() !== '' && !line.trim().startsWith('--'))) {
    throw new PgfoldError('empty-migration', 'There is no SQL above the marker; tern refuses the file', {
      location: at(0),
      hint: 'Write SELECT 1; where nothing is to be done.',
    })
  }
  const isOff = up.split('\n').includes(withoutTransaction)
  return {
    id,
    name,
    up: { path, text: up },
    ...(end === -1 ? {} : { down: { path, text: part(text, [{ start: end + marker.length, end: text.length }]) } }),
    ...(isOff ? { transaction: 'script' } : {}),
  }
}

/** Refuses what only the template language can work out: functions, conditions, other files. */
function refuseTemplates(text: string, at: (offset: number) => Location): void {
  for (let offset = text.indexOf('{{'); offset !== -1; offset = text.indexOf('{{', offset + 2)) {
    if (placeholder.test(text.slice(offset, offset + 200))) continue
    throw new PgfoldError('unsupported-template', 'tern runs this as a Go template; pgfold fills in {{.name}} alone', {
      location: at(offset),
      hint: 'Fold what tern leaves in a database, with --run.',
    })
  }
}

function refuseGaps(files: readonly NumberedFile[]): void {
  const index = files.findIndex(({ id }, position) => BigInt(id) !== BigInt(position + 1))
  const found = files[index]
  if (found === undefined) return
  throw new PgfoldError('missing-migrations', `The number ${index + 1} is missing; tern counts from 1 without a gap`, {
    details: [`found in its place: ${found.path}`],
    hint: 'Put the missing file back.',
  })
}

// The numbers begin at 1 again, so that nothing newer may stay: it would have to be renamed.
function consolidated(history: History, sql: ConsolidatedSql, kept: number): ConsolidatedFile[] {
  if (kept > 0) {
    const newer = count(kept, 'newer migration stays', 'newer migrations stay')
    throw new PgfoldError('kept-migrations', `tern counts from 1 without a gap, and ${newer}`, {
      hint: 'Fold up to the newest migration.',
      exitCode: 1,
    })
  }
  refuseMarkers(sql, 'tern', /\{\{|---- create above \/ drop below ----|^---- tern: disable-tx ----$/u)
  const digits = history.migrations[0]?.id.length ?? 1
  const text = `${sql.upSql.trim()}\n\n${marker}\n\n${sql.downSql.trim()}\n`
  return [{ path: `${'1'.padStart(digits, '0')}_consolidated_schema.sql`, text }]
}
