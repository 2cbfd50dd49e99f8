// Subscriptions. None connects to anything: the publishers do not exist.
import { changed, extra, missing } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const name = 'st_subscription'
const subscription = (attribute: string): Expected => changed('subscription', name, attribute)
const connection = `'host=st.invalid password=st_secret'`
const anew = (options: string): string => `
  ${drop(name)};
  CREATE SUBSCRIPTION ${name} CONNECTION ${connection} PUBLICATION a, b WITH (connect = false, streaming = off${options})`

export const subscriptions: KindMutations = {
  kind: 'subscription',
  schema: `
    CREATE SUBSCRIPTION ${name} CONNECTION ${connection} PUBLICATION a, b WITH (connect = false, streaming = off);
    CREATE SUBSCRIPTION ${name}_gone CONNECTION 'host=st.invalid' PUBLICATION a
      WITH (connect = false, slot_name = NONE);`,
  mutations: [
    {
      name: 'another host',
      sql: `ALTER SUBSCRIPTION ${name} CONNECTION 'host=other.invalid password=st_secret'`,
      expected: [subscription('connection')],
    },
    {
      name: 'another password',
      sql: `ALTER SUBSCRIPTION ${name} CONNECTION 'host=st.invalid password=another'`,
      expected: [subscription('secrets')],
    },
    {
      name: 'SET PUBLICATION',
      sql: `ALTER SUBSCRIPTION ${name} SET PUBLICATION c WITH (refresh = false)`,
      expected: [subscription('publications')],
    },
    {
      name: 'slot_name',
      sql: `ALTER SUBSCRIPTION ${name} SET (slot_name = st_another)`,
      expected: [subscription('slotName')],
    },
    {
      // As ENABLE leaves it, which would start a worker.
      name: 'ENABLE',
      sql: `UPDATE pg_catalog.pg_subscription SET subenabled = true WHERE subname = '${name}'
        AND subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      expected: [subscription('enabled')],
    },
    { name: 'binary', sql: `ALTER SUBSCRIPTION ${name} SET (binary = true)`, expected: [subscription('binary')] },
    {
      name: 'streaming',
      sql: `ALTER SUBSCRIPTION ${name} SET (streaming = on)`,
      expected: [subscription('streaming')],
    },
    {
      name: 'synchronous_commit',
      sql: `ALTER SUBSCRIPTION ${name} SET (synchronous_commit = local)`,
      expected: [subscription('synchronousCommit')],
    },
    { name: 'two_phase', sql: anew(', two_phase = true'), requires: 15, expected: [subscription('twoPhase')] },
    {
      name: 'disable_on_error',
      sql: `ALTER SUBSCRIPTION ${name} SET (disable_on_error = true)`,
      requires: 15,
      expected: [subscription('disableOnError')],
    },
    {
      name: 'password_required',
      sql: `ALTER SUBSCRIPTION ${name} SET (password_required = false)`,
      requires: 16,
      expected: [subscription('passwordRequired')],
    },
    {
      name: 'run_as_owner',
      sql: `ALTER SUBSCRIPTION ${name} SET (run_as_owner = true)`,
      requires: 16,
      expected: [subscription('appliesAs')],
    },
    {
      name: 'origin',
      sql: `ALTER SUBSCRIPTION ${name} SET (origin = none)`,
      requires: 16,
      expected: [subscription('origin')],
    },
    { name: 'failover', sql: anew(', failover = true'), requires: 17, expected: [subscription('failover')] },
    {
      name: 'OWNER TO',
      sql: `CREATE ROLE st_subscription_owner SUPERUSER; ALTER SUBSCRIPTION ${name} OWNER TO st_subscription_owner`,
      cleanUp: 'DROP ROLE st_subscription_owner',
      expected: [changed('subscription', name, 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: `ALTER SUBSCRIPTION ${name}_gone RENAME TO ${name}_renamed`,
      expected: [missing('subscription', `${name}_gone`), extra('subscription', `${name}_renamed`)],
    },
    { name: 'DROP', sql: drop(`${name}_gone`), expected: [missing('subscription', `${name}_gone`)] },
  ],
  harmless: [
    {
      name: 'publications in another order',
      sql: `ALTER SUBSCRIPTION ${name} SET PUBLICATION b, a WITH (refresh = false)`,
    },
    { name: 'dropped and created again', sql: anew('') },
  ],
  unchangeable: [
    { attribute: 'twoPhase', reason: 'subscriptions have no two-phase commit before PostgreSQL 15', until: 14 },
    { attribute: 'disableOnError', reason: 'subscriptions are not disabled on errors before PostgreSQL 15', until: 14 },
    { attribute: 'passwordRequired', reason: 'no option says so before PostgreSQL 16', until: 15 },
    { attribute: 'appliesAs', reason: 'the owner applies all changes before PostgreSQL 16', until: 15 },
    { attribute: 'origin', reason: 'changes of every origin are received before PostgreSQL 16', until: 15 },
    { attribute: 'failover', reason: 'slots do not follow a failover before PostgreSQL 17', until: 16 },
  ],
}

function drop(which: string): string {
  return `ALTER SUBSCRIPTION ${which} SET (slot_name = NONE); DROP SUBSCRIPTION ${which}`
}
