// Sqitch: the changes of sqitch.plan in its order, each with a script `deploy/<change>.sql`, one that takes it back in
// `revert/` and one that looks whether it is there in `verify/`. psql runs each by itself, so that their own BEGIN and
// COMMIT decide. Where a change was planned again, `<change>@<tag>.sql` is what it was at that tag. The schema sqitch
// holds what was deployed, by the id of each change.
//
// The consolidated migration is a change in the place of the folded ones, with their tags; newer changes that require
// one of those require it instead. Their ids follow from the id before them, so that a database that has them takes a
// new registry: `sqitch deploy --log-only` writes it.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { History, Script } from '../history/migration.ts'
import {
  filesBelow,
  noEvidence,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
} from './layout.ts'
import { meantBy, readPlan, type PlannedChange, type SqitchPlan } from './sqitch-plan.ts'

const planName = 'sqitch.plan'
const consolidatedName = 'consolidated_schema'

export const sqitch: Layout = {
  name: 'sqitch',
  shape: 'sqitch.plan, deploy/<change>.sql, revert/<change>.sql, verify/<change>.sql',
  transaction: 'script',
  session: 'each',
  trackingTables: [],
  trackingSchemas: ['sqitch'],
  whereApplied: () =>
    'make its registry anew, empty (another --registry), and run sqitch deploy --log-only: the plan is another one',
  detect: (folder) => {
    const plans = plannedFolders(folder).map((found) => within(found, planName))
    return plans.length === 0 ? noEvidence : { marks: plans, names: plans }
  },
  home,
  read: async (folder, { files }) => read(folder, files),
  consolidated: async (history, sql, { files }) => consolidated(history, sql, await files.script(planName)),
}

function plannedFolders(folder: Folder): Folder[] {
  const below = folder.folders.flatMap(plannedFolders)
  return folder.files.includes(planName) ? [folder, ...below] : below
}

function home(folder: Folder): Folder {
  const [first = folder, second] = plannedFolders(folder)
  if (second === undefined || first === folder) return first
  throw new PgfoldError('several-databases', 'The folder holds several sqitch plans', {
    details: plannedFolders(folder).map((found) => within(found, planName)),
    hint: `Name the folder of one of them, such as ${first.path}.`,
  })
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  if (!folder.files.includes(planName)) {
    throw new PgfoldError('unreadable-plan', 'There is no sqitch.plan', { hint: 'Name the folder that holds it.' })
  }
  const script = await files.script(within(folder, planName))
  const plan = readPlan(script)
  const known = new Set(filesBelow(folder))
  const migrations = plan.changes.map((change, index) => migrationOf(change, { index, plan, script, folder, known }))
  const used = new Set(migrations.flatMap(({ up, down, beside = [] }) => [up, down, ...beside]))
  const strangers = [...known].filter((path) => isScript(path, folder) && !used.has(path))
  return {
    migrations,
    findings: strangers.map((path) => ({
      code: 'not-a-migration',
      severity: 'warning',
      subject: path,
      message: 'is passed over: the plan has no change of this name',
    })),
  }
}

interface Place {
  readonly index: number
  readonly plan: SqitchPlan
  readonly script: Script
  readonly folder: Folder
  readonly known: ReadonlySet<string>
}

function migrationOf(change: PlannedChange, { index, plan, script, folder, known }: Place): MigrationFiles {
  const file = (side: string, stem: string): string => within(folder, `${side}/${stem}.sql`)
  const stems = stemsOf(index, plan)
  const stem = stems.find((each) => known.has(file('deploy', each)))
  if (stem === undefined) {
    throw new PgfoldError(
      'missing-migration-file',
      `There is no ${file('deploy', stems[0] ?? '')}, which the plan names`,
      {
        location: locate(script, change.line.start),
        hint: 'Put the file back; where sqitch.conf names other folders than deploy, move the scripts there.',
      },
    )
  }
  const [down, verify] = [file('revert', stem), file('verify', stem)]
  return {
    id: stem,
    name: '',
    up: file('deploy', stem),
    ...(known.has(down) ? { down } : {}),
    beside: known.has(verify) ? [verify] : [],
    checksum: change.id,
    values: { registry: 'sqitch' },
  }
}

/** The names that the scripts of a change may have: of one that is planned again later, with a tag between them. */
function stemsOf(index: number, { changes, tags }: SqitchPlan): string[] {
  const name = changes[index]?.name ?? ''
  const next = changes.findIndex((change, at) => at > index && change.name === name)
  if (next === -1) return [name]
  const own = tags.filter(({ change }) => change === index)
  const later = tags.filter(({ change }) => change > index && change < next)
  return [...later.toReversed(), ...own].map((tag) => `${name}@${tag.name}`)
}

function isScript(path: string, folder: Folder): boolean {
  const own = path.slice(folder.path === '' ? 0 : folder.path.length + 1)
  return /^(?:deploy|revert)\/.*\.sql$/u.test(own)
}

function consolidated(history: History, { upSql, downSql }: ConsolidatedSql, script: Script): ConsolidatedFile[] {
  return [
    { path: planName, text: planWithout(history.migrations.length, script), replaces: true },
    { path: `deploy/${consolidatedName}.sql`, text: inTransaction(upSql) },
    { path: `revert/${consolidatedName}.sql`, text: inTransaction(downSql) },
  ]
}

/** The plan with one change in the place of the first `count`. */
function planWithout(count: number, script: Script): string {
  const { text } = script
  const plan = readPlan(script)
  const newest = plan.changes[count - 1]
  const first = plan.changes[0]?.line.start ?? text.length
  const tags = plan.tags.filter(({ change }) => change < count)
  const end = Math.max(newest?.line.end ?? first, tags.at(-1)?.line.end ?? 0)
  const change = `${consolidatedName} ${newest?.planned ?? ''} # In the place of ${count} changes.\n`
  const kept = tags.map(({ line }) => `${line.text}\n`).join('')
  return text.slice(0, first) + change + kept + requiringIt(plan, count, text.slice(end), end)
}

/** The rest of the plan from `offset` on, where what requires a folded change requires the one in their place. */
function requiringIt(plan: SqitchPlan, count: number, rest: string, offset: number): string {
  let text = ''
  let at = 0
  for (const [index, { dependencies }] of plan.changes.entries()) {
    const [first, last] = [dependencies[0], dependencies.at(-1)]
    if (index < count || first === undefined || last === undefined) continue
    const from = rest.lastIndexOf('[', first.start - offset)
    const to = rest.indexOf(']', last.end - offset) + 1
    const left = remainingOf(dependencies, index, plan, count)
    text += rest.slice(at, from) + (left.length === 0 ? '' : `[${left.join(' ')}]`)
    at = to + (left.length === 0 && /[ \t]/u.test(rest[to] ?? '') ? 1 : 0)
  }
  return text + rest.slice(at)
}

// A conflict with a folded change would have stopped the history; there is nothing left to conflict with.
function remainingOf(
  dependencies: PlannedChange['dependencies'],
  index: number,
  plan: SqitchPlan,
  count: number,
): string[] {
  const left = dependencies.flatMap(({ text }) => {
    const meant = meantBy(text, index, plan)
    if (typeof meant !== 'number' || meant >= count) return [text]
    return text.startsWith('!') ? [] : [consolidatedName]
  })
  return [...new Set(left)]
}

function inTransaction(sql: string): string {
  return `BEGIN;\n\n${sql.trim()}\n\nCOMMIT;\n`
}
