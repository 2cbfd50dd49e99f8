// Comments on each sort of target, also on those that belong to something else.
import { changed, extra, missing } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const comments: KindMutations = {
  kind: 'comment',
  schema: `
    CREATE SCHEMA st_comment;
    CREATE TABLE st_comment.t (a integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk PRIMARY KEY, b text CONSTRAINT chk CHECK (b <> ''));
    COMMENT ON TABLE st_comment.t IS 'old';
    COMMENT ON COLUMN st_comment.t.b IS 'two
lines, a ''quote'' and a \\ backslash';
    CREATE VIEW st_comment.v AS SELECT a FROM st_comment.t;
    CREATE MATERIALIZED VIEW st_comment.m AS SELECT a FROM st_comment.t WITH NO DATA;
    CREATE INDEX ix ON st_comment.t (b);
    CREATE SEQUENCE st_comment.s;
    CREATE TYPE st_comment.e AS ENUM ('a');
    CREATE TYPE st_comment.c AS (a integer);
    CREATE TYPE st_comment.r AS RANGE (SUBTYPE = integer);
    CREATE DOMAIN st_comment.d AS integer CONSTRAINT positive CHECK (VALUE > 0);
    CREATE FUNCTION st_comment.f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
    CREATE FUNCTION st_comment.tf() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
    CREATE PROCEDURE st_comment.p() LANGUAGE sql AS '';
    CREATE AGGREGATE st_comment.g(integer) (SFUNC = int4pl, STYPE = integer);
    CREATE STATISTICS st_comment.st ON a, b FROM st_comment.t;
    CREATE POLICY po ON st_comment.t USING (true);
    CREATE RULE ru AS ON UPDATE TO st_comment.t DO ALSO NOTHING;
    CREATE TRIGGER tg AFTER UPDATE ON st_comment.t FOR EACH ROW EXECUTE FUNCTION st_comment.tf();
    CREATE TABLE st_comment.parts (a integer) PARTITION BY LIST (a);
    CREATE TABLE st_comment.part PARTITION OF st_comment.parts FOR VALUES IN (1) PARTITION BY LIST (a);
    CREATE TABLE st_comment.subpart PARTITION OF st_comment.part FOR VALUES IN (1);
    CREATE INDEX parts_a ON st_comment.parts (a);
    CREATE TRIGGER tg AFTER UPDATE ON st_comment.parts FOR EACH ROW EXECUTE FUNCTION st_comment.tf();`,
  mutations: [
    {
      name: 'another text',
      sql: `COMMENT ON TABLE st_comment.t IS 'new'`,
      expected: [changed('comment', 'table st_comment.t', 'text', 'comments')],
    },
    {
      name: 'a text that ends in a blank',
      sql: `COMMENT ON TABLE st_comment.t IS 'old '`,
      expected: [changed('comment', 'table st_comment.t', 'text', 'comments')],
    },
    {
      name: 'no text any more',
      sql: 'COMMENT ON TABLE st_comment.t IS NULL',
      expected: [missing('comment', 'table st_comment.t', 'comments')],
    },
    {
      name: 'on a schema',
      sql: `COMMENT ON SCHEMA st_comment IS 'new'`,
      expected: [extra('comment', 'schema st_comment', 'comments')],
    },
    {
      name: 'on the schema public',
      sql: `COMMENT ON SCHEMA public IS 'new'`,
      expected: [changed('comment', 'schema public', 'text', 'comments')],
    },
    {
      name: 'on an extension',
      sql: `COMMENT ON EXTENSION citext IS 'new'`,
      expected: [extra('comment', 'extension citext', 'comments')],
    },
    {
      name: 'no more on an extension',
      sql: 'COMMENT ON EXTENSION citext IS NULL',
      expected: [extra('comment', 'extension citext', 'comments')],
    },
    {
      name: 'on a column',
      sql: `COMMENT ON COLUMN st_comment.t.a IS 'new'`,
      expected: [extra('comment', 'column st_comment.t.a', 'comments')],
    },
    {
      name: 'on a view',
      sql: `COMMENT ON VIEW st_comment.v IS 'new'`,
      expected: [extra('comment', 'view st_comment.v', 'comments')],
    },
    {
      name: 'on a column of a view',
      sql: `COMMENT ON COLUMN st_comment.v.a IS 'new'`,
      expected: [extra('comment', 'column st_comment.v.a', 'comments')],
    },
    {
      name: 'on a materialized view',
      sql: `COMMENT ON MATERIALIZED VIEW st_comment.m IS 'new'`,
      expected: [extra('comment', 'materialized-view st_comment.m', 'comments')],
    },
    {
      name: 'on a column of a materialized view',
      sql: `COMMENT ON COLUMN st_comment.m.a IS 'new'`,
      expected: [extra('comment', 'column st_comment.m.a', 'comments')],
    },
    {
      name: 'on an index',
      sql: `COMMENT ON INDEX st_comment.ix IS 'new'`,
      expected: [extra('comment', 'index st_comment.ix', 'comments')],
    },
    {
      name: 'on the index behind a key',
      sql: `COMMENT ON INDEX st_comment.pk IS 'new'`,
      expected: [extra('comment', 'index st_comment.pk', 'comments')],
    },
    {
      name: 'on the index of a partition',
      sql: `COMMENT ON INDEX st_comment.part_a_idx IS 'new'`,
      expected: [extra('comment', 'index st_comment.part_a_idx', 'comments')],
    },
    {
      name: 'on a sequence',
      sql: `COMMENT ON SEQUENCE st_comment.s IS 'new'`,
      expected: [extra('comment', 'sequence st_comment.s', 'comments')],
    },
    {
      name: 'on the sequence of an identity',
      sql: `COMMENT ON SEQUENCE st_comment.t_a_seq IS 'new'`,
      expected: [extra('comment', 'sequence st_comment.t_a_seq', 'comments')],
    },
    {
      name: 'on an enum',
      sql: `COMMENT ON TYPE st_comment.e IS 'new'`,
      expected: [extra('comment', 'enum st_comment.e', 'comments')],
    },
    {
      name: 'on a composite type',
      sql: `COMMENT ON TYPE st_comment.c IS 'new'`,
      expected: [extra('comment', 'composite st_comment.c', 'comments')],
    },
    {
      name: 'on a column of a composite type',
      sql: `COMMENT ON COLUMN st_comment.c.a IS 'new'`,
      expected: [extra('comment', 'column st_comment.c.a', 'comments')],
    },
    {
      name: 'on a range',
      sql: `COMMENT ON TYPE st_comment.r IS 'new'`,
      expected: [extra('comment', 'range st_comment.r', 'comments')],
    },
    {
      name: 'on the row type of a table',
      sql: `COMMENT ON TYPE st_comment.t IS 'new'`,
      expected: [extra('comment', 'type st_comment.t', 'comments')],
    },
    {
      name: 'on a multirange',
      sql: `COMMENT ON TYPE st_comment.r_multirange IS 'new'`,
      expected: [extra('comment', 'type st_comment.r_multirange', 'comments')],
    },
    {
      name: 'on a domain',
      sql: `COMMENT ON DOMAIN st_comment.d IS 'new'`,
      expected: [extra('comment', 'domain st_comment.d', 'comments')],
    },
    {
      name: 'on a constraint of a domain',
      sql: `COMMENT ON CONSTRAINT positive ON DOMAIN st_comment.d IS 'new'`,
      expected: [extra('comment', 'constraint st_comment.d.positive', 'comments')],
    },
    {
      name: 'on a check',
      sql: `COMMENT ON CONSTRAINT chk ON st_comment.t IS 'new'`,
      expected: [extra('comment', 'constraint st_comment.t.chk', 'comments')],
    },
    {
      name: 'on a key',
      sql: `COMMENT ON CONSTRAINT pk ON st_comment.t IS 'new'`,
      expected: [extra('comment', 'constraint st_comment.t.pk', 'comments')],
    },
    {
      name: 'on a function',
      sql: `COMMENT ON FUNCTION st_comment.f(integer) IS 'new'`,
      expected: [extra('comment', 'function st_comment.f(integer)', 'comments')],
    },
    {
      name: 'on a procedure',
      sql: `COMMENT ON PROCEDURE st_comment.p() IS 'new'`,
      expected: [extra('comment', 'procedure st_comment.p()', 'comments')],
    },
    {
      name: 'on an aggregate',
      sql: `COMMENT ON AGGREGATE st_comment.g(integer) IS 'new'`,
      expected: [extra('comment', 'aggregate st_comment.g(integer)', 'comments')],
    },
    {
      name: 'on statistics',
      sql: `COMMENT ON STATISTICS st_comment.st IS 'new'`,
      expected: [extra('comment', 'statistics st_comment.st', 'comments')],
    },
    {
      name: 'on a policy',
      sql: `COMMENT ON POLICY po ON st_comment.t IS 'new'`,
      expected: [extra('comment', 'policy st_comment.t.po', 'comments')],
    },
    {
      name: 'on a rule',
      sql: `COMMENT ON RULE ru ON st_comment.t IS 'new'`,
      expected: [extra('comment', 'rule st_comment.t.ru', 'comments')],
    },
    {
      name: 'on a trigger',
      sql: `COMMENT ON TRIGGER tg ON st_comment.t IS 'new'`,
      expected: [extra('comment', 'trigger st_comment.t.tg', 'comments')],
    },
    {
      name: `on a partition's copy of a trigger`,
      sql: `COMMENT ON TRIGGER tg ON st_comment.part IS 'new'`,
      expected: [extra('comment', 'trigger st_comment.part.tg', 'comments')],
    },
    {
      name: `on the copy of a partition's partition`,
      sql: `COMMENT ON TRIGGER tg ON st_comment.subpart IS 'new'`,
      expected: [extra('comment', 'trigger st_comment.subpart.tg', 'comments')],
    },
    {
      name: 'on an event trigger',
      sql: `COMMENT ON EVENT TRIGGER st_event_trigger IS 'new'`,
      expected: [extra('comment', 'event-trigger st_event_trigger', 'comments')],
    },
    {
      name: 'on a NOT NULL',
      sql: `COMMENT ON CONSTRAINT t_a_not_null ON st_comment.t IS 'new'`,
      requires: 18,
      expected: [extra('comment', 'constraint st_comment.t.t_a_not_null', 'comments')],
    },
  ],
  harmless: [
    { name: 'the same again', sql: `COMMENT ON TABLE st_comment.t IS 'x'; COMMENT ON TABLE st_comment.t IS 'old'` },
    {
      name: 'set and taken away',
      sql: `COMMENT ON SEQUENCE st_comment.s IS 'x'; COMMENT ON SEQUENCE st_comment.s IS NULL`,
    },
    { name: 'an empty text, which is none', sql: `COMMENT ON SEQUENCE st_comment.s IS ''` },
  ],
}
