// Which lines of an entry belong to which expected difference, where an entry is about more than one object.
import { describe, expect, it } from 'vitest'
import { judgeDumps } from '../../bench/dump-judge.js'
import { changed, extra, missing } from '../../src/self-test/mutation.ts'
import type { Expected } from '../../src/self-test/mutation.ts'
import { stored, strangers } from './two-dumps.ts'
import type { Entry } from './two-dumps.ts'

const table = (left: readonly string[], right: readonly string[]): Entry => {
  const create = (lines: readonly string[]): string => `CREATE TABLE s.a (\n    ${lines.join(',\n    ')}\n);`
  return { header: ['TABLE', 's', 'a'], text: [create(left), create(right)] }
}
const widened = table(['id integer', 'b text'], ['id bigint', 'b text'])
const checked = table(['id integer'], ['id integer', 'CONSTRAINT chk CHECK ((id > 0))'])
const turned = table(['id integer', 'b text'], ['b text', 'id integer'])
const counted = (extension: string): Entry => ({
  header: ['FUNCTION', 's', 'f()'],
  text: ['CREATE FUNCTION s.f()', `CREATE FUNCTION s.f()\n\nALTER FUNCTION s.f() DEPENDS ON EXTENSION ${extension};`],
})

describe('what is printed inside the entry of another object', () => {
  it.each<[string, Entry, Expected]>([
    ['a column', widened, changed('column', 's.a.id', 'type')],
    [
      'a column more, and the comma before it',
      table(['id integer'], ['id integer', 'b text']),
      extra('column', 's.a.b'),
    ],
    ['a default', table(['id integer'], ['id integer DEFAULT 1']), extra('default', 's.a.id')],
    ['a check', checked, extra('constraint', 's.a.chk')],
    ['the order of the columns', turned, changed('table', 's.a', 'columnOrder', 'column-order')],
    [
      'the columns of a table that is typed',
      table(['id integer'], ['id WITH OPTIONS DEFAULT 1']),
      changed('table', 's.a', 'ofType'),
    ],
    [
      'a name that is printed for its comment',
      table(['id integer NOT NULL'], ['id integer CONSTRAINT x NOT NULL']),
      extra('comment', 'constraint s.a.x', 'comments'),
    ],
    [
      'the options of a foreign column, in lines of their own',
      table(["id integer OPTIONS (\n    x '1'\n    )"], ["id integer OPTIONS (\n    x '2'\n    )"]),
      changed('column', 's.a.id', 'foreignOptions'),
    ],
    ['what a function needs', counted('citext'), extra('extension-dependency', 'function s.f() on citext')],
  ])('fits: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).toEqual([])
  })

  it.each<[string, Entry, Expected]>([
    ['another column of the table', widened, changed('column', 's.a.b', 'type')],
    ['a column of another table', widened, changed('column', 's.b.id', 'type')],
    ['the table itself, which stays as it is', widened, changed('table', 's.a', 'options', 'storage')],
    ['the column for the table', stored, changed('column', 's.a.id', 'type')],
    ['a column that a check names', checked, changed('column', 's.a.id', 'type')],
    ['another check', checked, extra('constraint', 's.a.other')],
    ['a column, where the order of all is another one', turned, changed('column', 's.a.id', 'type')],
    ['an index, which has an entry of its own', widened, changed('index', 's.a.id', 'options', 'storage')],
    [
      'a column that goes, where one comes',
      table(['id integer'], ['id integer', 'b text']),
      missing('column', 's.a.b'),
    ],
    ['another extension', counted('citext'), extra('extension-dependency', 'function s.f() on cube')],
    ['the function itself', counted('citext'), changed('function', 's.f()', 'body')],
  ])('does not fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).not.toEqual([])
  })

  it('may be several', () => {
    const both = table(['id integer', 'b text'], ['id bigint', 'b text NOT NULL'])
    const id = changed('column', 's.a.id', 'type')
    expect(strangers(both, id)).toEqual(['TABLE s.a: b text', 'TABLE s.a: b text NOT NULL'])
    expect(strangers(both, id, changed('column', 's.a.b', 'notNull'))).toEqual([])
  })
})

describe('statements of one entry that are about several things', () => {
  const label = (column: string, text: string): string => `SECURITY LABEL FOR p ON COLUMN s.a.${column} IS '${text}';`
  const labels: Entry = {
    header: ['SECURITY LABEL', 's', 'TABLE a'],
    text: [`${label('id', 'x')}\n${label('b', 'x')}`, `${label('id', 'x')}\n${label('b', 'y')}`],
  }
  const replica: Entry = {
    header: ['INDEX', 's', 'i'],
    text: ['CREATE …', 'CREATE …\n\nALTER TABLE ONLY s.a REPLICA IDENTITY USING INDEX i;'],
  }

  it.each<[string, Entry, Expected]>([
    ['a label', labels, changed('security-label', 'p on table column s.a.b', 'label')],
    ['the replica identity of the table', replica, changed('table', 's.a', 'replicaIdentity')],
    ['the replica identity of the index', replica, changed('index', 's.i', 'isReplicaIdentity')],
  ])('fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).toEqual([])
  })

  it.each<[string, Entry, Expected]>([
    ['the label of another column', labels, changed('security-label', 'p on table column s.a.id', 'label')],
    ['the label of another provider', labels, changed('security-label', 'q on table column s.a.b', 'label')],
    ['another attribute of the table', replica, changed('table', 's.a', 'options', 'storage')],
    ['the replica identity of another index', replica, changed('index', 's.j', 'isReplicaIdentity')],
  ])('do not fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).not.toEqual([])
  })
})

describe('what stands outside the entry that it is for', () => {
  const of = (method: string): string => `SET default_table_access_method = ${method};\n\n`
  const table = '--\n-- Name: a; Type: TABLE; Schema: s; Owner: o\n--\n\nCREATE TABLE s.a (\n);\n\n\n'
  const accessMethod = changed('table', 's.a', 'accessMethod', 'storage')

  it('is the access method of the tables that follow', () => {
    const judge = (expected: Expected): readonly string[] =>
      judgeDumps(of('heap') + table, of('other') + table, [expected]).strangers
    expect(judge(accessMethod)).toEqual([])
    expect(judge({ ...accessMethod, id: 's.b' })).toEqual(['TABLE s.a: USING heap', 'TABLE s.a: USING other'])
  })

  it('is nothing that may differ above all entries', () => {
    const judge = (expected: Expected): readonly string[] =>
      judgeDumps(`SET row_security = off;\n\n${table}`, `SET row_security = on;\n\n${table}`, [expected]).strangers
    expect(judge(accessMethod)).toHaveLength(2)
  })
})
