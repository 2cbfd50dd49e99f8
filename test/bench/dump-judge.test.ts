// Which entries of a dump belong to which expected difference: what fits in all but one thing must not pass.
import { describe, expect, it } from 'vitest'
import { judgeDumps } from '../../bench/dump-judge.js'
import { changed, extra, missing, renamed } from '../../src/self-test/mutation.ts'
import type { Expected } from '../../src/self-test/mutation.ts'
import { dumpOf, stored, strangers } from './two-dumps.ts'
import type { Entry } from './two-dumps.ts'

describe('an entry and the object that it is about', () => {
  it.each<[string, Entry, Expected]>([
    ['a table', stored, changed('table', 's.a', 'options', 'storage')],
    [
      'a constraint',
      { header: ['FK CONSTRAINT', 's', 'a fk'], text: ['ALTER TABLE 1;', 'ALTER TABLE 2;'] },
      changed('constraint', 's.a.fk', 'onDelete'),
    ],
    [
      'a comment on a function, whose arguments have names',
      {
        header: ['COMMENT', 's', 'FUNCTION f(a integer, b double precision)'],
        text: [undefined, 'COMMENT ON FUNCTION …'],
      },
      extra('comment', 'function s.f(integer, double precision)', 'comments'),
    ],
    [
      'a comment on a trigger',
      { header: ['COMMENT', 's', 'TRIGGER tg ON a'], text: [undefined, 'COMMENT ON TRIGGER …'] },
      extra('comment', 'trigger s.a.tg', 'comments'),
    ],
    [
      'no comment on an extension, which brings one',
      { header: ['COMMENT', '-', 'EXTENSION x'], text: ['COMMENT ON EXTENSION …', undefined] },
      extra('comment', 'extension x', 'comments'),
    ],
    [
      'a privilege on a view',
      { header: ['ACL', 's', 'TABLE v'], text: [undefined, 'GRANT …'] },
      extra('privilege', 'view s.v'),
    ],
    [
      'the default privileges of another role',
      { header: ['DEFAULT ACL', 's', 'DEFAULT PRIVILEGES FOR TABLES'], owner: 'w', text: [undefined, 'ALTER …'] },
      extra('default-privilege', 'tables in s by w'),
    ],
    [
      'an operator, whose header has no types',
      {
        header: ['OPERATOR', 's', '==='],
        text: ['CREATE OPERATOR s.=== (\n    LEFTARG = integer,\n    RIGHTARG = bigint\n);', undefined],
      },
      missing('operator', 's.===(integer, bigint)'),
    ],
    [
      'a prefix operator',
      { header: ['OPERATOR', 's', '!!'], text: ['CREATE OPERATOR s.!! (\n    RIGHTARG = boolean\n);', undefined] },
      missing('operator', 's.!!(NONE, boolean)'),
    ],
    [
      'a user mapping of the principal',
      { header: ['USER MAPPING', '-', 'USER MAPPING postgres SERVER x'], text: ['OPTIONS 1', 'OPTIONS 2'] },
      changed('user-mapping', 'FOR CURRENT_USER SERVER x', 'options'),
    ],
    [
      'an id that is quoted',
      { header: ['TYPE', 's', 'none'], text: ['CREATE TYPE s."none" …', undefined] },
      missing('enum', 's."none"'),
    ],
  ])('fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).toEqual([])
  })

  it.each<[string, Entry, Expected]>([
    ['another table of the schema', stored, changed('table', 's.b', 'options', 'storage')],
    ['the table of another schema', stored, changed('table', 'r.a', 'options', 'storage')],
    ['the same name, of another type', stored, changed('view', 's.a', 'options')],
    ['a comment on the table', stored, changed('comment', 'table s.a', 'text', 'comments')],
    [
      'another constraint of the table',
      { header: ['FK CONSTRAINT', 's', 'a fk'], text: ['ALTER TABLE 1;', 'ALTER TABLE 2;'] },
      changed('constraint', 's.a.other', 'onDelete'),
    ],
    [
      'the trigger of the name of the constraint',
      { header: ['FK CONSTRAINT', 's', 'a fk'], text: ['ALTER TABLE 1;', 'ALTER TABLE 2;'] },
      changed('trigger', 's.a.fk', 'enabled'),
    ],
    [
      'the table of the constraint, which stays',
      { header: ['FK CONSTRAINT', 's', 'a fk'], text: ['ALTER TABLE 1;', undefined] },
      changed('table', 's.a', 'options', 'storage'),
    ],
    [
      'another overload',
      { header: ['FUNCTION', 's', 'f(integer)'], text: ['CREATE FUNCTION 1', 'CREATE FUNCTION 2'] },
      changed('function', 's.f(bigint)', 'body'),
    ],
    [
      'the operator of other types',
      {
        header: ['OPERATOR', 's', '==='],
        text: ['CREATE OPERATOR s.=== (\n    LEFTARG = integer,\n    RIGHTARG = bigint\n);', undefined],
      },
      missing('operator', 's.===(bigint, bigint)'),
    ],
    [
      'the privilege for the comment',
      { header: ['COMMENT', 's', 'TABLE a'], text: [undefined, 'COMMENT ON TABLE …'] },
      extra('privilege', 'table s.a'),
    ],
    [
      'the default privileges of the principal',
      { header: ['DEFAULT ACL', 's', 'DEFAULT PRIVILEGES FOR TABLES'], owner: 'w', text: [undefined, 'ALTER …'] },
      extra('default-privilege', 'tables in s'),
    ],
    [
      'one that comes, where one goes',
      { header: ['VIEW', 's', 'v'], text: ['CREATE VIEW s.v …', undefined] },
      extra('view', 's.v'),
    ],
    [
      'another attribute than the entry prints',
      { header: ['ROW SECURITY', 's', 'a'], text: [undefined, 'ALTER TABLE s.a ENABLE ROW LEVEL SECURITY;'] },
      changed('table', 's.a', 'options', 'storage'),
    ],
    [
      'an entry of a type that nobody knows',
      { header: ['ROUTINE', 's', 'a'], text: ['1', '2'] },
      missing('table', 's.a'),
    ],
  ])('do not fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).not.toEqual([])
  })
})

