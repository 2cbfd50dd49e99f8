// What the environment says of somebody's server is nothing to a scratch server, which belongs to the run.
import { expect, it } from 'vitest'
import { serverSpecs } from '../support/servers.ts'
import { createSandbox, expectNothingLeft, runIn } from './sandbox.ts'

const files = { 'm/001_a.sql': 'CREATE TABLE t (id integer PRIMARY KEY);\n' }

const elsewhere = {
  PGPORT: '1',
  PGDATA: '/nowhere',
  PGHOST: 'nowhere.invalid',
  PGHOSTADDR: '192.0.2.1',
  PGUSER: 'nobody',
  PGDATABASE: 'nothing',
  PGDATESTYLE: 'nonsense',
  PGCLIENTENCODING: 'nonsense',
  PGOPTIONS: '-c default_transaction_read_only=on',
  PGSSLMODE: 'require',
  PGSSLNEGOTIATION: 'direct',
  PGAPPNAME: 'other',
}

it.each(serverSpecs)('variables of another server do not reach scratch server %s', async (spec) => {
  const sandbox = await createSandbox({ files })
  try {
    const args = ['consolidate', 'm', '--out', 'out', '--scratch', spec]
    for (const each of [args, [...args, '--check']]) {
      const ended = await runIn(sandbox, { args: each, env: elsewhere })
      expect(ended, ended.stderr).toMatchObject({ exitCode: 0 })
    }
    await expectNothingLeft(sandbox)
  } finally {
    await sandbox.remove()
  }
})
