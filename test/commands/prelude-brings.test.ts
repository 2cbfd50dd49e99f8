// What a prelude may bring that is not the history's: roles with attributes, and the runner's own tracking table.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import type { Fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { isProved, proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

describe('a prelude that brings', () => {
  let server: ScratchServer
  let folder: string
  beforeAll(async () => {
    server = await openScratchServer('embedded')
    folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  })
  afterAll(async () => {
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('the tracking table leaves it alone', async () => {
    const one = await foldOnto('tracking', {
      prelude: 'CREATE TABLE public.migrations (id integer PRIMARY KEY, note text);',
      migration: `CREATE TABLE kept (id integer DEFAULT 1, at timestamptz DEFAULT now());
        INSERT INTO kept DEFAULT VALUES; INSERT INTO public.migrations VALUES (1, 'by hand');`,
    })
    expect(`${one.upSql}${one.downSql}`).not.toMatch(/migrations\s*[(;]/u)
    await one.replayed.db.close()
    const verdicts = await proveConsolidation({
      scratch: server,
      history: one.replayed.scratch,
      before: one.beforeDatabase,
      up: one.upSql,
      down: one.downSql,
      leftOut: one.rows.settled.leftOut,
    })
    expect(isProved(verdicts)).toBe(true)
  })

  it('roles with attributes keeps them', async () => {
    const role = `pgfold_login_${process.pid}`
    const one = await foldOnto('roles', {
      prelude: `DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} LOGIN; END IF;
      END $$;`,
      migration: `CREATE TABLE owned (id integer); GRANT SELECT ON owned TO ${role};
        DO $$ BEGIN
          IF NOT (SELECT rolcanlogin FROM pg_roles WHERE rolname = '${role}') THEN RAISE 'no login'; END IF;
        END $$;`,
    })
    expect(one.findings.map(({ code }) => code)).not.toContain('role-created-on-scratch')
    await one.replayed.db.close()
  })

  async function foldOnto(
    name: string,
    { prelude, migration }: { readonly prelude: string; readonly migration: string },
  ): Promise<Fold> {
    const migrations = join(folder, name)
    await mkdir(migrations)
    await writeFile(join(folder, `${name}.sql`), prelude)
    await writeFile(join(migrations, '0001_first.sql'), migration)
    return fold(server, await readHistory(migrations, { layout: 'numbered' }), {
      prelude: [join(folder, `${name}.sql`)],
      rows: 'auto',
      copy: false,
      allowUnmodelled: [],
      shownAs: name,
      progress: () => undefined,
    })
  }
})
