// Use case: is the live database the consolidated schema? Both are sources like any other; the left one is
// what `consolidate` proved, checked against its manifest first.
import { join } from 'node:path'
import { parseIgnore } from '../compare/ignore.ts'
import { readConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { layouts } from '../layouts/registry.ts'
import { givenOr, withTrackingTable } from '../layouts/tracking-table.ts'
import type { ComparisonResult } from '../model/difference.ts'
import type { Finding } from '../model/finding.ts'
import type { Manifest } from '../model/manifest.ts'
import { withoutSecrets } from '../model/secrets.ts'
import { isUrl, resolveAddress } from '../server/address.ts'
import { trackingNamed } from '../sources/given-tracking.ts'
import type { OpenSource, Tracking } from '../sources/opened.ts'
import { openSource } from '../sources/open-source.ts'
import { createRunContext } from '../sources/run-context.ts'
import type { RunContext, RunOptions } from '../sources/run-context.ts'
import { findRunnerTables, trackingOf } from '../sources/runner-tables.ts'
import type { OnOutput } from './build-command.ts'
import { openCommand } from './command-source.ts'
import { compareSources } from './compare-sources.ts'
import { asTenant, requireTenant, templateSchema } from './tenant-schema.ts'

/** `db` is the live database; without it the environment decides. */
export interface VerifyOptions extends RunOptions {
  /** Folder of the consolidated schema. */
  readonly consolidated: string
  /** Classes of minor differences to leave out of the answer. */
  readonly ignore?: readonly string[]
  /**
   * The migration folder as `archive` left it, and the newest migration that the live database has run behind the
   * consolidated one: they are part of what it is compared with.
   */
  readonly behind?: {
    readonly migrations: string
    readonly to: string
    /** Runs migrations in code, which have to be all of the folder. */
    readonly run?: {
      readonly command: string
      readonly onOutput: OnOutput | undefined
      readonly cwd: string | undefined
    }
  }
  /** Only this schema of the live database, which has what the consolidated schema has in its one schema. */
  readonly tenant?: string
}

/**
 * Compares the consolidated schema (left) with the live database (right), which is only read; the runner's
 * tracking tables are left out. Throws PgfoldError `no-consolidated-schema`, `bad-manifest`, `edited-by-hand`,
 * `unknown-class`, and what connecting throws.
 */
export async function verify(options: VerifyOptions): Promise<ComparisonResult> {
  const started = performance.now()
  const ignore = parseIgnore(options.ignore ?? [])
  const schema = await readConsolidatedSchema(options.consolidated)
  const template = options.tenant === undefined ? undefined : templateSchema(schema)
  const context = createRunContext({
    ...options,
    ...(options.behind === undefined ? {} : { to: options.behind.to }),
    ...(options.tenant === undefined ? {} : { schemas: [options.tenant] }),
    ...inTenant(options),
  })
  const opened: OpenSource[] = []
  try {
    const live = await openSource({ kind: 'live', text: liveSource(options) }, context)
    opened.push(live)
    if (live.database !== undefined) await requireTenant(live.database, options.tenant)
    const built = await openLeft(schema, { live, context, isBuilt: template !== undefined, behind: options.behind })
    opened.push(built)
    const sides =
      template === undefined || options.tenant === undefined
        ? { built, live }
        : await asTenant({ built, live }, template, options.tenant)
    return withManifest(
      await compareSources(sides.built, sides.live, {
        context,
        ignore,
        started,
        leftOut: schema.manifest.leftOut ?? [],
      }),
      schema,
      options,
    )
  } finally {
    await Promise.allSettled(opened.map((source) => source.close()))
    await context.close()
  }
}

interface Left {
  readonly live: OpenSource
  readonly context: RunContext
  /** On a scratch database in any case. */
  readonly isBuilt: boolean
}

/** The consolidated schema, with what is newer where that is wanted. */
async function openLeft(
  schema: ConsolidatedSchema,
  { behind, ...left }: Left & { readonly behind: VerifyOptions['behind'] },
): Promise<OpenSource> {
  if (behind === undefined) return openConsolidated(schema, left)
  const { migrations, run } = behind
  if (run === undefined) return withoutItsSecrets(await openSource({ kind: 'history', text: migrations }, left.context))
  const tracking = await trackingIn(left, schema.manifest)
  return withoutItsSecrets({ ...(await openCommand({ migrations, ...run }, left.context)), tracking })
}

// What the comparison of two schemas cannot say of itself: that rows were not looked at, and how many of the
// objects up.sql does not create.
function withManifest(
  result: ComparisonResult,
  { folder, manifest }: ConsolidatedSchema,
  { schemas = [] }: VerifyOptions,
): ComparisonResult {
  const tables = Object.keys(manifest.rows).length
  const these = tables === 1 ? '1 table of reference rows was' : `${tables} tables of reference rows were`
  const message = `${these} not compared: verify compares the schema, not rows`
  const notCompared: Finding = { code: 'rows-not-compared', severity: 'info', subject: folder, message }
  return {
    ...result,
    findings: tables === 0 ? result.findings : [...result.findings, notCompared],
    left: schemas.length === 0 ? { ...result.left, before: manifest.before.length } : result.left,
  }
}

/** The runner's table of a tenant is in the tenant's schema. */
export function inTenant({ tenant, trackingTable }: TenantChoice): Pick<TenantChoice, 'trackingTable'> {
  if (tenant !== undefined) return { trackingTable: { ...trackingTable, schema: tenant } }
  return trackingTable === undefined ? {} : { trackingTable }
}

type TenantChoice = Pick<VerifyOptions, 'tenant' | 'trackingTable'>

/** A URL as it is; otherwise the name of the database that the environment means. */
function liveSource({ db, env }: VerifyOptions): string {
  if (db !== undefined && isUrl(db)) return db
  return resolveAddress({ env, ...(db === undefined ? {} : { db }) }).database
}

// The stored snapshot answers for servers of its own major version. Another version prints and stores some
// things differently: there up.sql is run on a scratch database of the live server's version.
async function openConsolidated(
  { folder, manifest, snapshot, up }: ConsolidatedSchema,
  { live, context, isBuilt }: Left,
): Promise<OpenSource> {
  const tracking = await trackingIn({ live, context }, manifest)
  const sameMajor = majorOf(live.database?.serverVersion) === majorOf(snapshot.serverVersion)
  const source =
    sameMajor && !isBuilt
      ? ({ kind: 'snapshot', text: join(folder, 'snapshot.json') } as const)
      : ({ kind: 'sql', text: up.file } as const)
  const opened = await openSource(source, context)
  return { ...withoutItsSecrets(opened), label: folder, tracking }
}

/** up.sql leaves secrets out, as snapshot.json does. */
function withoutItsSecrets(opened: OpenSource): OpenSource {
  const told: OpenSource['snapshot'] = async (...asked) => withoutSecrets(await opened.snapshot(...asked))
  if (opened.builtBy === undefined) return { ...opened, snapshot: told }
  const { builtBy } = opened
  const toldBy: OpenSource['builtBy'] = async (role) => {
    const built = await builtBy(role)
    return 'snapshot' in built ? { snapshot: withoutSecrets(built.snapshot) } : built
  }
  return { ...opened, snapshot: told, builtBy: toldBy }
}

/** What a command built may have tables of any runner: they are looked for in the live database. */
async function trackingIn({ live, context }: Pick<Left, 'live' | 'context'>, manifest: Manifest): Promise<Tracking> {
  const { database } = live
  const given = givenOr(context.options.trackingTable, manifest)
  if (database === undefined) throw new Error('unreachable: a live database has a connection')
  const layout = layouts.find(({ name }) => name === manifest.layout)
  const own = await (layout === undefined ? trackingNamed(database, given) : withTrackingTable(layout, given))
  if (manifest.command === undefined) return own
  const found = trackingOf(await findRunnerTables(database))
  return {
    trackingTables: [...own.trackingTables, ...found.trackingTables],
    trackingSchemas: [...own.trackingSchemas, ...found.trackingSchemas],
  }
}

function majorOf(serverVersion: number | undefined): number {
  return Math.trunc((serverVersion ?? 0) / 10_000)
}
