// A history of 1,000 migrations with 20 statements each, read and split into statements, beside the parser alone; and a
// part of it replayed, as the fold replays it, beside psql that runs the same files in one session.
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { loadModule, parseSync } from 'libpg-query'
import { splitStatements } from '../dist/history/statements.js'
import { readHistory } from '../dist/layouts/read-history.js'
import { openScratchServer } from '../dist/server/scratch.js'
import { replay } from '../dist/server/replay.js'
import { replayRecorded } from '../dist/sources/recorded-replay.js'
import { medianOfBoth } from './measure.js'
import { replayWithPsql } from './psql-replay.js'

const run = promisify(execFile)
const native = '/usr/lib/postgresql/15/bin/psql'
const migrations = 1000
const replayed = 150

/** Rows for reading and for replaying; the second only where the machine has psql. */
export async function benchReplay({ runs }) {
  const folder = mkdtempSync(join(tmpdir(), 'pgfold-bench-'))
  try {
    writeHistory(folder)
    const reading = await benchReading(folder, Math.min(runs, 5))
    return [reading, ...(existsSync(native) ? await benchReplaying(folder, Math.ceil(runs / 4)) : [])]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function benchReading(folder, runs) {
  await loadModule()
  const files = readdirSync(folder).filter((name) => name.endsWith('.up.sql'))
  const times = await medianOfBoth(
    async () => {
      const counts = await Promise.all((await readHistory(folder)).migrations.map(({ up }) => splitStatements(up)))
      const total = counts.reduce((sum, { length }) => sum + length, 0)
      if (total !== migrations * 20) throw new Error(`${total} statements were found`)
    },
    async () => files.forEach((name) => parseSync(readFileSync(join(folder, name), 'utf8'))),
    runs,
  )
  const what = `reading and splitting ${migrations} migrations of 20 statements`
  return { what, ...times, unit: 's', peerName: 'libpg-query alone', goal: '< 2 s', met: times.ours < 2 }
}

async function benchReplaying(folder, runs) {
  const server = await openScratchServer('installed:15')
  try {
    const whole = await readHistory(folder)
    const history = { ...whole, migrations: whole.migrations.slice(0, replayed) }
    const timed = async (what, task) => {
      const ours = () => inDatabase(server, async ({ db }) => task(db, history))
      const peer = () => inDatabase(server, ({ psql }) => replayInPsql(psql, history))
      const times = await medianOfBoth(ours, peer, runs)
      const met = times.ours <= 1.3 * times.peer
      return { what, ...times, unit: 's', peerName: 'psql, the same files in one session', goal: 'ratio < 1.3', met }
    }
    return [
      await timed(`replaying ${replayed} of them`, (db) => replay(db, history)),
      await timed('the same, noting which migration made what', (db) =>
        replayRecorded(db, history, { progress: () => undefined }),
      ),
    ]
  } finally {
    await server.close()
  }
}

async function replayInPsql(psql, history) {
  const scripts = mkdtempSync(join(tmpdir(), 'pgfold-bench-'))
  try {
    await replayWithPsql(psql, history, join(scripts, 'm'))
  } finally {
    rmSync(scripts, { recursive: true })
  }
}

async function inDatabase(server, task) {
  const scratch = await server.createDatabase()
  const { host, port, user, database } = scratch.address
  const env = { ...process.env, PGHOST: host, PGPORT: String(port), PGUSER: user, PGDATABASE: database }
  const db = await scratch.connect()
  try {
    const options = ['-Xq', '-v', 'ON_ERROR_STOP=1']
    await task({ db, psql: (args) => run(native, [...options, ...args], { env, maxBuffer: 2 ** 28 }) })
  } finally {
    await db.close()
    await scratch.drop()
  }
}

function writeHistory(folder) {
  for (let n = 1; n <= migrations; n++) {
    const name = `${String(n).padStart(6, '0')}_add_t${n}`
    writeFileSync(join(folder, `${name}.up.sql`), `${statementsOf(n).join(';\n\n')};\n`)
    writeFileSync(join(folder, `${name}.down.sql`), `DROP VIEW v${n};\nDROP TABLE t${n};\nDROP FUNCTION f${n};\n`)
  }
}

// What migrations of applications are made of.
function statementsOf(n) {
  return [
    `CREATE TABLE t${n} (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL)`,
    `ALTER TABLE t${n} ADD COLUMN status varchar(20) NOT NULL DEFAULT 'new'`,
    `ALTER TABLE t${n} ADD COLUMN parent_id bigint REFERENCES t${Math.max(1, n - 1)} ON DELETE CASCADE`,
    `ALTER TABLE t${n} ADD COLUMN amount numeric(12, 2)`,
    `ALTER TABLE t${n} ADD COLUMN created_at timestamptz NOT NULL DEFAULT now()`,
    `ALTER TABLE t${n} ADD CONSTRAINT t${n}_status CHECK (status IN ('new', 'open', 'done'))`,
    `ALTER TABLE t${n} ALTER COLUMN amount SET DEFAULT 0`,
    `CREATE INDEX t${n}_parent ON t${n} (parent_id)`,
    `CREATE INDEX t${n}_name ON t${n} (lower(name)) WHERE status <> 'done'`,
    `CREATE UNIQUE INDEX t${n}_name_parent ON t${n} (name, parent_id)`,
    `CREATE FUNCTION f${n}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.name := trim(NEW.name); -- a semicolon; and 'a quote'
  RETURN NEW;
END
$$`,
    `CREATE TRIGGER trimmed BEFORE INSERT OR UPDATE ON t${n} FOR EACH ROW EXECUTE FUNCTION f${n}()`,
    `COMMENT ON TABLE t${n} IS 'table ${n}'`,
    `COMMENT ON COLUMN t${n}.status IS 'new, open or done'`,
    `CREATE VIEW v${n} AS SELECT id, name, amount FROM t${n} WHERE status = 'open'`,
    `INSERT INTO t${n} (name, amount) VALUES ('a', 1), ('b', 2), ('it''s; c', 3)`,
    `UPDATE t${n} SET status = 'open' WHERE name = 'a'`,
    `DELETE FROM t${n} WHERE name = 'b'`,
    `GRANT SELECT ON v${n} TO PUBLIC`,
    `ALTER TABLE t${n} ENABLE ROW LEVEL SECURITY`,
  ]
}
