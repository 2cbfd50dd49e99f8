// What reaches from one migration into the next where a runner opens one transaction round all that is pending, as it does on
// a new database: a deployment at a time, and in a replay, it ends with its migration.
import type { Finding } from '../model/finding.ts'
import type { UntilCommit } from '../history/until-commit.ts'
import { scriptOfSide, statementsOf, type OneTransaction } from './one-transaction.ts'
import type { MigrationFiles, SideFile } from './layout.ts'

/** One warning for each statement that would reach into the migrations behind its own, its subject `0003_a.sql:7:1`. */
export async function reachesFurther(
  migrations: readonly MigrationFiles[],
  { runner, files }: OneTransaction,
): Promise<Finding[]> {
  const sides = migrations.flatMap(({ up }) => up ?? [])
  const places = await Promise.all(sides.slice(0, -1).map((side) => stillOpen(side, files)))
  return places.flat().map(({ place, what }) => ({
    code: 'reaches-further',
    severity: 'warning',
    subject: place,
    message: `${what}: on a new database ${runner} runs all in one transaction, where this reaches into the next migrations, which may build something else; pgfold ends it with its migration, as a database does that is migrated one by one`,
  }))
}

interface Open extends UntilCommit {
  readonly place: string
}

// Most scripts have nothing of this and need not be parsed.
const mayMatter = /\b(?:local|set_config|commit|constraints)\b/iu

/** What of a side would still hold behind it. */
async function stillOpen(side: SideFile, files: OneTransaction['files']): Promise<Open[]> {
  const script = await scriptOfSide(side, files)
  if (!mayMatter.test(script.text)) return []
  let open: Open[] = []
  for (const { untilCommit, setting, transaction, changes, line, column } of await statementsOf(script)) {
    const dropped = changes.flatMap(({ drops, within }) => (drops === true && within !== undefined ? [within] : []))
    const ended = new Set([...dropped, ...untilCommit.map(({ subject }) => subject), setting])
    const isOver = transaction === 'commit' || transaction === 'rollback'
    open = isOver ? [] : open.filter(({ subject }) => !ended.has(subject))
    const own = untilCommit.filter(({ subject }) => !buildsTheSame.test(subject))
    open.push(...own.map((each) => ({ ...each, place: `${script.file}:${line}:${column}` })))
  }
  return open
}

/** Settings that do not decide what a statement builds. */
const buildsTheSame = /_timeout$|_mem$|^(?:log|max_parallel)_|^client_min_messages$/u
