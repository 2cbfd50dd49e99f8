// The rows that tell a runner that the consolidated migration is applied (or, after a rollback, that none
// of the folded ones is). Written in the transaction that makes it true, and only into tables that the
// runner itself has made.
import { posix } from 'node:path'
import type { Finding } from '../model/finding.ts'
import type { Manifest } from '../model/manifest.ts'
import { quoteLiteral } from '../sql/quote.ts'
import type { Database } from '../server/database.ts'
import { hasColumns } from './records.ts'

/** Statements to run, without final semicolons, and what could not be recorded. */
interface Tracking {
  readonly statements: readonly string[]
  readonly findings: readonly Finding[]
}

/** Records the consolidated migration as applied. */
export function trackApplied(db: Database, manifest: Manifest): Promise<Tracking> {
  return plan(db, manifest, 'applied')
}

/** Takes the consolidated migration and those that were folded out of the runner's books. */
export function trackRolledBack(db: Database, manifest: Manifest): Promise<Tracking> {
  return plan(db, manifest, 'rolled back')
}

type State = 'applied' | 'rolled back'
type Planner = (db: Database, manifest: Manifest, state: State) => Promise<string[]>

async function plan(db: Database, manifest: Manifest, state: State): Promise<Tracking> {
  const planner = planners[manifest.layout]
  const statements = planner === undefined ? [] : await planner(db, manifest, state)
  const isMissing = statements.length === 0 && manifest.layout !== 'database' // which no runner made
  return { statements, findings: isMissing ? [notTracked(manifest, state)] : [] }
}

const planners: Readonly<Record<string, Planner>> = { hasura: planHasura, numbered: planNumbered }

// Up to config v2 a table; since v3 one JSON value in the metadata database, by database name and version.
async function planHasura(db: Database, manifest: Manifest, state: State): Promise<string[]> {
  const [rows, json] = [
    await hasColumns(db, 'hdb_catalog.schema_migrations', ['version', 'dirty']),
    await hasColumns(db, 'hdb_catalog.hdb_version', ['cli_state']),
  ]
  const versions = idsOf(manifest)
  const source = quoteLiteral(posix.basename(manifest.history.replaceAll('\\', '/')))
  const path = `array['migrations', ${source}]`
  const old = `coalesce(cli_state #> ${path}, '{}'::jsonb)`
  const without = `${old} - array[${versions.map(quoteLiteral).join(', ')}]`
  const next =
    state === 'applied' ? `${old} || ${quoteLiteral(JSON.stringify({ [manifest.line]: false }))}::jsonb` : without
  const parent = `jsonb_set(cli_state, '{migrations}', coalesce(cli_state -> 'migrations', '{}'::jsonb))`
  return [
    ...(rows && state === 'applied'
      ? [
          `INSERT INTO hdb_catalog.schema_migrations (version, dirty) VALUES (${manifest.line}, false) ` +
            'ON CONFLICT (version) DO UPDATE SET dirty = false',
        ]
      : []),
    ...(rows && state === 'rolled back'
      ? [`DELETE FROM hdb_catalog.schema_migrations WHERE version IN (${versions.join(', ')})`]
      : []),
    ...(json ? [`UPDATE hdb_catalog.hdb_version SET cli_state = jsonb_set(${parent}, ${path}, ${next})`] : []),
  ]
}

async function planNumbered(db: Database, manifest: Manifest, state: State): Promise<string[]> {
  if (!(await hasColumns(db, 'public.migrations', ['name']))) return []
  const [sample] = await db.query<{ name: string }>(
    'select name::text from public.migrations order by name desc limit 1',
  )
  const asRecorded = (file: string): string => {
    const name = posix.basename(file)
    return quoteLiteral(sample === undefined || sample.name.endsWith('.sql') ? name : name.replace(/\.sql$/u, ''))
  }
  const consolidated = asRecorded(`${manifest.line}_consolidated_schema.sql`)
  if (state === 'applied') {
    const missing = `WHERE NOT EXISTS (SELECT FROM public.migrations WHERE name = ${consolidated})`
    return [`INSERT INTO public.migrations (name) SELECT ${consolidated} ${missing}`]
  }
  const folded = manifest.sources.flatMap(({ files }) => (files[0] === undefined ? [] : [asRecorded(files[0].path)]))
  return [`DELETE FROM public.migrations WHERE name IN (${[...folded, consolidated].join(', ')})`]
}

// Hasura's versions are numbers; anything else in an id would be somebody else's layout.
function idsOf(manifest: Manifest): string[] {
  return [...new Set([...manifest.sources.map(({ id }) => id), manifest.line])].filter((id) => /^\d+$/u.test(id))
}

const advice: Readonly<Record<string, (line: string) => string>> = {
  hasura: (line) =>
    `where Hasura keeps its state elsewhere, run: hasura migrate apply --version ${line} --skip-execution`,
  command: () => 'tell it that its migrations are applied before it runs',
  numbered: (line) => `tell your runner that ${line}_consolidated_schema is applied before it runs`,
}

function notTracked({ layout, line }: Manifest, state: State): Finding {
  const why =
    layout === 'command'
      ? 'nothing is known of the runner that the command started'
      : layout in planners
        ? `no tracking table of the layout ${layout} is in this database`
        : `pgfold does not write the records of the runner ${layout}`
  const next = nextStep(layout, line, state)
  return {
    code: 'no-tracking-table',
    severity: 'warning',
    subject: layout,
    message: `${why}, so nothing is recorded${next === undefined ? '' : `; ${next}`}`,
  }
}

function nextStep(layout: string, line: string, state: State): string | undefined {
  if (state === 'applied') return advice[layout]?.(line) ?? `tell it that ${line} is applied before it runs`
  return layout in planners ? undefined : 'take the folded migrations out of them before it runs'
}
