// Foreign data wrappers, servers, user mappings and foreign tables that existed before the history, with secrets in
// all of them: up.sql alters, down.sql alters back, all witnesses agree, and no secret comes out.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold } from '../../src/commands/fold.ts'
import type { Fold } from '../../src/commands/fold.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { openScratchServer } from '../../src/server/scratch.ts'

const folder = 'test/kinds/foreign'

describe('what is foreign', () => {
  let server: ScratchServer
  let folded: Fold
  beforeAll(async () => {
    server = await openScratchServer('embedded')
    await server.ensureRoles(['alice', 'bob'])
    const history = await readHistory(`${folder}/history.sql`, { layout: 'plain' })
    folded = await fold(server, history, {
      prelude: [`${folder}/prelude.sql`],
      rows: 'auto',
      copy: false,
      allowUnmodelled: [],
      shownAs: folder,
      progress: () => undefined,
    })
    await folded.replayed.db.close()
  })
  afterAll(() => server?.close())

  it('is altered, and altered back', async () => {
    const verdicts = await proveConsolidation({
      scratch: server,
      history: folded.replayed.scratch,
      before: folded.beforeDatabase,
      up: folded.upSql,
      down: folded.downSql,
      leftOut: folded.rows.settled.leftOut,
    })
    // pg-structure does not know foreign tables and stops at their triggers.
    const unproved = verdicts.filter(({ name, verdict }) => verdict !== 'agree' && name !== 'pg-structure')
    expect(unproved).toEqual([])
    expect(folded.upSql).toContain(`ALTER FOREIGN DATA WRAPPER other OPTIONS (DROP b, SET a '3', ADD c 'it''s');`)
    expect(folded.upSql).toContain(
      `ALTER USER MAPPING FOR bob SERVER altered OPTIONS (DROP sslpassword, ADD passfile '/p');`,
    )
  })

  it('shows no secret, and names the statements that set those of the history', () => {
    expect(JSON.stringify(folded, (name, value: unknown) => (name === 'history' ? undefined : value))).not.toMatch(
      /kept-in-/u,
    )
    expect(folded.upSql).toContain(
      `-- Secrets are not written here. To set them:\n-- ALTER USER MAPPING FOR bob SERVER anew OPTIONS (ADD password '…');\n` +
        `CREATE USER MAPPING FOR bob SERVER anew OPTIONS ("user" 'b');`,
    )
    const told = folded.findings.filter(({ code }) => code === 'secret-left-out')
    expect(told.map(({ subject }) => subject).toSorted()).toEqual([
      'foreign-data-wrapper other',
      'user-mapping FOR PUBLIC SERVER altered',
      'user-mapping FOR alice SERVER altered',
      'user-mapping FOR bob SERVER altered',
      'user-mapping FOR bob SERVER anew',
    ])
  })
})
