// The built program as its users run it: what it prints where, and with which exit code.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runPgfold } from '../systems/run-pgfold.ts'

const program = fileURLToPath(new URL('../../bin/pgfold.js', import.meta.url))

// Tells every module that is loaded, on stderr.
const loadRecorder = `
  import { register } from 'node:module'
  const hooks = "import { writeSync } from 'node:fs'\\nexport function load(url, context, next) { writeSync(2, url + '\\\\n'); return next(url, context) }"
  register('data:text/javascript,' + encodeURIComponent(hooks))`

let cwd: string
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  await writeFile(join(cwd, 'one.sql'), 'create table t (id integer);\n')
})
afterAll(() => rm(cwd, { recursive: true, force: true }))

describe('help', () => {
  it('lists every command on stdout', async () => {
    const ended = await runPgfold(['--help'], { cwd })
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    const names = [
      'consolidate',
      'compare-schemas',
      'verify',
      'rehearse',
      'apply',
      'rollback',
      'archive',
      'restore',
      'adopt',
      'fleet',
    ]
    for (const name of names) expect(ended.stdout).toContain(`pgfold ${name}`)
  })

  it('names the options of a command', async () => {
    const ended = await runPgfold(['apply', '--help'], { cwd })
    expect(ended.exitCode).toBe(0)
    for (const text of ['apply [force]', '--db', '--yes', '--dry-run', '--no-backup', '--json'])
      expect(ended.stdout).toContain(text)
  })

  it('loads no driver, parser or server before a command runs', () => {
    const args = ['--import', `data:text/javascript,${encodeURIComponent(loadRecorder)}`, program, '--help']
    const { stderr, status } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' })
    expect(status).toBe(0)
    const packages = [...stderr.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/gu)].map((match) => match[1] ?? '')
    expect(packages).toContain('yargs')
    const heavy = ['pg', 'libpg-query', 'pg-structure', 'execa', 'zod', 'ora', 'diff', '@electric-sql/pglite-tools']
    expect(heavy.filter((name) => packages.includes(name))).toEqual([])
  })

  it('tells the version', async () => {
    expect(await runPgfold(['--version'], { cwd })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/u) as string,
    })
  })
})

