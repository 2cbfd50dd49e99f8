// Sqitch's registry: `changes` names what is deployed, `tags` and `dependencies` refer to it by id, `events` is a log. An id
// is a SHA-1 over what the plan says and the id before it, so that behind `archive` the consolidated change and all that
// come after it have other ids, as have their tags. Adopted, the registry is as `sqitch deploy --log-only` would leave it,
// but that each change keeps who deployed it and when. Other projects' rows stay, only that what required a folded
// change requires the one in its place. Foreign keys carry a change's new id to the rows that refer to it.
import { createHash } from 'node:crypto'
import type { TableName } from '../history/migration.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import type {
  OwnFile,
  Recordable,
  Records,
  Registry,
  RegistryFacts,
  RegistryRewriting,
  RegistryUndoing,
} from './records.ts'
import { meantBy, readPlan, textsOf, type PlannedChange, type SqitchPlan } from './sqitch-plan.ts'

const registry: Registry = {
  tables: ['dependencies', 'tags', 'events', 'changes', 'projects', 'releases'],
  others: ['tags', 'dependencies'],
  owner: 'project',
  wait: 'SELECT pg_catalog.pg_advisory_xact_lock(75474063)', // which sqitch holds while it deploys or reverts
  facts,
  rewrite,
  undo,
}

export const sqitchRecords: Records = {
  table: { schema: 'sqitch', name: 'changes' },
  columns: ['change_id', 'script_hash', 'change', 'project', 'planned_at'],
  id: 'change_id',
  needsFiles: true,
  recordedAs: ({ checksum = '' }) => checksum,
  registry,
  rehearsal: { create: rehearsalTables, record: rehearsedRow },
}

function facts({ before, now }: OwnFile): RegistryFacts {
  const old = readPlan(before).changes
  const { project, changes } = readPlan(now)
  const earlier = changes.slice(1).flatMap(({ name, planned, id }) => {
    const was = old.findLast((change) => change.name === name && change.planned === planned)
    return was === undefined ? [] : [[id, was.id] as const]
  })
  return { owner: project, earlier: new Map(earlier) }
}

function rewrite({ file, folded, renamed, table }: RegistryRewriting): string[] {
  const plan = readPlan(file.now)
  const [change] = plan.changes
  const line = folded.at(-1)
  if (change === undefined || line === undefined) return []
  return [
    ...(folded.length === 1 ? [] : joinOthers(folded.slice(0, -1), line, table)),
    `DELETE FROM ${table('dependencies')} WHERE change_id = ${quoteLiteral(line)}`,
    `UPDATE ${table('changes')} SET ${rowOf(change, file.script)} WHERE change_id = ${quoteLiteral(line)}`,
    ...(Object.keys(renamed).length === 0 ? [] : renameNewer(plan, renamed, table)),
    ...(plan.tags.length === 0 ? [] : [renameTags(plan, table)]),
    noteEvent(change, table),
  ]
}

type Table = RegistryRewriting['table']

/** What refers to the folded changes refers to the line; then they can go. */
function joinOthers(others: readonly string[], line: string, table: Table): string[] {
  const all = others.map(quoteLiteral).join(', ')
  const one = quoteLiteral(line)
  return [
    `UPDATE ${table('dependencies')} SET dependency_id = ${one} WHERE dependency_id IN (${all})`,
    `UPDATE ${table('tags')} SET change_id = ${one} WHERE change_id IN (${all})`,
    `DELETE FROM ${table('dependencies')} WHERE change_id IN (${all})`,
    `DELETE FROM ${table('changes')} WHERE change_id IN (${all})`,
  ]
}

function rowOf({ id, name, note, planned }: PlannedChange, script: Buffer): string {
  const [, time = '', planner = '', mail = ''] = /^(\S+) (.*) <([^>]*)>$/su.exec(planned) ?? []
  const row = {
    change_id: id,
    script_hash: createHash('sha1').update(script).digest('hex'),
    change: name,
    note,
    planned_at: time,
    planner_name: planner,
    planner_email: mail,
  }
  return Object.entries(row)
    .map(([column, value]) => `${column} = ${quoteLiteral(value)}`)
    .join(', ')
}

function renameNewer(plan: SqitchPlan, renamed: Readonly<Record<string, string>>, table: Table): string[] {
  const rows = Object.entries(renamed).map(([id, was]) => rowFor([id, was]))
  const applied = plan.changes.flatMap((change, index) => (change.id in renamed ? [{ change, index }] : []))
  const kept = applied.flatMap(({ change: { id, dependencies } }) => {
    const { requires, conflicts } = textsOf(dependencies, plan.project)
    return [...requires, ...conflicts].map((text) => rowFor([id, text]))
  })
  const onIt = applied.flatMap(({ change: { id, dependencies }, index }) => {
    const meaning = dependencies.filter(({ text }) => meantBy(text, index, plan) === 0)
    return textsOf(meaning, plan.project).requires.map((text) =>
      rowFor([id, 'require', text, plan.changes[0]?.id ?? '']),
    )
  })
  const ids = Object.keys(renamed).map(quoteLiteral).join(', ')
  const gone = kept.length === 0 ? '' : ` AND (change_id, dependency) NOT IN (VALUES ${kept.join(', ')})`
  return [
    `UPDATE ${table('changes')} AS c SET change_id = new.id FROM (VALUES ${rows.join(', ')}) AS new (id, was) ` +
      'WHERE c.change_id = new.was',
    `DELETE FROM ${table('dependencies')} WHERE change_id IN (${ids})${gone}`,
    ...(onIt.length === 0
      ? []
      : [
          `INSERT INTO ${table('dependencies')} (change_id, type, dependency, dependency_id) ` +
            `VALUES ${onIt.join(', ')} ON CONFLICT (change_id, dependency) DO NOTHING`,
        ]),
  ]
}

