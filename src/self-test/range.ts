// Range types with their multirange type, which CREATE TYPE alone can choose.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const ranges: KindMutations = {
  kind: 'range',
  schema: `
    CREATE SCHEMA st_range;
    CREATE TYPE st_range.span AS RANGE (SUBTYPE = integer);
    CREATE TYPE st_range.words AS RANGE (SUBTYPE = text, COLLATION = "C");
    CREATE TYPE st_range.whole;
    CREATE FUNCTION st_range.whole_canonical(st_range.whole) RETURNS st_range.whole
      LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical';
    CREATE TYPE st_range.whole AS RANGE (SUBTYPE = integer, CANONICAL = st_range.whole_canonical);`,
  mutations: [
    {
      name: 'SUBTYPE',
      sql: 'DROP TYPE st_range.span; CREATE TYPE st_range.span AS RANGE (SUBTYPE = bigint)',
      expected: [changed('range', 'st_range.span', 'subtype')],
    },
    {
      name: 'SUBTYPE_OPCLASS',
      sql: `
        DROP TYPE st_range.words;
        CREATE TYPE st_range.words AS RANGE (SUBTYPE = text, COLLATION = "C", SUBTYPE_OPCLASS = text_pattern_ops)`,
      expected: [changed('range', 'st_range.words', 'operatorClass')],
    },
    {
      name: 'COLLATION',
      sql: `
        DROP TYPE st_range.words;
        CREATE TYPE st_range.words AS RANGE (SUBTYPE = text, COLLATION = "POSIX")`,
      expected: [changed('range', 'st_range.words', 'collation')],
    },
    {
      name: 'no COLLATION',
      sql: 'DROP TYPE st_range.words; CREATE TYPE st_range.words AS RANGE (SUBTYPE = text)',
      expected: [changed('range', 'st_range.words', 'collation')],
    },
    {
      name: 'SUBTYPE_DIFF',
      sql: `
        DROP TYPE st_range.span;
        CREATE TYPE st_range.span AS RANGE (SUBTYPE = integer, SUBTYPE_DIFF = int4range_subdiff)`,
      expected: [changed('range', 'st_range.span', 'subtypeDiff')],
    },
    {
      name: 'no CANONICAL',
      sql: `
        DROP TYPE st_range.whole CASCADE;
        CREATE TYPE st_range.whole AS RANGE (SUBTYPE = integer);
        CREATE FUNCTION st_range.whole_canonical(st_range.whole) RETURNS st_range.whole LANGUAGE internal IMMUTABLE STRICT AS 'int4range_canonical'`,
      expected: [changed('range', 'st_range.whole', 'canonical')],
    },
    {
      name: 'MULTIRANGE_TYPE_NAME',
      sql: `
        DROP TYPE st_range.span;
        CREATE TYPE st_range.span AS RANGE (SUBTYPE = integer, MULTIRANGE_TYPE_NAME = st_range.spans)`,
      expected: [changed('range', 'st_range.span', 'multirange')],
    },
    {
      name: 'RENAME TO of the multirange',
      sql: 'ALTER TYPE st_range.span_multirange RENAME TO spans',
      expected: [changed('range', 'st_range.span', 'multirange')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER TYPE st_range.span OWNER TO ${reader}`,
      expected: [changed('range', 'st_range.span', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TYPE st_range.span RENAME TO renamed',
      expected: [extra('range', 'st_range.renamed'), missing('range', 'st_range.span')],
    },
    { name: 'DROP', sql: 'DROP TYPE st_range.words', expected: [missing('range', 'st_range.words')] },
  ],
  harmless: [
    { name: 'recreated', sql: 'DROP TYPE st_range.span; CREATE TYPE st_range.span AS RANGE (SUBTYPE = integer)' },
    {
      name: 'the defaults spelled out',
      sql: `
        DROP TYPE st_range.span;
        CREATE TYPE st_range.span AS RANGE (SUBTYPE = integer, SUBTYPE_OPCLASS = int4_ops, MULTIRANGE_TYPE_NAME = st_range.span_multirange)`,
    },
  ],
}
