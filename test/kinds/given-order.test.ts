// The order of options means nothing to the comparison, yet up.sql keeps it: pg_dump of what it builds prints it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

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

it('options are written in the order in which they were given', async () => {
  const file = join(folder, 'schema.sql')
  await writeFile(
    file,
    `CREATE FUNCTION f() RETURNS integer LANGUAGE sql SET work_mem TO '2MB' SET search_path TO '' AS 'SELECT 1';
     CREATE PROCEDURE p() LANGUAGE sql SET work_mem TO '2MB' SET search_path TO '' AS 'SELECT 1';
     CREATE TABLE t (a integer, b text)
       WITH (toast.vacuum_truncate = off, fillfactor = 70, autovacuum_enabled = off, toast.autovacuum_enabled = off);
     CREATE INDEX i ON t USING gin (to_tsvector('simple', b)) WITH (gin_pending_list_limit = 64, fastupdate = off);
     CREATE VIEW v WITH (security_barrier, check_option = local, security_invoker) AS SELECT a FROM t WHERE a > 0;
     CREATE TRIGGER g BEFORE UPDATE OF b, a ON t FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger();`,
  )
  const { upSql, replayed } = await fold(server, await readHistory(file, { layout: 'plain' }), {
    prelude: [],
    rows: 'auto',
    copy: false,
    allowUnmodelled: [],
    shownAs: file,
    progress: () => undefined,
  })
  await replayed.db.close()
  expect(upSql.match(/SET work_mem TO '2MB'\nSET search_path TO ''/gu)).toHaveLength(2)
  expect(upSql).toMatch(/fillfactor = 70, autovacuum_enabled = off, toast\.vacuum_truncate = off, toast\.auto/u)
  expect(upSql).toMatch(/gin_pending_list_limit = 64, fastupdate = off/u)
  expect(upSql).toMatch(/security_barrier = true, security_invoker = true/u)
  expect(upSql).toMatch(/UPDATE OF b, a ON/u)
})
