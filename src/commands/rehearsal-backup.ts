// A backup of the live database, on a scratch database: from a file that pg_dump wrote, whatever its format, or taken now.
import { open, stat, symlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { backUp } from '../cutover/backup.ts'
import { PgfoldError } from '../errors.ts'
import { rolesNamed } from '../history/roles.ts'
import { readHistory } from '../layouts/read-history.ts'
import type { Progress } from '../model/progress.ts'
import type { ScratchDatabase, ScratchServer } from '../server/database.ts'
import { archiveAsSql } from '../server/pg-restore.ts'
import { replay } from '../server/replay.ts'
import { withLiveDatabase } from './live-change.ts'
import type { Stage } from './rehearse.ts'

/** Takes one of a live database, which is only read, into the folder of the rehearsal. */
export function takeBackup(from: string, { folder, options }: Pick<Stage, 'folder' | 'options'>): Promise<string> {
  options.progress?.('taking a backup')
  return withLiveDatabase({ env: options.env, db: from }, (live) =>
    backUp(live, join(folder, 'live'), options.lockTimeout),
  )
}

interface Place {
  readonly folder: string
  readonly server: ScratchServer
  readonly progress: Progress | undefined
}

/** Throws `not-readable`, `no-pg-restore`, `pg-restore-failed`, and what replaying throws. */
export async function restoreBackup(backup: string, { folder, server, progress }: Place): Promise<ScratchDatabase> {
  progress?.(`restoring ${backup}`)
  const sql = join(folder, 'backup.sql')
  const file = (await isArchive(backup)) ? await archiveAsSql(backup, sql) : await named(backup, sql)
  const dump = await readHistory(file)
  const database = await server.createDatabase()
  const db = await database.connect()
  try {
    await server.ensureRoles(await rolesNamed(dump))
    await replay(db, dump, { onCreatedRoles: server.adoptRoles })
  } finally {
    await db.close()
  }
  return database
}

/** SQL under a name that says so, whatever it is called. */
async function named(backup: string, sql: string): Promise<string> {
  if (/\.sql$/iu.test(backup)) return backup
  await symlink(resolve(backup), sql)
  return sql
}

/** In pg_dump's formats `custom`, `directory` and `tar`; else it is SQL. */
async function isArchive(backup: string): Promise<boolean> {
  try {
    if ((await stat(backup)).isDirectory()) return true
    const file = await open(backup)
    try {
      const head = Buffer.alloc(262)
      await file.read(head, 0, head.length, 0)
      return head.subarray(0, 5).toString() === 'PGDMP' || head.subarray(257).toString() === 'ustar'
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
