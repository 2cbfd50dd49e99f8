// The consolidated migration of Liquibase: one changeset, in the file of the newest folded one and under its author, id and
// logicalFilePath, so that a database that has it passes it over. Its sum is another, which `validCheckSum: ANY` lets
// stand. A context or labels are its own where all folded changesets have them; else a comment says which were asked for.
// Changesets behind it in the file stay there, and changelogs no longer include files that are gone.
import type { History, Migration, Script } from '../history/migration.ts'
import { readFolder } from './folder.ts'
import { refuseMarkers } from './guard-sql.ts'
import type { ConsolidatedFile, ConsolidatedSql, Files, Remaining } from './layout.ts'
import { isFormatted, ownWords, readChangesets, type Changeset } from './liquibase-changesets.ts'
import { filterKeys, optionsSet } from './liquibase-options.ts'
import { orderedFiles, type Master } from './liquibase-order.ts'
import { isGlobal, type Property } from './liquibase-properties.ts'
import { linesOf } from './parts.ts'

/** @throws {PgfoldError} `marker-in-sql` where Liquibase would take a line of the SQL for its own, or replace a part of it. */
export async function consolidatedChangeset(
  { root, migrations }: History,
  { upSql, downSql }: ConsolidatedSql,
  { kept, files }: Remaining,
): Promise<ConsolidatedFile[]> {
  const path = migrations.at(-1)?.files[0] ?? ''
  const script = await files.script(path)
  const { changesets } = readChangesets(script)
  const newest = changesets.find((changeset) => isOf(migrations.at(-1), changeset))
  const rest = changesets.find((changeset) => kept.some((each) => each.files[0] === path && isOf(each, changeset)))
  const folded = [...new Set(migrations.flatMap((migration) => migration.files))]
  const { filters, comment } = filtersOf(await foldedChangesets(migrations, folded, files))
  const properties = await propertiesOf(folded, path, files)
  for (const own of [ownWords, ...properties.map(placeholderOf)]) {
    refuseMarkers({ upSql, downSql: '' }, 'Liquibase', own)
  }
  const text = [
    headerOf(script),
    '',
    ...new Set(properties.map((property) => property.options.trim())),
    ['--changeset', labelOf(newest), ...carried(newest), ...filters, options].join(' '),
    ...comment,
    '--validCheckSum: ANY',
    upSql.trim(),
    ...downSql.split('\n').flatMap((line) => (line.trim() === '' ? [] : [`--rollback ${line}`])),
    '',
    rest === undefined ? '' : script.text.slice(rest.start),
  ].join('\n')
  const gone = new Set(folded.filter((file) => file !== path))
  const { masters } = await orderedFiles(await readFolder(root), files)
  const changelogs = await Promise.all(masters.map((master) => withoutGone(master, gone, files)))
  return [{ path, text, replaces: true }, ...changelogs.flat()]
}

const options = 'splitStatements:false stripComments:false rollbackSplitStatements:false'

/** What is part of its identity, and the databases that it is for. */
function carried(newest: Changeset | undefined): string[] {
  return newest === undefined ? [] : optionsSet(newest, ['logicalFilePath', 'dbms']).map(({ text }) => text)
}

async function foldedChangesets(
  migrations: readonly Migration[],
  paths: readonly string[],
  files: Files,
): Promise<Changeset[]> {
  const all = await Promise.all(
    paths.map(async (path) => {
      const here = migrations.filter((migration) => migration.files[0] === path)
      const { changesets } = readChangesets(await files.script(path))
      return changesets.filter((changeset) => here.some((migration) => isOf(migration, changeset)))
    }),
  )
  return all.flat()
}

/** A condition of a few would leave out what the others made, so that it is only told of. */
function filtersOf(folded: readonly Changeset[]): {
  readonly filters: readonly string[]
  readonly comment: readonly string[]
} {
  const each = folded.map((changeset) => optionsSet(changeset, filterKeys).map(({ text }) => text))
  const [first = []] = each
  if (each.every((asked) => asked.join(' ') === first.join(' '))) return { filters: first, comment: [] }
  const asked = [...new Set(each.flat())].join(', ')
  return {
    filters: [],
    comment: [`--comment: In the place of ${folded.length} changesets, of which some asked for ${asked}`],
  }
}

/** As it is: it may name the path that Liquibase records. */
function headerOf({ text }: Script): string {
  const first = linesOf(text).find((line) => line.text.trim() !== '')
  return isFormatted(text) && first !== undefined ? first.text : '--liquibase formatted sql'
}

function isOf(migration: Migration | undefined, { author, id }: Changeset): boolean {
  return migration?.id === `${author}:${id}` || migration?.id.endsWith(`::${author}:${id}`) === true
}

function labelOf(changeset: Changeset | undefined): string {
  return `${named(changeset?.author ?? '')}:${named(changeset?.id ?? '')}`
}

function named(word: string): string {
  return /[\s:]/u.test(word) ? `"${word}"` : word
}

/** Newer changesets may use what the folded files define; what one of them keeps to itself goes with it. */
async function propertiesOf(paths: readonly string[], own: string, files: Files): Promise<Property[]> {
  const found: Property[] = []
  for (const path of paths) {
    const { properties } = readChangesets(await files.script(path))
    found.push(...properties.filter((property) => path === own || isGlobal(property)))
  }
  return found
}

function placeholderOf({ name }: Property): RegExp {
  return new RegExp(`\\$\\{${name.replaceAll('.', '\\.')}\\}`, 'u')
}

async function withoutGone(
  { path, inclusions }: Master,
  gone: ReadonlySet<string>,
  files: Files,
): Promise<ConsolidatedFile[]> {
  const cut = inclusions.filter((each) => each.files.every((file) => gone.has(file)))
  if (cut.length === 0) return []
  const script = await files.script(path)
  const text = script.text.trimStart().startsWith('{')
    ? jsonWithout(
        script,
        inclusions.map((each) => cut.includes(each)),
      )
    : cut.toReversed().reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), script.text)
  return [{ path, text, replaces: true }]
}

function jsonWithout(script: Script, isCut: readonly boolean[]): string {
  const { databaseChangeLog: entries } = JSON.parse(script.text) as { databaseChangeLog: unknown[] }
  const databaseChangeLog = entries.filter((_, index) => isCut[index] !== true)
  return `${JSON.stringify({ databaseChangeLog }, undefined, 2)}\n`
}
