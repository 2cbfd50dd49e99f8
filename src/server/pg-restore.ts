// pg_restore, only to turn an archive of pg_dump into the SQL that it stands for (manual, "pg_restore"): a newer one reads
// what an older pg_dump wrote, so that the newest on the machine is taken.
import { chmod, writeFile } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import { programFolders } from './installed-binaries.ts'
import { findIn, runProgram, withoutServerVariables } from './program.ts'

/**
 * Writes the archive's SQL, or what of it `choice` (options of pg_restore) says, to a new file, which only its owner may read, and returns its path. Throws `no-pg-restore` and
 * `pg-restore-failed`.
 */
export async function archiveAsSql(archive: string, file: string, choice: readonly string[]): Promise<string> {
  const program = await newestProgram()
  await writeFile(file, '', { mode: 0o600, flag: 'wx' })
  await chmod(file, 0o600)
  const { exitCode, problem, stderr } = await runProgram(program, [`--file=${file}`, ...choice, '--', archive], {
    env: withoutServerVariables(),
  })
  if (exitCode === 0) return file
  throw new PgfoldError('pg-restore-failed', `pg_restore cannot read ${archive}`, {
    details: `${problem}${stderr}`.trim().split('\n'),
    hint: 'Use a pg_restore that is at least as new as the pg_dump, or write the backup as SQL (pg_dump without --format).',
  })
}

async function newestProgram(): Promise<string> {
  const found: { file: string; version: number }[] = []
  for (const folder of await programFolders()) {
    const file = findIn(folder, 'pg_restore')
    if (file === undefined) continue
    const { exitCode, stdout } = await runProgram(file, ['--version'])
    if (exitCode === 0) found.push({ file, version: Number(/(\d+(?:\.\d+)?)/u.exec(stdout)?.[1] ?? 0) })
  }
  const newest = found.toSorted((a, b) => b.version - a.version)[0]
  if (newest !== undefined) return newest.file
  throw new PgfoldError('no-pg-restore', 'The backup is an archive of pg_dump, and no pg_restore is on this machine', {
    hint: "Install PostgreSQL's client programs, or write the backup as SQL (pg_dump without --format).",
  })
}
