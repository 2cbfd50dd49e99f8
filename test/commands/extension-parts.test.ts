// Indexes, triggers, rules and policies on the tables of an extension: its script makes some, users add others, and no
// catalog tells them apart. PostgreSQL 18 finds extensions in a folder of ours (extension_control_path).
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import { proveAndWrite } from '../../src/commands/prove-fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { useScratch } from '../support/scratch.ts'

const script = `
  CREATE TABLE job (id integer PRIMARY KEY, owner name DEFAULT current_user, done boolean);
  CREATE TABLE log (id integer);
  CREATE INDEX job_done ON job (done);
  CREATE INDEX job_owner ON job (owner);
  CREATE POLICY own ON job USING (owner = current_user);
  CREATE FUNCTION stop() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
  CREATE TRIGGER stop BEFORE UPDATE ON job FOR EACH ROW EXECUTE FUNCTION stop();
  CREATE TRIGGER watch AFTER UPDATE ON job FOR EACH ROW EXECUTE FUNCTION stop();
  COMMENT ON INDEX job_done IS 'what is left';
  COMMENT ON TRIGGER watch ON job IS 'watches';`

const update = 'CREATE INDEX log_id ON log (id); DROP INDEX job_owner;'
const downgrade = 'DROP INDEX log_id; CREATE INDEX job_owner ON job (owner);'

let folder: string
const scratch = useScratch('embedded')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const extensions = join(folder, 'extension')
  await mkdir(extensions)
  await chmod(folder, 0o755)
  await writeFile(join(extensions, 'own_parts.control'), `default_version = '1.0'\nrelocatable = true\n`)
  await writeFile(join(extensions, 'own_parts--1.0.sql'), script)
  await writeFile(join(extensions, 'own_parts--1.0--1.1.sql'), update)
  await writeFile(join(extensions, 'own_parts--1.1--1.0.sql'), downgrade)
  const database = await scratch.server().createDatabase()
  const db = await database.connect()
  await db.execute(`ALTER SYSTEM SET extension_control_path = '$system:${folder}'`)
  await db.execute('SELECT pg_reload_conf()')
  await db.close()
})
afterAll(() => rm(folder, { recursive: true }))

const made = 'CREATE SCHEMA jobs; CREATE EXTENSION own_parts SCHEMA jobs;'

describe('what stands on the tables of an extension', () => {
  it('is not written where its script makes it', async () => {
    const { statements, objects } = await foldOf(made)
    expect(objects).toEqual({ schema: 1, extension: 1 })
    expect(statements).toEqual(['CREATE SCHEMA jobs', 'CREATE EXTENSION IF NOT EXISTS own_parts WITH SCHEMA jobs'])
  })

  it('is refused where a user changed the members', async () => {
    const altered = `${made} CREATE TABLE jobs.keep (id integer); ALTER EXTENSION own_parts ADD TABLE jobs.keep;`
    await expect(foldOf(altered)).rejects.toMatchObject({
      code: 'extension-members-changed',
      details: ['own_parts, as it is: table keep'],
    })
  })

  it('is written where a user added it', async () => {
    const { statements } = await foldOf(`${made}
      CREATE INDEX mine ON jobs.job (id) WHERE done;
      CREATE POLICY mine ON jobs.log USING (true);
      CREATE RULE mine AS ON DELETE TO jobs.log DO INSTEAD NOTHING;
      COMMENT ON POLICY own ON jobs.job IS 'theirs';`)
    expect(statements.slice(2)).toEqual([
      'CREATE RULE mine AS\n    ON DELETE TO jobs.log DO INSTEAD NOTHING',
      'CREATE INDEX mine ON jobs.job (id) WHERE done',
      'CREATE POLICY mine ON jobs.log\n  USING (true)',
      `COMMENT ON POLICY own ON jobs.job IS 'theirs'`,
    ])
  })

  it('is changed where a user changed it, behind the extension', async () => {
    const { statements } = await foldOf(`${made}
      DROP INDEX jobs.job_owner;
      DROP INDEX jobs.job_done;
      CREATE INDEX job_done ON jobs.job (done) WHERE NOT done;
      COMMENT ON INDEX jobs.job_done IS 'what is left';
      DROP POLICY own ON jobs.job;
      ALTER TABLE jobs.job DISABLE TRIGGER stop;
      COMMENT ON TRIGGER watch ON jobs.job IS NULL;`)
    expect(statements.slice(2).toSorted()).toEqual([
      'ALTER TABLE jobs.job DISABLE TRIGGER stop',
      `COMMENT ON INDEX jobs.job_done IS 'what is left'`,
      'COMMENT ON TRIGGER watch ON jobs.job IS NULL',
      'CREATE INDEX job_done ON jobs.job (done) WHERE (NOT done)',
      'DROP INDEX jobs.job_done',
      'DROP INDEX jobs.job_owner',
      'DROP POLICY own ON jobs.job',
    ])
  })

  it('is told where a script cannot carry it', async () => {
    const { statements, findings } = await foldOf(`${made}
      ALTER TABLE jobs.job ENABLE ROW LEVEL SECURITY;
      ALTER TABLE jobs.log ADD COLUMN mine integer CHECK (mine > 0);
      CREATE STATISTICS jobs.mine ON id, done FROM jobs.job;`)
    expect(statements.slice(2)).toEqual([
      'CREATE STATISTICS jobs.mine ON done, id FROM jobs.job',
      'ALTER TABLE jobs.job ENABLE ROW LEVEL SECURITY',
    ])
    expect(findings).toEqual(['extension-table-changed jobs.log'])
  })

  it('is what the update makes of it where the extension was there before', async () => {
    const { statements } = await foldOf(
      `ALTER EXTENSION own_parts UPDATE TO '1.1'; CREATE INDEX mine ON jobs.log (id);`,
      `${made} CREATE INDEX before ON jobs.log (id);`,
    )
    expect(statements).toEqual([`ALTER EXTENSION own_parts UPDATE TO '1.1'`, 'CREATE INDEX mine ON jobs.log (id)'])
  })
})

interface Folded {
  readonly statements: readonly string[]
  readonly objects: Readonly<Record<string, number>>
  readonly findings: readonly string[]
}

async function foldOf(sql: string, prelude?: string): Promise<Folded> {
  const work = await mkdtemp(join(folder, 'case-'))
  const [history, before] = [join(work, 'history.sql'), join(work, 'prelude.sql')]
  await writeFile(history, sql)
  if (prelude !== undefined) await writeFile(before, prelude)
  const server = scratch.server()
  const progress = (): void => undefined
  const folded = await fold(server, await readHistory(history, { layout: 'plain' }), {
    prelude: prelude === undefined ? [] : [before],
    rows: 'auto',
    copy: false,
    allowUnmodelled: [],
    shownAs: 'history.sql',
    progress,
  })
  const result = await proveAndWrite(server, folded, { out: join(work, 'out'), progress, total: () => 0 })
  expect(result.witnesses.filter(({ verdict }) => verdict !== 'agree')).toEqual([])
  expect(result.proved).toBe(true)
  const findings = result.findings.map(({ code, subject }) => `${code} ${subject}`)
  return { statements: statementsOf(folded.upSql), objects: result.objects, findings }
}

/** The statements without comments, transaction and settings. */
function statementsOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !line.startsWith('--'))
  return lines
    .join('\n')
    .split(/;\n+/u)
    .map((statement) => statement.trim())
    .filter((statement) => !/^(BEGIN|COMMIT|SET LOCAL .*|)$/u.test(statement))
}
