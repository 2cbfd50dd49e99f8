// What a fold says of where the schema came from: in the head of the files, in the manifest, and in the proof.
import { relative } from 'node:path'
import { maskSecrets } from '../history/mask-secrets.ts'
import { migrationLabel } from '../history/migration.ts'
import type { History } from '../history/migration.ts'
import type { FoldedMigration, Manifest } from '../model/manifest.ts'

export interface FoldSource {
  readonly kind: 'history' | 'command' | 'database'
  /** `schema/migrations (hasura)` in the first line of the files. */
  readonly name: string
  /** What was folded, in the second. */
  readonly folded: string
  readonly migrations: number
  readonly manifest: Pick<
    Manifest,
    'layout' | 'command' | 'database' | 'history' | 'trackingSchema' | 'line' | 'sources'
  >
}

/** A history; `shownAs` is the path that the head of the files names. */
export function historySource(history: History, shownAs: string): FoldSource {
  const labels = history.migrations.map(migrationLabel)
  const [first = '', last = ''] = [labels[0], labels.at(-1)]
  return {
    kind: 'history',
    name: `${shownAs} (${history.layout})`,
    folded: labels.length === 1 ? first : `${labels.length} migrations in one, ${first} … ${last}`,
    migrations: labels.length,
    manifest: {
      layout: history.layout,
      history: rootPath(history),
      ...(history.trackingSchema === undefined ? {} : { trackingSchema: history.trackingSchema }),
      line: history.migrations.findLast(({ stays }) => stays !== true)?.id ?? '',
      sources: foldedMigrations(history),
    },
  }
}

/** The folder of the migrations that a command runs; `shownAs` is the path that the head of the files names. */
export interface CommandMigrations {
  readonly history: History
  readonly shownAs: string
}

/** A command, with the migrations that it ran where they are known; its secrets stand nowhere. */
export function commandSource(command: string, migrations?: CommandMigrations): FoldSource {
  const shown = maskSecrets(command)
  const built = `what a command built (${shown.replaceAll(/\s+/gu, ' ').trim()})`
  if (migrations !== undefined) {
    const source = historySource(migrations.history, migrations.shownAs)
    return {
      ...source,
      kind: 'command',
      name: `${source.name}, ${built}`,
      manifest: { ...source.manifest, command: shown },
    }
  }
  return {
    kind: 'command',
    name: built,
    folded: 'all that it did to an empty database, in one',
    migrations: 0,
    manifest: { layout: 'command', command: shown, history: '', line: '', sources: [] },
  }
}

/** A live database. The files do not name it, so that databases with one schema give the same files. */
export function databaseSource(database: string): FoldSource {
  return {
    kind: 'database',
    name: 'a live database',
    folded: 'its schema as it was, without a history',
    migrations: 0,
    manifest: { layout: 'database', database, history: '', line: '', sources: [] },
  }
}

/** Where the migrations themselves are, which may be a folder of the one that was given; never absolute. */
function rootPath(history: History): string {
  return (relative(process.cwd(), history.root) || '.').replaceAll('\\', '/')
}

function foldedMigrations({ migrations, sources }: History): FoldedMigration[] {
  const sha256 = new Map(sources.map((source) => [source.path, source.sha256]))
  return migrations.map(({ id, name, files, checksum, stays, recordedTime }) => ({
    id,
    name,
    files: files.map((path) => ({ path, sha256: sha256.get(path) ?? '' })),
    ...(checksum === undefined ? {} : { checksum }),
    ...(stays === undefined ? {} : { stays }),
    ...(recordedTime === undefined ? {} : { recordedTime }),
  }))
}
