// A backup of the live database, on a scratch database: from a file that pg_dump wrote, whatever its format, or taken now.
// Of rows only the runner's are looked at, so that of a live database and of an archive no others are restored.
import { open, stat, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { findAllRecords } from '../cutover/records.ts'
import type { FoundRecords } from '../cutover/records.ts'
import { savedTable, savedTables } from '../cutover/rewrite-records.ts'
import { PgfoldError } from '../errors.ts'
import { rolesNamed } from '../history/roles.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import type { TableName } from '../history/migration.ts'
import { readHistory } from '../layouts/read-history.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { Database, ScratchDatabase } from '../server/database.ts'
import { dumpSchema } from '../server/pg-dump.ts'
import { archiveAsSql } from '../server/pg-restore.ts'
import { replay } from '../server/replay.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import { withLiveDatabase } from './live-change.ts'
import type { Stage } from './rehearsal-stage.ts'

/** The schema by pg_dump, and the runner's rows; the live database is only read. Throws what `dumpSchema` and replaying throw. */
export async function restoreLive(from: string, stage: Stage): Promise<ScratchDatabase> {
  const { folder, options } = stage
  options.progress?.('taking a backup')
  const file = join(folder, 'live.sql')
  const rows = await withLiveDatabase({ env: options.env, db: from }, async (live) => {
    const { text } = await dumpSchema(live, { owners: true, privileges: true })
    await writeFile(file, text, { mode: 0o600, flag: 'wx' })
    return rowsOf(live, await tablesOf(live, stage))
  })
  return restored([file], stage, rows)
}

/** The runner's tables, and what an adoption has saved of them. */
async function tablesOf(live: Database, { schema: { manifest }, options }: Stage): Promise<TableName[]> {
  const { records = [] } = withTrackingTable(layoutNamed(manifest.layout), givenOr(options.trackingTable, manifest))
  const found = await findAllRecords(live, records, manifest)
  const named = found.flatMap((each) => [...tablesOfRecords(each), ...savedTables(each)])
  return live.query<TableName>(
    `select n.nspname::pg_catalog.text as schema, c.relname::pg_catalog.text as name
     from pg_catalog.pg_class as c
     join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p')
       and (n.nspname, c.relname) in (select * from unnest($1::pg_catalog.name[], $2::pg_catalog.name[]))`,
    [named.map(({ schema }) => schema), named.map(({ name }) => name)],
  )
}

function tablesOfRecords({ name, records: { registry } }: FoundRecords): readonly TableName[] {
  return registry?.tables.map((table) => ({ schema: name.schema, name: table })) ?? [name]
}

/** Statements that put the rows of these tables into empty ones. */
async function rowsOf(live: Database, tables: readonly TableName[]): Promise<string[]> {
  const statements: string[] = []
  for (const { schema, name } of tables) {
    const table = quotePath(schema, name)
    const [row] = await live.query<{ rows: string | null }>(
      `select pg_catalog.json_agg(t)::pg_catalog.text as rows from ${table} as t`,
    )
    if (row === undefined || row.rows === null) continue
    const source = `pg_catalog.json_populate_recordset(null::${table}, ${quoteLiteral(row.rows)})`
    statements.push(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${source}`)
  }
  return statements
}

/** Throws `not-readable`, `backup-too-large`, `no-pg-restore`, `pg-restore-failed`, and what replaying throws. */
export async function restoreBackup(backup: string, stage: Stage): Promise<ScratchDatabase> {
  const { folder, options, schema } = stage
  options.progress?.(`restoring ${backup}`)
  if (!(await isArchive(backup))) return restored([await named(backup, folder)], stage)
  const { records = [] } = withTrackingTable(
    layoutNamed(schema.manifest.layout),
    givenOr(options.trackingTable, schema.manifest),
  )
  const tables = records.flatMap(({ table, registry }) => [
    ...(registry === undefined ? [] : [`--schema=${table.schema}`]),
    ...[...new Set([table.name, ...(registry?.tables ?? [])])].flatMap((name) => [
      `--table=${name}`,
      `--table=${savedTable({ name: { ...table, name } }).name}`,
    ]),
  ])
  const whole = await archiveAsSql(backup, join(folder, 'schema.sql'), ['--schema-only'])
  const rows = ['--data-only', '--disable-triggers', ...tables]
  return restored([whole, await archiveAsSql(backup, join(folder, 'rows.sql'), rows)], stage)
}

async function restored(
  files: readonly string[],
  { server }: Stage,
  rows: readonly string[] = [],
): Promise<ScratchDatabase> {
  const database = await server.createDatabase()
  const db = await database.connect()
  try {
    for (const file of files) {
      const dump = await readHistory(file)
      await server.ensureRoles(await rolesNamed(dump))
      await replay(db, dump, { onCreatedRoles: server.adoptRoles })
    }
    await db.execute('SET session_replication_role = replica') // keys between the runner's tables are as they were
    for (const statement of rows) await db.execute(statement)
  } finally {
    await db.close()
  }
  return database
}

/** A string of Node.js holds no more. */
const largestScript = 400 * 2 ** 20

/** SQL under a name that says so, whatever it is called. */
async function named(backup: string, folder: string): Promise<string> {
  const { size } = await stat(backup)
  if (size > largestScript) {
    throw new PgfoldError('backup-too-large', `${backup} has ${Math.round(size / 2 ** 20)} MB of SQL`, {
      hint: "Dump with --format=custom, of which the schema and the runner's rows alone are restored, or give the live database with --from.",
    })
  }
  if (/\.sql$/iu.test(backup)) return backup
  const sql = join(folder, 'backup.sql')
  await symlink(resolve(backup), sql)
  return sql
}

/** Throws `not-readable` where it is not there, or is compressed as no program of PostgreSQL reads it. */
export async function requireBackup(backup: string): Promise<void> {
  const head = await headOf(backup)
  if (head === 'directory' || head.readUInt16BE(0) !== gzipMark) return
  throw new PgfoldError('not-readable', `${backup} is compressed with gzip`, {
    hint: 'Unpack it with gunzip and name what is in it, or dump with --format=custom, which is compressed as well.',
  })
}

const gzipMark = 0x1f_8b

/** In pg_dump's formats `custom`, `directory` and `tar`; else it is SQL. */
async function isArchive(backup: string): Promise<boolean> {
  const head = await headOf(backup)
  if (head === 'directory') return true
  return head.subarray(0, 5).toString() === 'PGDMP' || head.subarray(257).toString() === 'ustar'
}

/** As much as shows what it is, zeros behind a shorter one. */
async function headOf(backup: string): Promise<Buffer | 'directory'> {
  try {
    if ((await stat(backup)).isDirectory()) return 'directory'
    const file = await open(backup)
    try {
      const head = Buffer.alloc(262)
      await file.read(head, 0, head.length, 0)
      return head
    } finally {
      await file.close()
    }
  } catch (error) {
    throw new PgfoldError('not-readable', `${backup} cannot be read: ${(error as Error).message}`, {
      hint: 'Name a file that pg_dump wrote.',
      cause: error,
    })
  }
}
