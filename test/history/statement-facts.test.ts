import { expect, test } from 'vitest'
import { splitText } from '../../src/history/statements.ts'

async function factsOf(sql: string) {
  const [statement] = await splitText(sql, 'a.sql')
  if (statement === undefined) throw new Error('no statement')
  return statement
}

test.each([
  'create index concurrently on t (a)',
  'drop index concurrently i',
  'reindex (concurrently) table t',
  'reindex table concurrently t',
  'reindex schema s',
  'vacuum t',
  'cluster',
  'create database d',
  'drop database d',
  "create tablespace x location '/x'",
  "alter system set work_mem to '1MB'",
  'alter database d set tablespace x',
  'alter table t detach partition p concurrently',
  "create subscription s connection '' publication p",
  'discard all',
  "commit prepared 'x'",
])('PostgreSQL refuses it inside a transaction: %s', async (sql) => {
  expect(await factsOf(sql)).toMatchObject({ needsOwnTransaction: true })
})

test.each([
  'create index on t (a)',
  'reindex (concurrently false) table t',
  'analyze t',
  'cluster t',
  'alter table t detach partition p',
  "create subscription s connection '' publication p with (connect = false)",
  "alter type e add value 'x'",
  'refresh materialized view concurrently v',
  'discard temp',
])('PostgreSQL takes it inside a transaction: %s', async (sql) => {
  expect(await factsOf(sql)).toMatchObject({ needsOwnTransaction: false })
})

test.each([
  ['begin', 'begin'],
  ['start transaction isolation level serializable', 'begin'],
  ['end', 'commit'],
  ['abort', 'rollback'],
  ['savepoint a', 'savepoint'],
  ['rollback to a', 'savepoint'],
  ["prepare transaction 'x'", 'prepared'],
])('%s', async (sql, transaction) => {
  expect(await factsOf(sql)).toMatchObject({ kind: 'TransactionStmt', transaction })
})

test.each([
  ['create table t (id int)', true],
  ['create temp table t (id int) on commit drop', false],
  ['create table t as select 1', false],
  ['set search_path to a', true],
  ['set local search_path to a', false],
  ["select set_config('a.b', '', true)", false],
  ['insert into t values (1)', false],
  ['do $$ begin end $$', false],
  ['call p()', false],
])('%s defines only: %s', async (sql, definesOnly) => {
  expect((await factsOf(sql)).definesOnly).toBe(definesOnly)
})

test.each([
  ['grant select on t to a, public, current_user', ['a']],
  ['grant a to b granted by c', ['b', 'c', 'a']],
  ['alter table t owner to a', ['a']],
  ['create policy p on t to a, b', ['a', 'b']],
  ['alter default privileges for role a grant select on tables to b', ['a', 'b']],
  ['create schema authorization a', ['a']],
  ['set role a', ['a']],
  ['set role none', []],
  ['set session authorization a', ['a']],
  ['alter role a set work_mem to 1', ['a']],
  ['reassign owned by a to b', ['a', 'b']],
  ['drop role a', []],
])('%s names %j', async (sql, roles) => {
  expect([...(await factsOf(sql)).roles].sort()).toEqual([...roles].sort())
})

test('a role that is created names those it joins', async () => {
  expect(await factsOf('create role a in role b role c')).toMatchObject({ createsRoles: ['a'], roles: ['b', 'c'] })
})
