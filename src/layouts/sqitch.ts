// Sqitch: the changes of sqitch.plan in its order, each with a script `deploy/<change>.sql`, one that takes it back in
// `revert/` and one that looks whether it is there in `verify/`, or where sqitch.conf says. psql runs each by itself, so that their own BEGIN and
// COMMIT decide. Where a change was planned again, `<change>@<tag>.sql` is what it was at that tag. The schema sqitch
// holds what was deployed, by the id of each change.
//
// The consolidated migration is a change in the place of the folded ones, with their tags; newer changes that require
// one of those require it instead. Their ids follow from the id before them, so that a database that has them needs
// other rows (sqitch-registry.ts), or a new registry, which `sqitch deploy --log-only` writes.
import { posix } from 'node:path'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { History, Script } from '../history/migration.ts'
import { count as counted } from '../model/count.ts'
import { readFolder } from './folder.ts'
import {
  filesBelow,
  noEvidence,
  within,
  type ConsolidatedFile,
  type ConsolidatedSql,
  type Evidence,
  type Files,
  type Folder,
  type Layout,
  type MigrationFiles,
  type Reading,
  type Surroundings,
} from './layout.ts'
import { passedOver } from './passed-over.ts'
import { confName, placesIn, usualRegistry, type SqitchPlaces } from './sqitch-conf.ts'
import { meantBy, readPlan, type PlannedChange, type SqitchPlan } from './sqitch-plan.ts'
import { sqitchRecords } from './sqitch-registry.ts'

const planName = 'sqitch.plan'
const consolidatedName = 'consolidated_schema'

export const sqitch: Layout = {
  name: 'sqitch',
  shape: 'sqitch.plan, deploy/<change>.sql, revert/<change>.sql, verify/<change>.sql',
  transaction: 'script',
  session: 'each',
  trackingTables: [],
  trackingSchemas: [usualRegistry],
  whereApplied: () =>
    'make its registry anew, empty (another --registry), and run sqitch deploy --log-only: the plan is another one',
  records: [sqitchRecords],
  detect,
  home,
  read: async (folder, { files }) => read(folder, files),
  consolidated: async (history, sql, { files }) => {
    const places = await placesOf(await readFolder(history.root), files)
    return consolidated(history, sql, { places, script: await files.script(places.plan) })
  },
}

async function detect(folder: Folder, { files }: Surroundings): Promise<Evidence> {
  const named = plannedFolders(folder).map((found) => within(found, planName))
  const { plan } = await placesOf(folder, files)
  const plans = named.length === 0 && filesBelow(folder).includes(plan) ? [plan] : named
  return plans.length === 0 ? noEvidence : { marks: plans, names: plans }
}

/**
 * Where the plan and the scripts are, as paths from the folder that was given: as its sqitch.conf says. A project that is
 * run with other settings than those has its plan below.
 */
async function placesOf(folder: Folder, files: Files): Promise<SqitchPlaces> {
  const conf = folder.files.includes(confName) ? await files.text(within(folder, confName)) : ''
  const places = placesIn(conf)
  const [only, second] = plannedFolders(folder)
  const isThere = filesBelow(folder).includes(within(folder, places.plan))
  if (isThere || only === undefined || second !== undefined) return places
  const below = only.path.slice(folder.path === '' ? 0 : folder.path.length + 1)
  return { ...placesIn('', below || '.'), registry: places.registry }
}

function plannedFolders(folder: Folder): Folder[] {
  const below = folder.folders.flatMap(plannedFolders)
  return folder.files.includes(planName) ? [folder, ...below] : below
}

function home(folder: Folder): Folder {
  if (folder.files.includes(confName)) return folder
  const [first = folder, second] = plannedFolders(folder)
  if (second === undefined || first === folder) return first
  throw new PgfoldError('several-databases', 'The folder holds several sqitch plans', {
    details: plannedFolders(folder).map((found) => within(found, planName)),
    hint: `Name the folder of one of them, such as ${first.path}.`,
  })
}

async function read(folder: Folder, files: Files): Promise<Reading> {
  const known = new Set(filesBelow(folder))
  const places = await placesOf(folder, files)
  if (!known.has(within(folder, places.plan))) {
    throw new PgfoldError('unreadable-plan', `There is no ${within(folder, places.plan)}`, {
      hint: 'Name the folder that holds it; sqitch.conf says where it is, with plan_file or top_dir.',
    })
  }
  const script = await files.script(within(folder, places.plan))
  const plan = readPlan(script)
  const migrations = plan.changes.map((change, index) =>
    migrationOf(change, { index, plan, script, folder, known, places }),
  )
  const used = new Set(migrations.flatMap(({ up, down, beside = [] }) => [up, down, ...beside]))
  const strangers = [...known].filter((path) => isScript(path, folder, places) && !used.has(path))
  return {
    migrations,
    findings: strangers.map((path) => passedOver(path, 'has the name of no change in the plan')),
    ...(places.registry === usualRegistry ? {} : { trackingSchema: places.registry }),
  }
}

interface Place {
  readonly index: number
  readonly plan: SqitchPlan
  readonly script: Script
  readonly folder: Folder
  readonly known: ReadonlySet<string>
  readonly places: SqitchPlaces
}

function migrationOf(change: PlannedChange, { index, plan, script, folder, known, places }: Place): MigrationFiles {
  const stems = stemsOf(index, plan)
  const isReworked = stems[0] !== change.name
  const folders = isReworked ? places.reworked : places
  const file = (below: string, stem: string): string =>
    within(folder, posix.normalize(`${below}/${stem}.${places.extension}`))
  const stem = stems.find((each) => known.has(file(folders.deploy, each)))
  if (stem === undefined) {
    const missing = file(folders.deploy, stems[0] ?? '')
    throw new PgfoldError('missing-migration-file', `There is no ${missing}, which the plan names`, {
      location: locate(script, change.line.start),
      hint: 'Put the file back; where sqitch.conf lies above and names other folders, name its folder.',
    })
  }
  const [down, verify] = [file(folders.revert, stem), file(folders.verify, stem)]
  return {
    id: stem,
    name: '',
    up: file(folders.deploy, stem),
    ...(known.has(down) ? { down } : {}),
    beside: known.has(verify) ? [verify] : [],
    checksum: change.id,
    values: { registry: places.registry },
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

function isScript(path: string, folder: Folder, { deploy, revert, reworked, extension }: SqitchPlaces): boolean {
  const folders = [deploy, revert, reworked.deploy, reworked.revert].map((below) => within(folder, `${below}/`))
  return path.endsWith(`.${extension}`) && folders.some((below) => path.startsWith(below))
}

interface Planned {
  readonly places: SqitchPlaces
  readonly script: Script
}

function consolidated(
  history: History,
  { upSql, downSql }: ConsolidatedSql,
  { places: { plan, deploy, revert, extension }, script }: Planned,
): ConsolidatedFile[] {
  const file = (below: string): string => posix.normalize(`${below}/${consolidatedName}.${extension}`)
  return [
    { path: plan, text: planWithout(history.migrations.length, script), replaces: true },
    { path: file(deploy), text: inTransaction(upSql) },
    { path: file(revert), text: inTransaction(downSql) },
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
  const change = `${consolidatedName} ${newest?.planned ?? ''} # In the place of ${counted(count, 'change')}.\n`
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
