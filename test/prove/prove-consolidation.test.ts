import { describe, expect, test } from 'vitest'
import type { WitnessVerdict } from '../../src/model/manifest.ts'
import { isProved, proveConsolidation } from '../../src/prove/prove-consolidation.ts'
import { useScratch } from '../support/scratch.ts'
import { serverSpecs } from '../support/servers.ts'
import { schemaDown, schemaUp } from './fixtures.ts'

function table(verdicts: readonly WitnessVerdict[]): string[] {
  return verdicts.map(({ claim, name, verdict }) => `${claim}: ${name} ${verdict}`)
}

describe.each(serverSpecs)('the proof on %s', (spec) => {
  const scratch = useScratch(spec)

  async function prove(history: string, up: string, down: string) {
    const seen: string[] = []
    const verdicts = await proveConsolidation({
      scratch: scratch.server(),
      history: await scratch.database(history),
      before: await scratch.database(),
      up,
      down,
      leftOut: new Map(),
      onVerdict: ({ name }) => seen.push(name),
    })
    expect(seen).toHaveLength(verdicts.length)
    return verdicts
  }

  test('scripts that do what the history did are proved by every witness', async () => {
    const verdicts = await prove(schemaUp, schemaUp, schemaDown)
    expect(verdicts.filter(({ detail }) => detail !== undefined)).toEqual([])
    expect(table(verdicts)).toEqual([
      'history ≡ up.sql: catalog agree',
      'history ≡ up.sql: rows agree',
      'history ≡ up.sql: pg_dump agree',
      'history ≡ up.sql: pg-structure agree',
      'up.sql + down.sql ≡ before: catalog agree',
      'up.sql + down.sql ≡ before: rows agree',
      'up.sql + down.sql ≡ before: pg_dump agree',
      'up.sql + down.sql + up.sql ≡ up.sql: catalog agree',
      'up.sql + down.sql + up.sql ≡ up.sql: rows agree',
      'up.sql + down.sql + up.sql ≡ up.sql: pg_dump agree',
    ])
    expect(isProved(verdicts)).toBe(true)
  })

  test('an up.sql that fails is a disagreement of every witness, with its place', async () => {
    const verdicts = await prove('', 'create table é (a int);\ncreate table t (a nosuch);', '')
    expect(new Set(verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['disagree']))
    expect(verdicts[0]?.detail).toBe(
      'after the database before: up.sql:2:19: type "nosuch" does not exist\n  create table t (a nosuch);\n                    ^',
    )
    expect(isProved(verdicts)).toBe(false)
  })

  test('a down.sql that fails leaves the first claim standing', async () => {
    const verdicts = await prove('create table t (a int)', 'create table t (a int)', 'drop table other')
    expect(table(verdicts.filter(({ verdict }) => verdict === 'agree'))).toEqual([
      'history ≡ up.sql: catalog agree',
      'history ≡ up.sql: rows agree',
      'history ≡ up.sql: pg_dump agree',
      'history ≡ up.sql: pg-structure agree',
    ])
    expect(verdicts.at(-1)?.detail).toBe('after up.sql: down.sql: table "other" does not exist')
  })

  test('a down.sql that leaves something behind is seen', async () => {
    const up = 'create table if not exists t (a int); create table if not exists u (a int)'
    const verdicts = await prove(up, up, 'drop table t')
    const down = verdicts.filter(({ claim }) => claim === 'up.sql + down.sql ≡ before')
    expect(table(down)).toEqual([
      'up.sql + down.sql ≡ before: catalog disagree',
      'up.sql + down.sql ≡ before: rows agree',
      'up.sql + down.sql ≡ before: pg_dump disagree',
    ])
  })

  test('an up.sql that depends on what it finds does not survive the second time', async () => {
    const up = `do $$ begin
      if to_regclass('kept') is null then create table kept (a int); create table t (a int); else create table t (a bigint); end if;
    end $$`
    const verdicts = await prove(up, up, 'drop table t')
    expect(table(verdicts)).toContain('up.sql + down.sql + up.sql ≡ up.sql: catalog disagree')
    expect(table(verdicts)).toContain('up.sql + down.sql + up.sql ≡ up.sql: pg_dump disagree')
  })

  test('a witness that cannot look is not available, with its reason, and never agrees', async () => {
    const up = 'create table t (a int)'
    const server = scratch.server()
    const history = await scratch.database(up)
    const admin = await scratch.connected()
    await admin.execute(`drop role if exists pgfold_limited; create role pgfold_limited login`)
    const address = { ...history.address, user: 'pgfold_limited' }
    const verdicts = await proveConsolidation({
      scratch: server,
      history: { ...history, address },
      before: await scratch.database(),
      up,
      down: 'drop table t',
      leftOut: new Map(),
    })
    const first = verdicts.filter(({ claim }) => claim === 'history ≡ up.sql')
    expect(first.map(({ name, verdict }) => `${name} ${verdict}`)).toEqual([
      'catalog agree',
      'rows agree',
      'pg_dump unavailable',
      'pg-structure agree',
    ])
    expect(first[2]?.detail).toContain('permission denied')
    expect(isProved(verdicts)).toBe(true)
    await admin.execute('drop role pgfold_limited')
  })

  test('what pg-structure cannot read makes it unavailable, and nobody else', async () => {
    const up = `create foreign data wrapper w; create server s foreign data wrapper w; create foreign table ft (a int) server s;
      create function tf() returns trigger language plpgsql as 'begin return new; end';
      create trigger tr before insert on ft for each row execute function tf()`
    const verdicts = await prove(up, up, 'drop foreign data wrapper w cascade; drop function tf()')
    expect(table(verdicts.filter(({ verdict }) => verdict !== 'agree'))).toEqual([
      'history ≡ up.sql: pg-structure unavailable',
    ])
  })

  test('nothing that the proof created is left, and what it was given is', async () => {
    const before = await scratch.database()
    const history = await scratch.database('create table t (a int)')
    const server = scratch.server()
    const watcher = await scratch.connected()
    const list = () => watcher.query(`select datname::text as name from pg_database order by name`)
    const earlier = await list()
    await proveConsolidation({
      scratch: server,
      history,
      before,
      up: 'create table t (a int)',
      down: 'drop table t',
      leftOut: new Map(),
    })
    expect(await list()).toEqual(earlier)
  })
})

test('a proof needs both of our own witnesses; the outside ones may be away', () => {
  const verdict = (name: string, said: WitnessVerdict['verdict']): WitnessVerdict => ({
    name,
    claim: 'c',
    verdict: said,
  })
  const own = [verdict('catalog', 'agree'), verdict('rows', 'agree')]
  expect(isProved([])).toBe(false)
  expect(isProved([...own, verdict('pg_dump', 'agree'), verdict('pg-structure', 'unavailable')])).toBe(true)
  expect(isProved([...own, verdict('pg_dump', 'disagree')])).toBe(false)
  expect(isProved([verdict('catalog', 'unavailable'), verdict('rows', 'agree'), verdict('pg_dump', 'agree')])).toBe(
    false,
  )
})
