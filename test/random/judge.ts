// What must hold of every history: it folds, all witnesses agree, a plain run of up.sql does the same, folding the
// fold gives the same bytes, the database equals its own dump and restore, and one more change of it is seen.
import { fold } from '../../src/commands/fold.ts'
import type { Fold } from '../../src/commands/fold.ts'
import { scriptOf } from '../../src/history/migration.ts'
import type { History } from '../../src/history/migration.ts'
import { PgfoldError } from '../../src/errors.ts'
import type { Difference } from '../../src/model/difference.ts'
import { canonical } from '../../src/model/value.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import { dumpWitness } from '../../src/prove/dump-witness.ts'
import { createSubject, openWorkshop, withConnection } from '../../src/prove/subjects.ts'
import type { ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { dumpSchema } from '../../src/server/pg-dump.ts'
import { afterDumpAndRestore, sideOf } from '../support/dump-and-restore.ts'
import type { RandomHistory } from './generate.ts'

type Addressed = Pick<ScratchDatabase, 'address'>

/** What was wrong, in lines; nothing where all of it holds. `isThorough` asks every witness for every claim. */
export async function judge(server: ScratchServer, history: RandomHistory, isThorough: boolean): Promise<string[]> {
  const workshop = openWorkshop(server)
  try {
    return await (isThorough ? examine : examineBriefly)(workshop.scratch, history)
  } catch (error) {
    return [describe(error)]
  } finally {
    await workshop.dropAll()
  }
}

function describe(error: unknown): string {
  if (!(error instanceof PgfoldError)) return String(error instanceof Error ? error.stack : error)
  return [`${error.code}: ${error.message}`, ...error.details, error.location?.text ?? ''].join('\n')
}

async function examine(server: ScratchServer, { migrations, mutation }: RandomHistory): Promise<string[]> {
  const first = await foldOf(server, migrations)
  await first.replayed.db.close()
  const disagreements = await disagreementsOn(server, first)
  if (disagreements.length > 0) return disagreements
  const plain = await server.createDatabase()
  return [
    ...(await foldedAgain(server, first)),
    ...(await plainlyRun(plain, first)),
    ...(await restored(server, first.replayed.scratch)),
    ...(await mutated(server, plain, mutation)),
  ]
}

async function disagreementsOn(server: ScratchServer, first: Fold): Promise<string[]> {
  const verdicts = await proveConsolidation({
    scratch: server,
    history: first.replayed.scratch,
    before: first.beforeDatabase,
    up: first.upSql,
    down: first.downSql,
    leftOut: first.rows.settled.leftOut,
  })
  return verdicts
    .filter(({ name, verdict }) => verdict === 'disagree' || (verdict === 'unavailable' && name !== 'pg-structure'))
    .map(({ name, claim, detail }) => `${name} on ${claim}: ${detail ?? ''}`)
}

/**
 * The same in less time: our own comparison there and back, and the text of pg_dump as it is. Where that is equal
 * it is so after a dump and restore of both as well, so that only other texts are put to the witness.
 */
async function examineBriefly(server: ScratchServer, { migrations }: RandomHistory): Promise<string[]> {
  const first = await foldOf(server, migrations)
  await first.replayed.db.close()
  const { address } = first.replayed.scratch
  const built = await server.copyDatabase(first.beforeDatabase)
  await withConnection(built.address, (db) => db.execute(first.upSql))
  const court = { scratch: server, includes: () => true, leftOut: new Map(), secrets: new Set<string>() }
  const there = (await seen(server, { address }, built)).map((line) => `history ≡ up.sql: ${line}`)
  const texts = [await dumpOf({ address }), await dumpOf(built)]
  if (texts[0] !== texts[1]) {
    const subjects = [createSubject('history', address, court), createSubject('up.sql', built.address, court)] as const
    const { verdict, detail } = await dumpWitness(court).compare(...subjects)
    if (verdict !== 'agree') there.push(`pg_dump on history ≡ up.sql: ${detail ?? ''}`)
  }
  await withConnection(built.address, (db) => db.execute(first.downSql))
  const back = (await seen(server, first.beforeDatabase, built)).map((line) => `up.sql + down.sql ≡ before: ${line}`)
  return [...there, ...back]
}

function dumpOf({ address }: Addressed): Promise<string> {
  return withConnection(address, async (db) => (await dumpSchema(db, { owners: true, privileges: true })).text)
}

function foldOf(server: ScratchServer, migrations: readonly string[]): Promise<Fold> {
  return fold(server, historyOf(migrations), {
    prelude: [],
    rows: 'none',
    copy: false,
    allowUnmodelled: [],
    shownAs: 'random',
    progress: () => undefined,
  })
}

function historyOf(migrations: readonly string[]): History {
  return {
    layout: 'plain',
    root: '.',
    migrations: migrations.map((text, place) => ({
      id: String(place + 1).padStart(4, '0'),
      name: '',
      up: scriptOf(`${place + 1}.sql`, text),
      transaction: 'script' as const,
      files: [],
    })),
    trackingTables: [],
    trackingSchemas: [],
    sources: [],
    findings: [],
  }
}

async function foldedAgain(server: ScratchServer, first: Fold): Promise<string[]> {
  const second = await foldOf(server, [first.upSql])
  await second.replayed.db.close()
  const statements = (text: string): string => text.replaceAll(/^--.*\n/gmu, '')
  const files = ['upSql', 'downSql'] as const
  const others = files.filter((file) => statements(first[file]) !== statements(second[file]))
  return others.map((file) => `the fold of the fold has another ${file}:\n${second[file]}`)
}

/** One simple query, as a driver or psql -c sends it, builds what the fold says. */
async function plainlyRun(database: ScratchDatabase, { upSql }: Fold): Promise<string[]> {
  return withConnection(database.address, async (db) => {
    await db.execute(upSql)
    return []
  })
}

/** A database and its own dump and restore compare equal. */
async function restored(server: ScratchServer, { address }: Addressed): Promise<string[]> {
  const { differences, findings } = await withConnection(address, (db) => afterDumpAndRestore(db, server))
  const lines = [...differences.map(told), ...findings.map(({ message }) => message)]
  return lines.map((line) => `after a dump and restore: ${line}`)
}

function told({ change, kind, id, attribute, left, right }: Difference): string {
  return [change, kind, id, attribute, canonical(left ?? null), canonical(right ?? null)].join(' ')
}

/** The differences between two databases, as compare-schemas finds them. */
async function seen(server: ScratchServer, left: Addressed, right: Addressed): Promise<string[]> {
  return withConnection(left.address, (one) =>
    withConnection(right.address, async (other) => {
      const sides = await Promise.all([sideOf(one), sideOf(other)])
      const { found } = await compareSettled(...sides, () => Promise.resolve(server))
      return found.map(({ difference }) => told(difference))
    }),
  )
}

/** What changes the text of pg_dump is a difference. */
async function mutated(server: ScratchServer, database: ScratchDatabase, mutation: string): Promise<string[]> {
  if (mutation === '') return []
  const copy = await server.copyDatabase(database)
  await withConnection(copy.address, (db) => db.execute(mutation))
  const [before, after] = await Promise.all([dumpOf(database), dumpOf(copy)])
  if (before === after) return []
  const differences = await seen(server, database, copy)
  return differences.length > 0 ? [] : [`nobody saw this change:\n${mutation}`]
}
