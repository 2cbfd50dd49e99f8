// What a fold says of where the schema came from: in the head of the files, in the manifest, and in the proof.
import { relative } from 'node:path'
import { migrationLabel } from '../history/migration.ts'
import type { History } from '../history/migration.ts'
import type { FoldedMigration, Manifest } from '../model/manifest.ts'

export interface FoldSource {
  readonly kind: 'history' | 'database'
  /** `schema/migrations (hasura)` in the first line of the files. */
  readonly name: string
  /** What was folded, in the second. */
  readonly folded: string
  readonly migrations: number
  readonly manifest: Pick<Manifest, 'layout' | 'database' | 'history' | 'line' | 'sources'>
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
      line: history.migrations.at(-1)?.id ?? '',
      sources: foldedMigrations(history),
    },
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

function foldedMigrations(history: History): FoldedMigration[] {
  return history.migrations.map(({ id, name, up, down, files }) => {
    const scripts = [up, down].filter((script) => script !== undefined && script.sha256 !== '')
    return { id, name, files: files.map((path, index) => ({ path, sha256: scripts[index]?.sha256 ?? '' })) }
  })
}
