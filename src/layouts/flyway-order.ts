// What Flyway runs on an empty database, in its order. Of the callbacks, those at the moments that such a run has once;
// the ones around each migration or statement, and those of other commands, are passed over.
import { compareVersions, type FlywayFile, type FlywayFiles } from './flyway-names.ts'
import { refuseSame } from './passed-over.ts'

const eventsBefore = ['beforeMigrate']
const eventsBetween = ['afterVersioned', 'beforeRepeatables']
const eventsAfter = ['afterMigrateApplied', 'afterMigrate']
const eventsRun = new Set([...eventsBefore, ...eventsBetween, ...eventsAfter])
const eventsEarlier =
  /^(?:(?:before|after)(?:Connect|Validate)|before(?:Migrate|EachMigrate(?:Statement)?|Versioned|CreateSchema)|createSchema)$/u

/** Whether Flyway runs it, on an empty database, before what it finds there first: the consolidated migration. */
export function runsBefore({ event = '' }: FlywayFile): boolean {
  return eventsEarlier.test(event)
}

/** Whether it is run here as well. */
export function isRunHere({ event = '' }: FlywayFile): boolean {
  return eventsRun.has(event)
}

/** What Flyway runs on an empty database, in order, and what it does not; neither has what `runsBefore` and is not run here. */
export function runOnEmpty(files: readonly FlywayFile[]): {
  readonly run: readonly FlywayFile[]
  readonly ignored: FlywayFiles['passedOver']
} {
  const ofKind = (kind: FlywayFile['kind']): FlywayFile[] => files.filter((file) => file.kind === kind)
  const byVersion = (a: FlywayFile, b: FlywayFile): number => compareVersions(a.version, b.version)
  const baselines = ofKind('baseline').toSorted(byVersion)
  const newest = baselines.at(-1)
  const versions = ofKind('versioned').toSorted(byVersion)
  const isNewer = (file: FlywayFile): boolean => newest === undefined || byVersion(file, newest) > 0
  const events = (names: readonly string[]): FlywayFile[] =>
    names.flatMap((name) =>
      ofKind('event')
        .filter(({ event }) => event === name)
        .toSorted(byDescription),
    )
  const repeatables = ofKind('repeatable').toSorted(byDescription)
  const between = repeatables.length === 0 ? eventsBetween.slice(0, 1) : eventsBetween
  const below = [...versions.filter((file) => !isNewer(file)), ...baselines.slice(0, -1)]
  const others = ofKind('event').filter((file) => !isRunHere(file) && !runsBefore(file))
  return {
    run: [
      ...events(eventsBefore),
      ...(newest === undefined ? [] : [newest]),
      ...versions.filter(isNewer),
      ...events(between),
      ...repeatables,
      ...events(eventsAfter),
    ],
    ignored: [
      ...below.map(({ path }) => ({ path, why: `an empty database runs ${newest?.path ?? ''} in its place` })),
      ...others.map(({ path, event = '' }) => ({ path, why: `it is a callback, and pgfold runs none at ${event}` })),
    ],
  }
}

/** @throws {PgfoldError} `duplicate-migrations` */
export function refuseTwins(files: readonly FlywayFile[]): void {
  const whatOf = ({ version }: FlywayFile): string => (version.length > 0 ? 'version' : 'name')
  refuseSame(files, {
    keyOf: ({ kind, version, description, id }) => {
      if (kind === 'event') return `event ${id}`
      return kind === 'repeatable' ? `R ${description}` : `${kind} ${withoutZeros(version)}`
    },
    fileOf: ({ path }) => path,
    message: (file) => `Two files have the ${whatOf(file)} ${file.id}; Flyway refuses them`,
    hint: 'Give one of them a version or a name of its own.',
  })
}

function withoutZeros(version: readonly bigint[]): string {
  return version.join('.').replace(/(?:\.0)+$/u, '')
}

function byDescription(a: FlywayFile, b: FlywayFile): number {
  const [left, right] = [a.description.replaceAll('_', ' '), b.description.replaceAll('_', ' ')]
  return left === right ? 0 : left < right ? -1 : 1
}
