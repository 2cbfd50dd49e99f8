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

const prefixes: Readonly<Record<string, FlywayKind>> = {
  V: 'versioned',
  U: 'undo',
  B: 'baseline',
  R: 'repeatable',
}

const eventName =
  /^(?:before|after)(?:Clean|(?:Each)?(?:Migrate|Undo)(?:Statement)?|Repeatables|Versioned|MigrateApplied|Validate|Baseline|Repair|Info|Connect|CreateSchema|(?:Migrate|Info)OperationFinish)(?:Error)?$|^createSchema$/u

/** The SQL files of a folder and of all folders in it. */
export function flywayFiles(folder: Folder): FlywayFiles {
  const files: FlywayFile[] = []
  const passedOver: { path: string; why: string }[] = []
  for (const path of pathsBelow(folder)) {
    const found = flywayFile(path)
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
function flywayFile(path: string): FlywayFile | string {
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.sql$/iu, '')
  const separator = stem.indexOf('__')
  const head = separator === -1 ? stem : stem.slice(0, separator)
  const description = separator === -1 ? '' : stem.slice(separator + 2)
  if (eventName.test(head)) return { kind: 'event', path, id: stem, description, version: [], event: head }
  const kind = prefixes[head[0] ?? '']
  if (kind === undefined) return 'its name begins with none of V, U, B, R and no name of a callback'
  const version = head.slice(1)
  if (kind === 'repeatable') {
    return version === '' ? { kind, path, id: stem, description, version: [] } : 'R is followed by __, not by a version'
  }
  if (!/^\d+(?:[._]\d+)*$/u.test(version)) {
    return `${head[0]} is followed by a version of numbers, then __ and the description`
  }
  const id = version.replaceAll('_', '.')
  return { kind, path, id, description, version: id.split('.').map(BigInt) }
}
