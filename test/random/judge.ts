// What must hold of every history: it folds, all witnesses agree, a plain run of up.sql does the same, folding the
// fold gives the same bytes, the database equals its own dump and restore, and one more change of it is seen.
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import { fold } from '../../src/commands/fold.ts'
import type { Fold } from '../../src/commands/fold.ts'
import { scriptOf } from '../../src/history/migration.ts'
import type { History } from '../../src/history/migration.ts'
import { PgfoldError } from '../../src/errors.ts'
import type { Difference } from '../../src/model/difference.ts'
import { canonical } from '../../src/model/value.ts'
import { catalogWitness } from '../../src/prove/catalog-witness.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { RereadSide } from '../../src/prove/reread.ts'
import { dumpWitness } from '../../src/prove/dump-witness.ts'
import { rowsWitness } from '../../src/prove/rows-witness.ts'
import { createSubject, openWorkshop, withConnection } from '../../src/prove/subjects.ts'
import type { Workshop } from '../../src/prove/subjects.ts'
import type { Court, Observation } from '../../src/prove/witness.ts'
import type { ScratchDatabase, ScratchServer } from '../../src/server/database.ts'
import { dumpSchema } from '../../src/server/pg-dump.ts'
import type { SchemaDump } from '../../src/server/pg-dump.ts'
import { afterRestore, sideOf } from '../support/dump-and-restore.ts'
import type { RandomHistory } from './generate.ts'

type Addressed = Pick<ScratchDatabase, 'address'>

/** What was wrong, in lines; nothing where all of it holds. `isThorough` asks every witness for every claim. */
export async function judge(server: ScratchServer, history: RandomHistory, isThorough: boolean): Promise<string[]> {
  const workshop = openWorkshop(server)
  try {
    return await (isThorough ? examine(workshop.scratch, history) : examineBriefly(workshop, history))
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
  const again = await foldedAgain(server, first)
  await plainlyRun(server, first)
  const copy = await server.copyDatabase(first.replayed.scratch) // while nobody is connected to it
  return withConnection(first.replayed.scratch.address, async (db) => {
    const [side, dump] = [await sideOf(db), await dumpSchema(db, { owners: true, privileges: true })]
    const lost = await restored(side, dump, server)
    return [...again, ...lost, ...(await mutated(server, { side, dump, copy }, mutation))]
  })
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

/** The same in less time: our own comparison there and back, the rows where there are any, and pg_dump. */
async function examineBriefly({ scratch, ask }: Workshop, { migrations }: RandomHistory): Promise<string[]> {
  const first = await foldOf(scratch, migrations)
  await first.replayed.db.close()
  const { leftOut } = first.rows.settled
  const court: Court = { scratch, ask, includes: () => true, leftOut, secrets: new Set() }
  const built = await scratch.copyDatabase(first.beforeDatabase)
  await withConnection(built.address, (db) => db.execute(first.upSql))
  const history = {
    ...createSubject('history', first.replayed.scratch.address, court),
    snapshot: () => Promise.resolve(first.after),
  }
  const hasRows = Object.keys(first.rows.counts).length > 0
  const { principal } = first.after
  const up = {
    ...createSubject('up.sql', built.address, court),
    snapshot: () => ask(built.address, (db) => readCatalog(db, { principal })),
  }
  const witnesses = [catalogWitness(court), ...(hasRows ? [rowsWitness(court)] : []), dumpWitness(court)]
  const there: string[] = []
  for (const witness of witnesses) there.push(...problemOf('history ≡ up.sql', await witness.compare(history, up)))
  await withConnection(built.address, (db) => db.execute(first.downSql))
  const before = createSubject('before', first.beforeDatabase.address, court)
  const known = { ...before, snapshot: () => Promise.resolve(first.before) }
  const down = createSubject('down.sql', built.address, court)
  return [...there, ...problemOf('up.sql + down.sql ≡ before', await catalogWitness(court).compare(known, down))]
}

function problemOf(claim: string, { verdict, detail }: Observation): string[] {
  return verdict === 'agree' ? [] : [`${verdict} on ${claim}: ${detail ?? ''}`]
}

function foldOf(server: ScratchServer, migrations: readonly string[]): Promise<Fold> {
  return fold(server, historyOf(migrations), {
    prelude: [],
    rows: 'auto',
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
    session: 'each',
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
async function plainlyRun(server: ScratchServer, { upSql }: Fold): Promise<void> {
  const database = await server.createDatabase()
  await withConnection(database.address, (db) => db.execute(upSql))
}

/** A database and its own dump and restore compare equal. */
async function restored(side: RereadSide, dump: SchemaDump, server: ScratchServer): Promise<string[]> {
  const { differences, findings } = await afterRestore(side, dump, server)
  const lines = [...differences.map(told), ...findings.map(({ message }) => message)]
  return lines.map((line) => `after a dump and restore: ${line}`)
}

function told({ change, kind, id, attribute, left, right }: Difference): string {
  return [change, kind, id, attribute, canonical(left ?? null), canonical(right ?? null)].join(' ')
}

interface Unchanged {
  readonly side: RereadSide
  readonly dump: SchemaDump
  /** The same database, to be changed. */
  readonly copy: Addressed
}

/** What changes the text of pg_dump is a difference. */
async function mutated(server: ScratchServer, { side, dump, copy }: Unchanged, mutation: string): Promise<string[]> {
  if (mutation === '') return []
  return withConnection(copy.address, async (db) => {
    await db.execute(mutation)
    const after = await dumpSchema(db, { owners: true, privileges: true })
    if (after.text === dump.text) return []
    const { found } = await compareSettled(side, await sideOf(db), () => Promise.resolve(server))
    return found.length > 0 ? [] : [`nobody saw this change:\n${mutation}`]
  })
}
