// The statements that leave the runner's rows as they would be had the consolidated migration been there from the start:
// the row of the line becomes its row, and the rows of the folded ones go where the runner stops at rows without a file.
// The whole table is saved before, beside itself, so that undo needs nothing else.
import type { TableName } from '../history/migration.ts'
import { savedName } from '../layouts/records.ts'
import type { ColumnValues, OwnFile, Recordable, Renamed } from '../layouts/records.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import type { FoundRecords } from './records.ts'
import { idOf } from './records.ts'

/** The migrations that a rewriting is about. */
export interface Rewriting {
  /** As the runner records them; the line is the last one. */
  readonly folded: readonly string[]
  readonly consolidated: Recordable
  /** Those of the newer ones that are applied. */
  readonly newer: readonly Recordable[]
  /** For a registry. */
  readonly file?: OwnFile
}

/** Statements without final semicolons; none where the runner needs nothing. */
export function rewriteStatements(found: FoundRecords, rewriting: Rewriting): readonly string[] {
  const { records, table, path } = found
  const { registry } = records
  const { folded, file } = rewriting
  if (registry !== undefined && file !== undefined) {
    return registry.rewrite({ file, folded, renamed: renamedBy(rewriting, found), table: tableIn(found) })
  }
  const old = rewriting.folded.slice(0, -1)
  if (path !== undefined) return documentStatements(found, path, old)
  if (records.single === 'position') {
    return old.length === 0 ? [] : [`UPDATE ${table} SET ${records.id} = ${records.id} - ${old.length}`]
  }
  const update = updateStatement(found, rewriting)
  const drop = `DELETE FROM ${table} WHERE ${idOf(found)} IN (${old.map(quoteLiteral).join(', ')})`
  return [...(update === undefined ? [] : [update]), ...(records.needsFiles && old.length > 0 ? [drop] : [])]
}

/** The newer ones that are recorded as something else by now. */
export function renamedBy({ newer }: Rewriting, { records }: FoundRecords): Renamed {
  return Object.fromEntries(
    newer.flatMap((each) =>
      each.recordedBefore === undefined ? [] : [[records.recordedAs(each), each.recordedBefore]],
    ),
  )
}

/** The table beside the runner's that keeps its rows. */
export function savedTable({ name }: Pick<FoundRecords, 'name'>): {
  readonly schema: string
  readonly name: string
  sql: string
} {
  const saved = savedName(name.name)
  return { schema: name.schema, name: saved, sql: quotePath(name.schema, saved) }
}

/** All that keep rows. */
export function savedTables(found: FoundRecords): readonly TableName[] {
  const others = found.records.registry?.others ?? []
  return [found.name.name, ...others].map((name) => ({ schema: found.name.schema, name: savedName(name) }))
}

function tableIn({ name: { schema } }: FoundRecords): (name: string) => string {
  return (name) => quotePath(schema, name)
}

function savedIn({ name: { schema } }: FoundRecords): (name: string) => string {
  return (name) => quotePath(schema, savedName(name))
}

/** Which adoption has saved the rows. */
export interface Saved {
  readonly line: string
  /** What it made of the line, as the runner records it. */
  readonly recorded: string
  /** Of the consolidated migration's file. */
  readonly sha256: string
  /** Of a registry: whose rows were rewritten, and which newer ones among them. */
  readonly owner?: string
  readonly renamed?: Renamed
}

/** Keeps the rows, and notes of which adoption they are: by that they are known as ours. */
export function saveStatements(found: FoundRecords, saved: Saved): readonly string[] {
  const { sql } = savedTable(found)
  const others = found.records.registry?.others ?? []
  return [
    `CREATE TABLE ${sql} AS TABLE ${found.table}`,
    ...others.map((name) => `CREATE TABLE ${savedIn(found)(name)} AS TABLE ${tableIn(found)(name)}`),
    `COMMENT ON TABLE ${sql} IS ${quoteLiteral(`${savedMark}${JSON.stringify(saved)}`)}`,
  ]
}

const savedMark = 'Rows before pgfold adopt, for pgfold adopt --undo: '

/** What the comment on a saved table says; undefined where it is no such comment. */
export function savedSays(comment: string | null | undefined): Saved | undefined {
  return comment?.startsWith(savedMark) === true ? (JSON.parse(comment.slice(savedMark.length)) as Saved) : undefined
}

/** What an adoption is taken back with. */
export interface Undoing extends Pick<Rewriting, 'folded'>, Pick<Saved, 'recorded' | 'owner' | 'renamed'> {
  /** What is recorded now: a newer migration that was taken back since stays gone. */
  readonly present: readonly string[]
}

