// The names that Flyway gives meaning to: `V1.2__what.sql` runs once, `U1.2__what.sql` undoes it, `B1.2__what.sql` stands
// for all versions up to its own on a database that has none of them, `R__what.sql` runs whenever it was changed, and
// `beforeMigrate.sql` or `beforeMigrate__what.sql` at a moment of Flyway's own run. `_` and `.` separate the parts of a
// version, which are numbers: 1.10 is newer than 1.9, and 1.0 is 1.
import { sqlFiles, within, type Folder } from './layout.ts'

/** `event` is a moment of Flyway's run. */
type FlywayKind = 'versioned' | 'undo' | 'baseline' | 'repeatable' | 'event'

export interface FlywayFile {
  readonly kind: FlywayKind
  readonly path: string
  /** As Flyway records it, `1.2`; for what has no version, the name of the file without its ending. */
  readonly id: string
  readonly description: string
  /** The parts of the version. */
  readonly version: readonly bigint[]
  /** The moment, where it is one. */
  readonly event?: string
}

/** The SQL files that Flyway finds, and those that it passes over with the reason. */
export interface FlywayFiles {
  readonly files: readonly FlywayFile[]
  readonly passedOver: readonly { readonly path: string; readonly why: string }[]
}

/** How the names are made, as settings may say in another way. */
export interface FlywayNaming {
  readonly prefixes: Readonly<Record<Exclude<FlywayKind, 'event'>, string>>
  readonly separator: string
}

export const defaultNaming: FlywayNaming = {
  prefixes: { versioned: 'V', undo: 'U', baseline: 'B', repeatable: 'R' },
  separator: '__',
}

const eventName =
  /^(?:before|after)(?:Clean|(?:Each)?(?:Migrate|Undo)(?:Statement)?|Repeatables|Versioned|MigrateApplied|Validate|Baseline|Repair|Info|Connect|CreateSchema|(?:Migrate|Info)OperationFinish)(?:Error)?$|^createSchema$/u

/** The SQL files of a folder and of all folders in it. */
export function flywayFiles(folder: Folder, naming: FlywayNaming = defaultNaming): FlywayFiles {
  const files: FlywayFile[] = []
  const passedOver: { path: string; why: string }[] = []
  for (const path of pathsBelow(folder)) {
    const found = flywayFile(path, naming)
    if (typeof found === 'string') passedOver.push({ path, why: found })
    else files.push(found)
  }
  return { files, passedOver }
}

/** Negative where `a` is the older one. */
export function compareVersions(a: readonly bigint[], b: readonly bigint[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const [left, right] = [a[index] ?? 0n, b[index] ?? 0n]
    if (left !== right) return left < right ? -1 : 1
  }
  return 0
}

function pathsBelow(folder: Folder): string[] {
  return [...sqlFiles(folder).map((file) => within(folder, file)), ...folder.folders.flatMap(pathsBelow)]
}

/** What the name means, or why Flyway passes it over. */
function flywayFile(path: string, { prefixes, separator }: FlywayNaming): FlywayFile | string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/iu, '')
  const at = stem.indexOf(separator)
  const head = at === -1 ? stem : stem.slice(0, at)
  const description = at === -1 ? '' : stem.slice(at + separator.length)
  if (eventName.test(head)) return { kind: 'event', path, id: stem, description, version: [], event: head }
  const kinds = ['versioned', 'undo', 'baseline', 'repeatable'] as const
  const kind = kinds.find((each) => head.startsWith(prefixes[each]))
  if (kind === undefined) {
    return `its name begins with none of ${kinds.map((each) => prefixes[each]).join(', ')} and no name of a callback`
  }
  const prefix = prefixes[kind]
  const version = head.slice(prefix.length)
  if (kind === 'repeatable') {
    if (version === '') return { kind, path, id: stem, description, version: [] }
    return `${prefix} is followed by ${separator}, not by a version`
  }
  if (!/^\d+(?:[._]\d+)*$/u.test(version)) {
    return `${prefix} is followed by a version of numbers, then ${separator} and the description`
  }
  const id = version.replaceAll('_', '.')
  return { kind, path, id, description, version: id.split('.').map(BigInt) }
}
