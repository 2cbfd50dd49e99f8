// `npm run regression`: PostgreSQL's own regression database, made by its own suite (scripts/regression-database.sh),
// folded from the live database, built again with psql from up.sql, and taken back with down.sql. pg_dump judges: its
// text of both databases must be the same, line by line, and nothing may be left in the end. Fails where it is not so.
import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { diffLines } from 'diff'
import { medianOfBoth } from './measure.js'
import { peakMemory } from './memory.js'
import { table } from './table.js'

const run = promisify(execFile)
const nobody = 65534
const program = fileURLToPath(new URL('../bin/pgfold.js', import.meta.url))
const script = fileURLToPath(new URL('../scripts/regression-database.sh', import.meta.url))

const folder = process.env.PGFOLD_REGRESSION || join(tmpdir(), `pgfold-regression-${process.getuid?.()}`)
execFileSync(script, [folder], { stdio: ['ignore', 'ignore', 'inherit'] })
const servers = join(folder, 'server/usr/lib/postgresql') // laid out as PGFOLD_SERVERS wants it
const programs = join(servers, '15/bin')
const socket = join(folder, 'data')
const environment = { ...process.env, PGFOLD_SERVERS: servers, PGHOST: socket, PGPORT: '5432', PGUSER: 'postgres' }

const output = mkdtempSync(join(tmpdir(), 'pgfold-bench-'))
startServer()
try {
  await bench()
} finally {
  asServer('pg_ctl', ['-D', socket, '-m', 'fast', '-w', 'stop'])
  rmSync(output, { recursive: true })
}

async function bench() {
  for (const name of ['empty', 'built', 'restored']) await createDatabase(name)
  const folded = await fold()
  const counts = Object.values(folded.objects).reduce((sum, count) => sum + count, 0)
  console.log(`folded ${counts} objects of ${Object.keys(folded.objects).length} kinds; seconds:`, folded.seconds)
  for (const { name, claim, verdict, detail } of folded.witnesses) {
    console.log(`  ${name}: ${claim}: ${verdict}${verdict === 'agree' ? '' : ` (${detail})`}`)
  }
  const seconds = await secondsOf(() => psql('built', ['-f', join(output, 'up.sql')]))
  const lines = readFileSync(join(output, 'up.sql'), 'utf8').split('\n').length
  console.log(`up.sql: ${lines} lines, ${statSync(join(output, 'up.sql')).size} bytes, ${seconds.toFixed(1)} s in psql`)
  const live = await dump('regression')
  expectNone('lines of pg_dump that differ between the database and up.sql', differing(live, await dump('built')))
  await restore(live)
  const byPostgres = differing(live, await dump('restored')).length
  console.log(`lines of pg_dump that PostgreSQL's own dump and restore changes: ${byPostgres}`)
  await figures()
  await psql('built', ['-f', join(output, 'down.sql')])
  expectNone('lines of pg_dump that are left behind down.sql', differing(await dump('empty'), await dump('built')))
}

async function fold() {
  const args = ['consolidate', '--from', 'regression', '--database-settings', '--out', output, '--json']
  const { stdout } = await run(process.execPath, [program, ...args], { env: environment, maxBuffer: 2 ** 28 }).catch(
    (error) => {
      throw new Error(`consolidate --from failed:\n${error.stdout}\n${error.stderr}`)
    },
  )
  return JSON.parse(stdout)
}

async function figures() {
  const { compareSchemas } = await import('../dist/commands/compare-schemas.js')
  const [left, right] = ['regression', 'built'].map(urlOf)
  const times = await medianOfBoth(
    async () => {
      const { verdict, differences } = await compareSchemas({ left, right, env: environment })
      if (differences.length > 0) throw new Error(`the two databases compare ${verdict}`)
    },
    () => Promise.all([dump('regression'), dump('built')]),
    15,
  )
  const ours = await peakMemory(process.execPath, [program, 'compare-schemas', left, right])
  const peer = await peakMemory(join(programs, 'pg_dump'), ['--schema-only', '--dbname', left])
  const what = 'compare it with what up.sql built'
  const memory = { what: 'most memory of that comparison', ours, peer, unit: 'MB', peerName: 'one pg_dump -s' }
  console.log(
    table([
      {
        what,
        ...times,
        unit: 's',
        peerName: 'two pg_dump -s at once',
        goal: 'ratio < 1',
        met: times.ours < times.peer,
      },
      { ...memory, goal: 'none', met: true },
    ]),
  )
}

function expectNone(what, lines) {
  console.log(`${what}: ${lines.length}`)
  if (lines.length === 0) return
  console.log(lines.slice(0, 50).join('\n'))
  process.exitCode = 1
}

// `\restrict` and `\unrestrict` name a random key.
function differing(left, right) {
  const lines = (text) => text.replaceAll(/^\\(?:un)?restrict .*\n/gm, '')
  return diffLines(lines(left), lines(right)).flatMap(({ added, removed, value }) =>
    added || removed
      ? value
          .trimEnd()
          .split('\n')
          .map((line) => `${added ? '+' : '-'} ${line}`)
      : [],
  )
}

async function dump(database) {
  const { stdout } = await run(join(programs, 'pg_dump'), ['--schema-only', database], {
    env: environment,
    maxBuffer: 2 ** 28,
  })
  return stdout
}

async function restore(text) {
  const file = join(output, 'dump.sql')
  writeFileSync(file, text)
  await psql('restored', ['-f', file])
}

function psql(database, args) {
  const options = ['--quiet', '--no-psqlrc', '--set', 'ON_ERROR_STOP=1', '--dbname', database]
  return run(join(programs, 'psql'), [...options, ...args], { env: environment, maxBuffer: 2 ** 28 })
}

async function createDatabase(name) {
  await psql('postgres', ['-c', `DROP DATABASE IF EXISTS ${name}`, '-c', `CREATE DATABASE ${name} TEMPLATE template0`])
}

function urlOf(database) {
  return `postgres://postgres@/${database}?host=${encodeURIComponent(socket)}&port=5432`
}

async function secondsOf(task) {
  const start = performance.now()
  await task()
  return (performance.now() - start) / 1000
}

function startServer() {
  const options = `-c listen_addresses= -k ${socket} -F -c max_prepared_transactions=2`
  asServer('pg_ctl', ['-D', socket, '-l', join(socket, 'log'), '-w', '-o', options, 'start'])
}

// PostgreSQL refuses to run as root; the data belong to nobody then.
function asServer(name, args) {
  const user = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {}
  execFileSync(join(programs, name), args, { ...user, stdio: 'ignore' })
}
