// A place for one run of the built program that must be refused: a project folder, a temporary folder of its
// own (short, and open to the user the scratch server runs as), and what must hold after every refusal.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { repository } from '../systems/practice/history.ts'
import { runProgram } from '../systems/run-pgfold.ts'
import type { Ended } from '../systems/run-pgfold.ts'

/** One thing a person may do wrong, as data. */
export interface BadInput {
  /** Path → content, below the project folder. */
  readonly files?: Readonly<Record<string, string | Buffer>>
  /** Empty folders. */
  readonly folders?: readonly string[]
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly code: string
  /** What stderr says, without the progress: every line; a line that ends in … may go on. */
  readonly says: readonly string[]
  /** Must not be printed. */
  readonly secrets?: readonly string[]
}

export interface Sandbox {
  readonly project: string
  /** TMPDIR of the run. */
  readonly temporary: string
  remove(): Promise<void>
}

/** The two folders, with the files in the first. */
export async function createSandbox({
  files = {},
  folders = [],
}: Pick<BadInput, 'files' | 'folders'>): Promise<Sandbox> {
  const root = await mkdtemp(join(tmpdir(), 'pg-'))
  const [project, temporary] = [join(root, 'p'), join(root, 't')]
  for (const folder of [project, temporary, ...folders.map((name) => join(project, name))]) {
    await mkdir(folder, { recursive: true })
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(project, name)), { recursive: true })
    await writeFile(join(project, name), content)
  }
  for (const folder of [root, project, temporary]) await chmod(folder, 0o755)
  return { project, temporary, remove: () => rm(root, { recursive: true, force: true }) }
}

/** Where and how the program is started; `before` are words in front of `node`, such as those of setpriv. */
interface Start extends Pick<BadInput, 'args' | 'env'> {
  readonly before?: readonly string[]
}

/** Runs the built program in the sandbox, to its end. */
export function runIn({ project, temporary }: Sandbox, { args, env, before = [] }: Start): Promise<Ended> {
  const [program = process.execPath, ...words] = [
    ...before,
    process.execPath,
    join(repository, 'bin', 'pgfold.js'),
    ...args,
  ]
  return runProgram(program, words, { cwd: project, env: { ...env, TMPDIR: temporary } })
}

/** Runs the case for people and with --json, and checks all that must hold after a refusal. */
export async function expectRefusal(input: BadInput, before: readonly string[] = []): Promise<void> {
  for (const args of [input.args, [...input.args, '--json']]) {
    const sandbox = await createSandbox(input)
    try {
      const listed = await listing(sandbox.project)
      const ended = await runIn(sandbox, { ...input, args, before })
      expectMessage(ended, input, args.includes('--json'))
      expect(await listing(sandbox.project)).toEqual(listed)
      await expectNothingLeft(sandbox)
    } finally {
      await sandbox.remove()
    }
  }
}

/** The exit code, and the message on its stream: lines for people, one document for programs; no secret. */
export function expectMessage(ended: Ended, input: Pick<BadInput, 'code' | 'says' | 'secrets'>, json: boolean): void {
  for (const secret of input.secrets ?? []) expect(ended.stdout + ended.stderr).not.toContain(secret)
  if (json) {
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: {
        code: input.code,
        message: expect.stringMatching(/./u) as string,
        details: expect.any(Array) as unknown[],
      },
    })
  } else {
    expect(ended.stdout).toBe('')
    const lines = ended.stderr.split('\n').filter((line) => line !== '' && !line.startsWith('pgfold: '))
    expect(lines.map((line, index) => shortened(line, input.says[index]))).toEqual(input.says)
  }
  expect(ended.exitCode).toBe(2)
}

/** No folder of a scratch server and no process that works in one. */
export async function expectNothingLeft({ temporary }: Pick<Sandbox, 'temporary'>): Promise<void> {
  const names = await readdir(temporary)
  expect(names.filter((name) => !name.startsWith('pgfold-cache-'))).toEqual([])
  expect(await processesIn(temporary)).toEqual([])
}

/** The command lines that name the folder. */
export async function processesIn(folder: string): Promise<string[]> {
  const { stdout } = await runProgram('ps', ['-A', '-o', 'args='], { cwd: '/' })
  return stdout.split('\n').filter((line) => line.includes(folder))
}

function shortened(line: string, wanted: string | undefined): string {
  if (wanted === undefined || !wanted.endsWith('…') || !line.startsWith(wanted.slice(0, -1))) return line
  return wanted
}

/** Every file of a folder with its bytes. */
async function listing(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const folders = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => [join(entry.parentPath, entry.name), ''])
  const contents = await Promise.all(
    files.toSorted().map(async (file) => [file, (await readFile(file)).toString('hex')]),
  )
  return Object.fromEntries([...folders, ...contents]) as Record<string, string>
}
