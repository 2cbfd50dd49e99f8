// `npm run histories -- FOLDER…`: folds real histories and lets PostgreSQL's own programs judge. psql replays the
// migrations in one database and runs up.sql in another; both are dumped and restored once (an expression may print
// differently once), and the dumps of the restored copies must be equal line by line; every table must hold as many rows,
// and the same ones unless values are volatile; down.sql must leave what was there before. Prints a line for each.
// `--layout`, `--prelude`, `--placeholder`, `--allow-gaps` and `--to` go to `consolidate`; `--server installed:15` is the
// server, whose own programs are used. Exits 1 where anything differs.
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { diffLines } from 'diff'
import { consolidate } from '../dist/commands/consolidate.js'
import { PgfoldError } from '../dist/errors.js'
import { readHistory } from '../dist/layouts/read-history.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { replayWithPsql } from './psql-replay.js'
import { rowsOf } from './table-rows.js'

const run = promisify(execFile)
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'string', default: 'installed:15' },
    layout: { type: 'string' },
    to: { type: 'string' },
    prelude: { type: 'string', multiple: true, default: [] },
    placeholder: { type: 'string', multiple: true, default: [] },
    'allow-gaps': { type: 'boolean', default: false },
  },
})
const programs = `/usr/lib/postgresql/${values.server.split(':')[1] ?? ''}/bin`
const options = {
  placeholders: Object.fromEntries(values.placeholder.map((pair) => pair.split(/=(.*)/su).slice(0, 2))),
  allowGaps: values['allow-gaps'],
  ...(values.layout === undefined ? {} : { layout: values.layout }),
  ...(values.to === undefined ? {} : { to: values.to }),
}

for (const folder of positionals) {
  const isRight = await judgeHistory(folder).catch((error) => refused(folder, error))
  if (!isRight) process.exitCode = 1
}

async function judgeHistory(folder) {
  const out = mkdtempSync(join(tmpdir(), 'pgfold-history-'))
  const server = await openScratchServer(values.server)
  try {
    const history = await readHistory(folder, options)
    const start = performance.now()
    const result = await consolidate({
      ...options,
      history: folder,
      prelude: values.prelude,
      scratch: values.server,
      out: join(out, 'c'),
    })
    const seconds = (performance.now() - start) / 1000
    if (!result.proved)
      return tell(folder, [`${history.layout}`, `${result.migrations} migrations`, 'not proved'], false)
    return await compareWithPsql({ folder, out, server, history, result, seconds })
  } finally {
    await server.close()
    rmSync(out, { recursive: true })
  }
}

async function compareWithPsql({ folder, out, server, history, result, seconds }) {
  const [replayed, built, before] = [await open(server), await open(server), await open(server)]
  for (const database of [replayed, built, before]) await prepare(database, history)
  await replayWithPsql(replayed.psql, history, join(out, 'm'))
  for (const { code, subject } of result.findings) {
    if (code !== 'tracking-left-out' || (await has(before, subject))) continue
    await replayed.psql(['-c', dropOf(subject)])
  }
  await built.psql(['-f', join(out, 'c', 'up.sql')])
  const schema = differing(
    ...(await Promise.all([replayed, built].map((database) => restoredDump(server, database, out)))),
  )
  const rows = compareRows(await rowsOf(replayed.psql), await rowsOf(built.psql), result.findings)
  await built.psql(['-f', join(out, 'c', 'down.sql')])
  const left = differing(await before.dump(), await built.dump())
  const columns = [
    history.layout,
    `${result.migrations} migrations`,
    `${Object.values(result.objects).reduce((sum, n) => sum + n, 0)} objects`,
    `dump lines that differ: ${schema.length}`,
    rows.text,
    `left behind down.sql: ${left.length}`,
    `${seconds.toFixed(1)} s`,
  ]
  const isRight = schema.length === 0 && left.length === 0 && rows.wrong.length === 0
  return tell(folder, columns, isRight, [...schema, ...rows.wrong, ...left])
}

async function prepare(database, history) {
  for (const role of await rolesOf(history)) await database.psql(['-c', roleIfMissing(role)])
  for (const file of values.prelude) await database.psql(['-f', file])
}

async function rolesOf(history) {
  const { rolesNamed } = await import('../dist/history/roles.js')
  const prelude = await Promise.all(values.prelude.map((file) => readHistory(file)))
  const before = new Set(await rolesNamed(...prelude))
  return (await rolesNamed(...prelude, history)).filter((role) => !before.has(role) && !/^postgres$/u.test(role))
}

