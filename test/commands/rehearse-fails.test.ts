// What a rehearsal has to notice: a runner's table with rules or triggers of its own, so that a cutover ends in another way
// than it has to. Each stands in a prelude, since it is there before the first migration.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rehearse } from '../../src/commands/rehearse.ts'
import type { RehearseOptions } from '../../src/commands/rehearsal-stage.ts'
import type { Rehearsal } from '../../src/model/rehearsal.ts'
import { createProject, shop, writeFiles } from '../cutover/project.ts'
import type { Project } from '../cutover/project.ts'

let project: Project
let folder: string
beforeAll(async () => {
  project = await createProject(shop)
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(async () => {
  await project.remove()
  await rm(folder, { recursive: true })
})

const table = 'CREATE TABLE public.migrations (name text PRIMARY KEY, note text);'

/** An empty database, those with none, one and both of the migrations, and one of the archived folder. */
async function rehearsed(sql: string, more: Partial<RehearseOptions> = {}): Promise<readonly Rehearsal[]> {
  await writeFiles(folder, { 'prelude.sql': `${table}\n${sql}` })
  const { migrations, archived, consolidated } = project
  const prelude = [join(folder, 'prelude.sql')]
  expect(await consolidate({ history: migrations, out: consolidated, prelude })).toMatchObject({ proved: true })
  const options = { migrations, archived, consolidated, prelude, env: {}, lockTimeout: '2s', ...more }
  const { done, rehearsals } = await rehearse(options)
  expect(done).toBe(false)
  return rehearsals
}

function outcomes(rehearsals: readonly Rehearsal[]): string[] {
  return rehearsals.map(({ outcome }) => outcome)
}

it('rows that are others behind adopt --undo', async () => {
  const rehearsals = await rehearsed(`
    CREATE SEQUENCE public.turns;
    CREATE FUNCTION public.turn() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.note := nextval(''public.turns''); RETURN NEW; END';
    CREATE TRIGGER turn BEFORE INSERT ON public.migrations FOR EACH ROW EXECUTE FUNCTION public.turn();`)
  expect(outcomes(rehearsals)).toEqual(['built', 'refused', 'refused', 'failed', 'built'])
  const problem = "adopt --undo did not leave the database as it was: the runner's rows are others (not-as-before)"
  expect(rehearsals[3]?.problem).toBe(problem)
})

it('rows that are others in a table with another name', async () => {
  const rehearsals = await rehearsed(
    `CREATE TABLE public."Done" (name text PRIMARY KEY, note text);
     CREATE RULE stamp AS ON INSERT TO public."Done"
       DO ALSO UPDATE public."Done" SET note = pg_catalog.clock_timestamp()::text;`,
    { trackingTable: { name: 'Done' } },
  )
  expect(rehearsals[3]?.problem).toContain("adopt --undo did not leave the database as it was: the runner's rows are")
})

it('rows that are others behind rollback', async () => {
  const rehearsals = await rehearsed(`
    CREATE RULE stays AS ON DELETE TO public.migrations
      DO ALSO INSERT INTO public.migrations VALUES ('kept', 'x') ON CONFLICT DO NOTHING;`)
  const problem = "rollback did not leave the database as it was: the runner's rows are others (not-as-before)"
  expect(rehearsals[0]).toMatchObject({ outcome: 'failed', problem })
})

it('a second adopt that does not find the database adopted', async () => {
  const rehearsals = await rehearsed(`
    CREATE FUNCTION public.add() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN INSERT INTO public.migrations VALUES (''000_late'') ON CONFLICT DO NOTHING; RETURN NULL; END';
    CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON public.migrations DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW EXECUTE FUNCTION public.add();`) // at COMMIT, behind what adopt looks at
  expect(outcomes(rehearsals)).toEqual(['built', 'refused', 'refused', 'failed', 'built'])
  expect(rehearsals[3]).toMatchObject({ state: 'at-the-line', problem: 'a second adopt did something' })
})

it('a refusal that is not the one it has to be', async () => {
  const rehearsals = await rehearsed("INSERT INTO public.migrations VALUES ('000_other');")
  expect(outcomes(rehearsals)).toEqual(['built', 'failed', 'failed', 'failed', 'built'])
  const was = 'it was refused (unknown-rows): 1 recorded migration neither folded nor in the folder, and had to be'
  expect(rehearsals.slice(1, -1).map(({ problem }) => problem)).toEqual([
    `${was} refused (fresh)`,
    `${was} refused (behind)`,
    `${was} adopted`,
  ])
})