function renameTags({ project, tags }: SqitchPlan, table: Table): string {
  const rows = tags.map(({ id, name }) => rowFor([id, `@${name}`]))
  return (
    `UPDATE ${table('tags')} AS t SET tag_id = new.id FROM (VALUES ${rows.join(', ')}) AS new (id, tag) ` +
    `WHERE t.tag = new.tag AND t.project = ${quoteLiteral(project)}`
  )
}

/** The log says of every deployed change when it was noted. */
function noteEvent({ id }: PlannedChange, table: Table): string {
  const columns =
    'change_id, change, project, note, committer_name, committer_email, planned_at, planner_name, planner_email'
  const tags = `ARRAY(SELECT tag FROM ${table('tags')} AS t WHERE t.change_id = c.change_id ORDER BY t.planned_at, t.tag)`
  return (
    `INSERT INTO ${table('events')} (event, tags, ${columns}) ` +
    `SELECT 'deploy', ${tags}, ${columns} FROM ${table('changes')} AS c WHERE c.change_id = ${quoteLiteral(id)}`
  )
}

function undo({ owner, folded, recorded, renamed, table, saved }: RegistryUndoing): string[] {
  const project = quoteLiteral(owner)
  const pairs = [[recorded, folded.at(-1) ?? ''], ...Object.entries(renamed)].map(rowFor)
  const columns = [...changeColumns, 'committed_at', 'committer_name', 'committer_email']
  const own = `change_id IN (SELECT c.change_id FROM ${table('changes')} AS c WHERE c.project = ${project})`
  return [
    `UPDATE ${table('changes')} AS c SET ${columns.map((name) => `${name} = s.${name}`).join(', ')} ` +
      `FROM ${saved('changes')} AS s, (VALUES ${pairs.join(', ')}) AS m (id, was) ` +
      'WHERE c.change_id = m.id AND s.change_id = m.was',
    `INSERT INTO ${table('changes')} SELECT * FROM ${saved('changes')} ` +
      `WHERE change_id IN (${folded.map(quoteLiteral).join(', ')}) ON CONFLICT (change_id) DO NOTHING`,
    `DELETE FROM ${table('tags')} WHERE project = ${project}`,
    `INSERT INTO ${table('tags')} SELECT * FROM ${saved('tags')} WHERE ${own}`,
    `DELETE FROM ${table('dependencies')} WHERE ${own}`,
    `INSERT INTO ${table('dependencies')} SELECT * FROM ${saved('dependencies')} WHERE ${own}`,
    `UPDATE ${table('dependencies')} AS d SET dependency_id = s.dependency_id FROM ${saved('dependencies')} AS s ` +
      'WHERE d.change_id = s.change_id AND d.dependency = s.dependency AND d.dependency_id <> s.dependency_id',
    // The first one is adopt's.
    `DELETE FROM ${table('events')} WHERE (change_id, committed_at) = ` +
      `(SELECT change_id, pg_catalog.min(committed_at) FROM ${table('events')} WHERE change_id = ${quoteLiteral(recorded)} GROUP BY 1)`,
  ]
}

const changeColumns = ['change_id', 'script_hash', 'change', 'note', 'planned_at', 'planner_name', 'planner_email']

function rowFor(values: readonly string[]): string {
  return `(${values.map(quoteLiteral).join(', ')})`
}

/** As far as a rehearsal looks at them. */
function rehearsalTables({ schema }: TableName): string[] {
  const at = (name: string): string => quotePath(schema, name)
  const change = `change_id text NOT NULL REFERENCES ${at('changes')} ON UPDATE CASCADE`
  const who = ['committer', 'planner']
    .map((role) => `${role}_name text NOT NULL, ${role}_email text NOT NULL`)
    .join(', ')
  const when = 'committed_at timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(), planned_at timestamptz NOT NULL'
  return [
    `CREATE TABLE ${at('projects')} (project text PRIMARY KEY)`,
    `CREATE TABLE ${at('changes')} (change_id text PRIMARY KEY, script_hash text, change text NOT NULL, ` +
      `project text NOT NULL REFERENCES ${at('projects')}, note text NOT NULL DEFAULT '', ${when}, ${who})`,
    `CREATE TABLE ${at('tags')} (tag_id text PRIMARY KEY, tag text NOT NULL, project text NOT NULL, ${change}, ${when})`,
    `CREATE TABLE ${at('dependencies')} (${change}, type text NOT NULL, dependency text NOT NULL, ` +
      `dependency_id text REFERENCES ${at('changes')} ON UPDATE CASCADE, PRIMARY KEY (change_id, dependency))`,
    `CREATE TABLE ${at('events')} (event text NOT NULL, change_id text NOT NULL, change text NOT NULL, ` +
      `project text NOT NULL, note text NOT NULL DEFAULT '', requires text[] NOT NULL DEFAULT '{}', ` +
      `conflicts text[] NOT NULL DEFAULT '{}', tags text[] NOT NULL DEFAULT '{}', ${when}, ${who})`,
  ]
}

function rehearsedRow(
  { checksum = '', name }: Recordable,
  { table: { schema }, owner }: { readonly table: TableName; readonly owner: string },
): string[] {
  const project = quoteLiteral(owner)
  const values = [checksum, name].map(quoteLiteral).join(', ')
  return [
    `INSERT INTO ${quotePath(schema, 'projects')} VALUES (${project}) ON CONFLICT DO NOTHING`,
    `INSERT INTO ${quotePath(schema, 'changes')} ` +
      '(change_id, change, project, planned_at, committer_name, committer_email, planner_name, planner_email) ' +
      `VALUES (${values}, ${project}, now(), '', '', '', '')`,
  ]
}
