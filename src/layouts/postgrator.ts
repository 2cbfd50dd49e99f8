// postgrator: `<version>.do.<name>.sql` and `<version>.undo.<name>.sql`, in the order of the versions as numbers. Each
// file is one query; which connection it goes to is the caller's choice, as a rule one for all. The table schemaversion
// has a row with the MD5 of the file for each version, and the highest one is where the database is: what has a lower
// version is never applied later.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import type { Finding } from '../model/finding.ts'
import { within, type Files, type Folder, type Layout, type MigrationFiles, type Reading } from './layout.ts'
import { passedOver, refuseSame } from './passed-over.ts'
import { quoteLiteral } from '../sql/quote.ts'

export const postgrator: Layout = {
  name: 'postgrator',
  shape: '<version>.do.<name>.sql, <version>.undo.<name>.sql',
  transaction: 'file',
  session: 'one',
  trackingTables: [{ schema: 'public', name: 'schemaversion' }],
  trackingSchemas: [],
  whereApplied: (line) =>
    `run UPDATE schemaversion SET md5 = NULL WHERE version = ${Number(line)}: it compares the sum of the file`,
  records: [
    {
      table: { schema: 'public', name: 'schemaversion' },
      columns: ['version', 'md5'],
      definition: 'version bigint PRIMARY KEY, name text, md5 text, run_at timestamptz',
      newRow: () => ({ run_at: 'now()' }),
      id: 'version',
      counts: 'version <> 0',
      recordedAs: ({ id }) => String(BigInt(id)),
      checksum: 'md5',
      row: ({ name, checksum = '' }) => ({ name: quoteLiteral(name), md5: quoteLiteral(checksum) }),
    },
  ],
  detect: (folder) => ({ marks: folder.files.filter((file) => fileName.test(file)), names: [] }),
  home: (folder) => folder,
  read: async (folder, { files }) => read(folder, files),
  consolidated(history, { upSql, downSql }) {
    const id = history.migrations.at(-1)?.id ?? ''
    return [
      { path: `${id}.do.consolidated_schema.sql`, text: upSql },
      { path: `${id}.undo.consolidated_schema.sql`, text: downSql },
    ]
  },
}

// What stands behind a further dot is not recorded.
const fileName = /^(\d+)\.(do|undo)(?:\.([^.]*).*)?\.(sql|c?js|mjs)$/u

interface Side {
  readonly number: number
  readonly id: string
  readonly side: string
  readonly name: string
  readonly file: string
  readonly isCode: boolean
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const sides = folder.files.flatMap(sideOf).toSorted((a, b) => a.number - b.number || (a.side < b.side ? -1 : 1))
  refuseCode(sides)
  refuseSame(sides, {
    keyOf: ({ side, number }) => `${side} ${number}`,
    fileOf: ({ file }) => file,
    message: ({ side, number }) => `Two ${side} files have the version ${number}`,
    hint: 'Give one of them a version of its own; postgrator refuses them as well.',
  })
  const applied = sides.filter(({ side, number }) => side === 'do' && number > 0)
  const migrations = applied.map(async (up): Promise<MigrationFiles> => {
    const down = sides.find(({ side, number }) => side === 'undo' && number === up.number)
    const bytes = await files.bytes(within(folder, up.file))
    return {
      id: up.id,
      name: up.name,
      up: within(folder, up.file),
      ...(down === undefined ? {} : { down: within(folder, down.file) }),
      checksum: createHash('md5').update(bytes).digest('hex'),
    }
  })
  return { migrations: await Promise.all(migrations), findings: [...strangers(folder), ...orphans(folder, sides)] }
}

function sideOf(file: string): Side[] {
  const [, id, side = '', name = '', extension] = fileName.exec(file) ?? []
  return id === undefined ? [] : [{ number: Number(id), id, side, name, file, isCode: extension !== 'sql' }]
}

function refuseCode(sides: readonly Side[]): void {
  const code = sides.filter(({ isCode }) => isCode)
  if (code.length === 0) return
  throw new PgfoldError('not-sql', 'Some migrations are JavaScript that makes the SQL when it runs', {
    details: code.map(({ file }) => file),
    hint: "Let postgrator build the database, with --run 'CMD'.",
  })
}

function strangers(folder: Folder): Finding[] {
  return folder.files
    .filter((file) => file.endsWith('.sql') && !sideOf(file).some(({ number }) => number > 0))
    .map((file) =>
      passedOver(within(folder, file), 'is not named <version>.do.<name>.sql or .undo. with a version above 0'),
    )
}

function orphans(folder: Folder, sides: readonly Side[]): Finding[] {
  const applied = new Set(sides.flatMap(({ side, number }) => (side === 'do' ? [number] : [])))
  return sides
    .filter(({ side, number }) => side === 'undo' && number > 0 && !applied.has(number))
    .map(({ file, id }) => ({
      code: 'orphan-rollback',
      severity: 'warning',
      subject: within(folder, file),
      message: `no migration has the version ${id}`,
    }))
}
