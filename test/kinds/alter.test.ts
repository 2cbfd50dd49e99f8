// A history that changes what existed before it: up.sql alters, down.sql alters back, all witnesses agree.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'
import { serverSpecs } from '../support/servers.ts'

const folder = 'test/kinds/alter'

describe.each(serverSpecs)('what existed before the history, on %s', (spec) => {
  let server: ScratchServer
  beforeAll(async () => {
    server = await openScratchServer(spec)
  })
  afterAll(() => server?.close())

  it('is altered, and altered back', async () => {
    await server.ensureRoles(['alice', 'bob', 'carol'])
    const history = await readHistory(`${folder}/history.sql`, { layout: 'plain' })
    const folded = await fold(server, history, {
      prelude: [`${folder}/prelude.sql`],
      rows: 'auto',
      copy: false,
      allowUnmodelled: [],
      shownAs: folder,
      progress: () => undefined,
    })
    await folded.replayed.db.close()
    const verdicts = await proveConsolidation({
      scratch: server,
      history: folded.replayed.scratch,
      before: folded.beforeDatabase,
      up: folded.upSql,
      down: folded.downSql,
      leftOut: folded.rows.settled.leftOut,
    })
    expect(verdicts.filter(({ verdict }) => verdict !== 'agree')).toEqual([])
    expect(folded.upSql).toContain(`REVOKE INSERT, SELECT ON TABLE public.t FROM alice;`)
    expect(folded.upSql).toContain('ALTER DEFAULT PRIVILEGES IN SCHEMA shared GRANT SELECT ON TABLES TO bob;')
    expect(folded.upSql).not.toContain('ALTER DEFAULT PRIVILEGES IN SCHEMA shared_later')
    expect(folded.downSql).toContain(`COMMENT ON EXTENSION plpgsql IS 'PL/pgSQL procedural language';`)
  })
})