function roleIfMissing(role) {
  const name = `"${role.replaceAll('"', '""')}"`
  return `DO $$ BEGIN CREATE ROLE ${name}; EXCEPTION WHEN duplicate_object THEN NULL; END $$`
}

function dropOf(subject) {
  return subject.includes('.') ? `DROP TABLE IF EXISTS ${subject} CASCADE` : `DROP SCHEMA IF EXISTS ${subject} CASCADE`
}

/** Whether a runner's table or schema is there: what a prelude made stays on both sides. */
async function has(database, subject) {
  const lookUp = subject.includes('.') ? 'to_regclass' : 'to_regnamespace'
  const answer = await database.psql(['-At', '-c', `SELECT ${lookUp}('${subject.replaceAll("'", "''")}') IS NOT NULL`])
  return answer.trim() === 't'
}

/** A database with psql and pg_dump of the server's own version at hand. */
async function open(server) {
  const { address } = await server.createDatabase()
  const env = {
    ...process.env,
    PGHOST: address.host,
    PGPORT: String(address.port),
    PGUSER: address.user,
    PGDATABASE: address.database,
  }
  const big = { env, maxBuffer: 2 ** 29 }
  return {
    psql: async (args) => (await run(join(programs, 'psql'), ['-Xq', '-v', 'ON_ERROR_STOP=1', ...args], big)).stdout,
    dump: async () => (await run(join(programs, 'pg_dump'), ['--schema-only'], big)).stdout,
  }
}

async function restoredDump(server, database, out) {
  const copy = await open(server)
  const file = join(mkdtempSync(join(out, 'd')), 'dump.sql')
  writeFileSync(
    file,
    (await database.dump()).replace(/^CREATE SCHEMA public;$/mu, 'CREATE SCHEMA IF NOT EXISTS public;'),
  )
  await copy.psql(['-f', file])
  return copy.dump()
}

// Entries in the order of their names, since pg_dump breaks ties by oid; GRANTs of one object are a set.
function differing(left, right) {
  return diffLines(arranged(left), arranged(right)).flatMap(({ added, removed, value }) =>
    added || removed
      ? value
          .trimEnd()
          .split('\n')
          .map((line) => `${added ? '+' : '-'} ${line}`)
      : [],
  )
}

function arranged(dump) {
  const entries = dump.replaceAll(/^\\(?:un)?restrict .*\n/gmu, '').split(/(?=^--\n-- Name: )/mu)
  return entries
    .map((entry) => (/; Type: (?:DEFAULT )?ACL;/u.test(entry) ? entry.split('\n').toSorted().join('\n') : entry))
    .map((entry) => `${entry.trim()}\n`)
    .toSorted()
    .join('\n')
}

/** Same counts, and the same rows but in tables that the fold called volatile. */
function compareRows(left, right, findings) {
  const volatile = new Set(
    findings.filter(({ code }) => code.startsWith('volatile-')).map(({ subject }) => subject.replace(/\.[^.]*$/u, '')),
  )
  const wrong = []
  let [rows, others] = [0, 0]
  for (const table of new Set([...left.keys(), ...right.keys()])) {
    const [one, two] = [left.get(table), right.get(table)]
    rows += one?.count ?? 0
    if (one?.count !== two?.count) wrong.push(`rows of ${table}: ${one?.count} replayed, ${two?.count} from up.sql`)
    else if (one.hash !== two.hash && volatile.has(table)) others += 1
    else if (one.hash !== two.hash) wrong.push(`rows of ${table} are not the same`)
  }
  return { wrong, text: `${rows} rows in ${left.size} tables${others === 0 ? '' : ` (${others} volatile)`}` }
}

function refused(folder, error) {
  // What psql says of a script that it could not run.
  if (typeof error.stderr === 'string') return tell(folder, [error.stderr.trim().split('\n')[0]], false)
  if (!(error instanceof PgfoldError)) throw error
  const { code, message, location } = error
  const place = location === undefined ? '' : ` at ${location.file}:${location.line}:${location.column}`
  return tell(folder, [`refused (${code}): ${message}${place}`], false)
}

function tell(folder, columns, isRight, details = []) {
  console.log(`${isRight ? 'right' : 'WRONG'}  ${folder}  ${columns.join(' · ')}`)
  for (const line of details.slice(0, 40)) console.log(`  ${line}`)
  return isRight
}