/** Puts the saved rows back; those of migrations that were applied since stay. */
export function undoStatements(found: FoundRecords, undoing: Undoing): readonly string[] {
  const { records, table, path } = found
  const { folded, recorded, present } = undoing
  const saved = savedTable(found).sql
  const gone = `DROP TABLE ${savedTables(found)
    .map(({ schema, name }) => quotePath(schema, name))
    .join(', ')}`
  if (records.registry !== undefined) {
    const { owner = '', renamed = {} } = undoing
    const there = Object.fromEntries(Object.entries(renamed).filter(([id]) => present.includes(id)))
    const names = { table: tableIn(found), saved: savedIn(found) }
    return [...records.registry.undo({ owner, folded, recorded, renamed: there, ...names }), gone]
  }
  if (path !== undefined) {
    const was = `coalesce(s.${records.id}::pg_catalog.jsonb #> ${path}, '{}')`
    return [
      `UPDATE ${table} AS t SET ${setDocument(found, path, `${was} || ${documentOf(found, path)}`)} FROM ${saved} AS s`,
      gone,
    ]
  }
  if (records.single === 'position') {
    return [`UPDATE ${table} SET ${records.id} = ${records.id} + ${folded.length - 1}`, gone]
  }
  const written = quoteLiteral(recorded)
  const back = [...new Set([...folded, ...present])].map(quoteLiteral).join(', ')
  // In front of the statement the id cannot be that of the runner's table, as it could in a subquery.
  return [
    `WITH saved AS (SELECT ${idOf(found)} AS id FROM ${saved}) ` +
      `DELETE FROM ${table} WHERE ${idOf(found)} = ${written} OR ${idOf(found)} IN (SELECT saved.id FROM saved)`,
    `INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM ${saved} WHERE ${idOf(found)} IN (${back})`,
    gone,
  ]
}

// One statement, since the rows of a chain refer to each other and are checked at its end.
function updateStatement(found: FoundRecords, { folded, consolidated, newer }: Rewriting): string | undefined {
  const { records, table } = found
  const line = folded.at(-1) ?? ''
  const rows = [
    { at: line, values: valuesOf(found, line, consolidated) },
    ...(records.chained ? newer : []).map((each) => ({
      at: records.recordedAs(each),
      values: records.row?.(each) ?? {},
    })),
  ]
  const columns = Object.keys(rows[0]?.values ?? {})
  if (columns.length === 0) return undefined
  const lines = rows.map(
    ({ at, values }) => `(${[quoteLiteral(at), ...columns.map((name) => values[name] ?? 'null')].join(', ')})`,
  )
  const names = columns.map(quoteName)
  return (
    `UPDATE ${table} SET ${names.map((name) => `${name} = new.${name}`).join(', ')} ` +
    `FROM (VALUES ${lines.join(', ')}) AS new (of_row, ${names.join(', ')}) WHERE ${idOf(qualified(found))} = new.of_row`
  )
}

function valuesOf(found: FoundRecords, line: string, consolidated: Recordable): ColumnValues {
  const { records } = found
  const id = records.recordedAs(consolidated)
  const row = records.row?.(consolidated) ?? {}
  return id === line ? row : { [records.id]: withSuffix(found, line, id), ...row }
}

/** With the ending that the row of the line has. */
function withSuffix(found: FoundRecords, line: string, name: string): string {
  const { suffix, id } = found.records
  if (suffix === undefined) return quoteLiteral(name)
  const ending = `pg_catalog.substring((${id})::pg_catalog.text, ${quoteLiteral(`${suffix}$`)})`
  return (
    `${quoteLiteral(name)} || ` +
    `coalesce((SELECT pg_catalog.min(${ending}) FROM ${found.table} WHERE ${idOf(found)} = ${quoteLiteral(line)}), '')`
  )
}

function qualified(found: FoundRecords): FoundRecords {
  return { ...found, records: { ...found.records, id: `${found.table}.${quoteName(found.records.id)}` } }
}

function documentStatements(found: FoundRecords, path: string, old: readonly string[]): string[] {
  if (old.length === 0) return []
  const left = `${documentOf(found, path)} - array[${old.map(quoteLiteral).join(', ')}]`
  return [`UPDATE ${found.table} AS t SET ${setDocument(found, path, left)}`]
}

function documentOf({ records }: FoundRecords, path: string): string {
  return `coalesce(t.${records.id}::pg_catalog.jsonb #> ${path}, '{}')`
}

/** The assignment that puts a value at the path, and makes what leads there. */
export function setDocument({ records }: FoundRecords, path: string, value: string): string {
  const document = `t.${records.id}::pg_catalog.jsonb`
  const parent = `(${path})[1:1]`
  const whole = `pg_catalog.jsonb_set(${document}, ${parent}, coalesce(${document} #> ${parent}, '{}'))`
  return `${records.id} = pg_catalog.jsonb_set(${whole}, ${path}, ${value})`
}