const key: Entry = { header: ['CONSTRAINT', 's', 'a pk'], text: ['ALTER TABLE ONLY s.a …', undefined] }

describe('what comes and goes with another object', () => {
  it.each<[string, Entry, Expected]>([
    ['a key', key, missing('table', 's.a')],
    [
      'an index',
      { header: ['INDEX', 's', 'i'], text: [undefined, 'CREATE INDEX i ON s.a USING btree (id);'] },
      extra('table', 's.a'),
    ],
    [
      'the comment on a constraint with another name',
      { header: ['COMMENT', 's', 'CONSTRAINT new ON a'], text: [undefined, 'COMMENT ON CONSTRAINT …'] },
      renamed('constraint', ['s.a.old', 's.a.new'], 'constraint-names'),
    ],
    [
      'the table of a publication',
      { header: ['PUBLICATION TABLE', 's', 'p a'], text: ['ALTER PUBLICATION p ADD TABLE ONLY s.a;', undefined] },
      missing('publication', 'p'),
    ],
  ])('fits: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).toEqual([])
  })

  it.each<[string, Entry, Expected]>([
    ['an index with the name of the table', key, missing('index', 's.a')],
    ['a table that comes, where the key goes', key, extra('table', 's.a')],
    ['a column that the key may have', key, missing('column', 's.a.id')],
    ['the schema', key, missing('schema', 's')],
  ])('does not fit: %s', (_, entry, expected) => {
    expect(strangers(entry, expected)).not.toEqual([])
  })
})

describe('an expected difference', () => {
  it('that pg_dump does not print is told', () => {
    const expected = [
      changed('table', 's.a', 'options', 'storage'),
      changed('constraint', 's.a.fk', 'triggers'),
      changed('column', 's.a.id', 'statistics', 'statistics'),
    ]
    expect(judgeDumps(dumpOf(stored, 0), dumpOf(stored, 1), expected)).toEqual({
      strangers: [],
      unprinted: expected.slice(1),
    })
    expect(judgeDumps(dumpOf(stored, 0), dumpOf(stored, 0), expected).unprinted).toEqual(expected)
  })
})