describe('wrong arguments', () => {
  it.each([
    [['aply'], 'unknown-command', 'Did you mean apply?'],
    [['frobnicate'], 'unknown-command', 'The commands are consolidate,'],
    [['apply', '--dry-rum'], 'unknown-option', 'Did you mean --dry-run?'],
    [['--jsn'], 'unknown-option', ''],
    [['apply', 'forse'], 'bad-argument', 'Did you mean force?'],
    [
      ['archive', 'db/migrations/'],
      'bad-argument',
      'The folder of the migrations is given as --migrations db/migrations/',
    ],
    [['restore', 'everything'], 'bad-argument', 'Usage: pgfold restore'],
    [['compare-schemas', 'a'], 'missing-argument', 'Usage: pgfold compare-schemas <left> <right> [schema]'],
    [['fleet'], 'missing-argument', 'Usage: pgfold fleet <action>'],
    [['fleet', 'verfy', '--db', 'a'], 'bad-argument', 'Did you mean verify?'],
    [['fleet', 'adopt', '--db', 'a', '--concurrency', 'many'], 'bad-option', 'a number from 1 to 64'],
    [['adopt', '--undoo'], 'unknown-option', 'Did you mean --undo?'],
    [['apply', '--db'], 'bad-option', '--db needs a value'],
    [['apply', '--db', 'a', '--db', 'b'], 'bad-option', 'more than once'],
    [['consolidate', '--placeholder', 'x'], 'bad-option', 'NAME=VALUE'],
    [['verify', '--ignore', 'comments,colours'], 'bad-option', '--ignore "colours"'],
    [['verify', '--ignore', 'comments, owners,'], 'no-consolidated-schema', 'pgfold consolidate'],
    [['consolidate', '--scratch', 'mysql'], 'bad-option', '--scratch'],
    [['verify', '--config', 'none.json'], 'bad-config', 'none.json'],
  ])('%j is %s', async (args, code, said) => {
    const ended = await runPgfold(args, { cwd })
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' })
    expect(ended.stderr).toContain(`(${code})`)
    expect(ended.stderr).toContain(said)
    expect(ended.stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(3)
    const json = await runPgfold([...args, '--json'], { cwd })
    if (args.at(-1) !== '--db') {
      expect(json.exitCode).toBe(2)
      expect(JSON.parse(json.stdout)).toMatchObject({ error: { code, details: expect.any(Array) as unknown[] } })
    }
  })

  it('needs a command', async () => {
    expect(await runPgfold([], { cwd })).toMatchObject({ exitCode: 2 })
  })
})

describe('streams', () => {
  it('prints one JSON document and nothing else with --json', async () => {
    const ended = await runPgfold(['archive', 'list', '--json'], { cwd })
    expect(ended.exitCode).toBe(2)
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { code: 'no-consolidated-schema', hint: expect.any(String) as string },
    })
    expect(ended.stderr).toBe('')
  })

  it('uses no colours and no spinner where there is no terminal', async () => {
    const { stdout, stderr, exitCode } = await runPgfold(['compare-schemas', './one.sql', './one.sql'], {
      cwd,
      env: { NO_COLOR: '' },
    })
    expect(exitCode).toBe(0)
    expect(stdout + stderr).not.toContain('\u001B')
    expect(stderr).toMatch(/^pgfold: .* \[\d+\.\d s\]$/mu)
    expect(stdout).toContain('identical')
  })

  it('ends quietly when the reader goes away', async () => {
    const child = spawn(process.execPath, [program, '--help'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy()
    let talk = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (talk += text))
    const [exitCode] = (await once(child, 'close')) as [number]
    expect({ exitCode, talk }).toEqual({ exitCode: 0, talk: '' })
  })

  it('stops on Ctrl-C with exit code 2 and leaves nothing behind', async () => {
    await writeFile(join(cwd, 'slow.sql'), 'select pg_sleep(600);\n')
    const temporary = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
    const child = spawn(process.execPath, [program, 'compare-schemas', './slow.sql', './one.sql'], {
      cwd,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let talk = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (talk === '' || text.includes('replaying')) child.kill('SIGINT')
      talk += text
    })
    const [exitCode] = (await once(child, 'close')) as [number | null]
    expect(exitCode).toBe(2)
    expect(talk).toContain('stopped')
    expect(await readdir(temporary)).toEqual([])
    await rm(temporary, { recursive: true })
  })
})

describe('secrets', () => {
  it('never prints a password, even when the server says it back', async () => {
    const server = passwordEchoingServer()
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const password = 'correct-horse/b@ttery'
    const url = `postgres://me:${encodeURIComponent(password)}@127.0.0.1:${port}/app?sslmode=disable`
    const runs = [
      runPgfold(['verify', '--db', url, '--consolidated', 'x'], { cwd }),
      runPgfold(['compare-schemas', url, './one.sql'], { cwd }),
      runPgfold(['compare-schemas', url, './one.sql', '--json'], { cwd }),
      runPgfold(['compare-schemas', 'app', './one.sql'], { cwd, env: { DATABASE_URL: url } }),
      runPgfold(['compare-schemas', 'app', './one.sql'], {
        cwd,
        env: {
          DB_HOST: '127.0.0.1',
          DB_PORT: String(port),
          DB_USER: 'me',
          DB_NAME: 'app',
          PGPASSWORD: password,
          PGSSLMODE: 'disable',
        },
      }),
    ]
    for (const { stdout, stderr, exitCode } of await Promise.all(runs)) {
      expect(exitCode).toBe(2)
      expect(stdout + stderr).not.toMatch(/correct-horse|b@ttery|b%40ttery/u)
    }
    server.close()
  })
})

/** A server that asks for the password in clear text and repeats it in its refusal. */
function passwordEchoingServer() {
  const message = (type: string, body: Buffer): Buffer => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(body.length + 4)
    return Buffer.concat([Buffer.from(type), length, body])
  }
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.once('data', () => {
      socket.write(message('R', Buffer.from([0, 0, 0, 3])))
      socket.once('data', (answer) => {
        const said = answer.subarray(5, -1).toString()
        const fields = ['SFATAL', 'VFATAL', 'C28P01', `Mpassword ${said} is wrong for user me`, '']
        socket.end(message('E', Buffer.from(`${fields.join('\0')}\0`)))
      })
    })
  })
  return server.listen(0, '127.0.0.1')
}
