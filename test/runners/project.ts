// A small project whose migrations are code: its files in a temporary folder, with this repository's packages.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect } from 'vitest'
import { compareSchemas } from '../../src/commands/compare-schemas.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { verify } from '../../src/commands/verify.ts'
import type { ConsolidationResult } from '../../src/model/consolidation.ts'
import type { Scratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))

interface Project {
  readonly folder: string
  /** Runs a file of the project, or a program of its packages. */
  readonly command: string
  remove(): Promise<void>
}

/** `start` is the first word behind `node`, as a path in the folder; the others follow as they are. */
export async function createProject(
  files: Readonly<Record<string, string>>,
  start: string,
  ...words: readonly string[]
): Promise<Project> {
  const folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  await symlink(packages, join(folder, 'node_modules'))
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  const command = [`cd "${folder}" && "${process.execPath}" ${start}`, ...words].join(' ')
  return { folder, command, remove: () => rm(folder, { recursive: true }) }
}

interface Expected {
  /** Tables and schemas of the runner. */
  readonly tracking: readonly string[]
}

/**
 * Folds what the project builds, and puts the result beside a database that the same command built without pgfold: they
 * are the same but for the runner's own tables.
 */
export async function expectSameAsRunner(
  project: Project,
  scratch: Scratch,
  { tracking }: Expected,
): Promise<ConsolidationResult> {
  const out = join(project.folder, 'consolidated')
  const database = await scratch.database()
  const url = urlOf(database.address)
  const result = await consolidate({ run: project.command, out, scratch: url })
  expect(result.witnesses.filter(({ verdict }) => verdict === 'disagree')).toEqual([])
  expect(result).toMatchObject({ proved: true, migrations: 0, command: project.command })
  const named = result.findings.filter(({ code }) => code === 'tracking-left-out').map(({ subject }) => subject)
  expect(named).toEqual(tracking)

  await promisify(execFile)('/bin/sh', ['-c', project.command], { env: { ...process.env, DATABASE_URL: url } })
  expect(await verify({ consolidated: out, db: url, env: {} })).toMatchObject({ equivalent: true, differences: [] })
  const compared = await compareSchemas({ left: join(out, 'snapshot.json'), right: url, env: {} })
  expect(compared.differences.map(({ change }) => change)).toEqual(compared.differences.map(() => 'extra'))
  const extra = compared.differences.filter(({ kind }) => kind === 'table' || kind === 'schema').map(({ id }) => id)
  expect(extra.toSorted()).toEqual([...tracking].toSorted())
  return result
}
