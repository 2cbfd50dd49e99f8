// Aggregates, with a moving one, one that can be split up, and an ordered-set one. Only the owner can be altered; all
// else is said when one is created.
import { changed, extra, missing, reader } from './mutation.ts'
import type { KindMutations } from './mutation.ts'

export const aggregates: KindMutations = {
  kind: 'aggregate',
  schema: `
    CREATE SCHEMA st_aggregate;
    CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
    CREATE AGGREGATE st_aggregate.moving(integer) (
      SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer);
    CREATE AGGREGATE st_aggregate.mean(bigint) (
      SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine,
      SERIALFUNC = int8_avg_serialize, DESERIALFUNC = int8_avg_deserialize);
    CREATE AGGREGATE st_aggregate.nth(double precision ORDER BY anyelement) (
      SFUNC = ordered_set_transition, STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
    CREATE FUNCTION st_aggregate.step(integer, integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
    CREATE FUNCTION st_aggregate.finish(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
    CREATE FUNCTION st_aggregate.finish(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1';
    CREATE AGGREGATE st_aggregate.ordered(integer ORDER BY integer) (SFUNC = int4pl, STYPE = integer, FINALFUNC = st_aggregate.finish);`,
  mutations: [
    {
      name: 'the name of an argument',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(a integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'arguments')],
    },
    {
      name: 'SFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4mul, STYPE = integer, INITCOND = '0')`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'transitionFunction')],
    },
    {
      name: 'STYPE',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int84pl, STYPE = bigint, INITCOND = '0')`,
      expected: [
        changed('aggregate', 'st_aggregate.total(integer)', 'stateType'),
        changed('aggregate', 'st_aggregate.total(integer)', 'transitionFunction'),
      ],
    },
    {
      name: 'SSPACE',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', SSPACE = 64)`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'stateSpace')],
    },
    {
      name: 'FINALFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', FINALFUNC = st_aggregate.finish)`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'finalFunction')],
    },
    {
      name: 'FINALFUNC_EXTRA',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', FINALFUNC = st_aggregate.finish, FINALFUNC_EXTRA)`,
      expected: [
        changed('aggregate', 'st_aggregate.total(integer)', 'finalExtra'),
        changed('aggregate', 'st_aggregate.total(integer)', 'finalFunction'),
      ],
    },
    {
      name: 'FINALFUNC_MODIFY',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', FINALFUNC_MODIFY = READ_WRITE)`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'finalModify')],
    },
    {
      name: 'COMBINEFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', COMBINEFUNC = int4pl)`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'combineFunction')],
    },
    {
      name: 'SERIALFUNC and DESERIALFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.mean(bigint);
        CREATE AGGREGATE st_aggregate.mean(bigint) (SFUNC = int8_avg_accum, STYPE = internal, FINALFUNC = numeric_poly_avg, COMBINEFUNC = int8_avg_combine)`,
      expected: [
        changed('aggregate', 'st_aggregate.mean(bigint)', 'deserialFunction'),
        changed('aggregate', 'st_aggregate.mean(bigint)', 'serialFunction'),
      ],
    },
    {
      name: 'INITCOND',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1')`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'initialValue')],
    },
    {
      name: 'SORTOP',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', SORTOP = operator(pg_catalog.<))`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'sortOperator')],
    },
    {
      name: 'PARALLEL',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', PARALLEL = SAFE)`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'parallel')],
    },
    {
      name: 'MSFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4mul, MINVFUNC = int4mi, MSTYPE = integer)`,
      expected: [changed('aggregate', 'st_aggregate.moving(integer)', 'movingTransitionFunction')],
    },
    {
      name: 'MINVFUNC',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4pl, MSTYPE = integer)`,
      expected: [changed('aggregate', 'st_aggregate.moving(integer)', 'movingInverseFunction')],
    },
    {
      name: 'MSTYPE',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int84pl, MINVFUNC = int84mi, MSTYPE = bigint, MINITCOND = '0', MFINALFUNC = int4)`,
      expected: [
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingFinalFunction'),
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingInitialValue'),
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingInverseFunction'),
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingStateType'),
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingTransitionFunction'),
      ],
    },
    {
      name: 'MSSPACE',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MSSPACE = 64)`,
      expected: [changed('aggregate', 'st_aggregate.moving(integer)', 'movingStateSpace')],
    },
    {
      name: 'MFINALFUNC_EXTRA',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MFINALFUNC = st_aggregate.finish, MFINALFUNC_EXTRA)`,
      expected: [
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingFinalExtra'),
        changed('aggregate', 'st_aggregate.moving(integer)', 'movingFinalFunction'),
      ],
    },
    {
      name: 'MFINALFUNC_MODIFY',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MFINALFUNC_MODIFY = SHAREABLE)`,
      expected: [changed('aggregate', 'st_aggregate.moving(integer)', 'movingFinalModify')],
    },
    {
      name: 'MINITCOND',
      sql: `
        DROP AGGREGATE st_aggregate.moving(integer);
        CREATE AGGREGATE st_aggregate.moving(integer) (SFUNC = int4pl, STYPE = integer, MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = integer, MINITCOND = '0')`,
      expected: [changed('aggregate', 'st_aggregate.moving(integer)', 'movingInitialValue')],
    },
    {
      name: 'HYPOTHETICAL',
      sql: `
        DROP AGGREGATE st_aggregate.ordered(integer ORDER BY integer);
        CREATE AGGREGATE st_aggregate.ordered(integer ORDER BY integer) (
          SFUNC = int4pl, STYPE = integer, FINALFUNC = st_aggregate.finish, HYPOTHETICAL)`,
      expected: [changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'aggregateKind')],
    },
    {
      name: 'no ORDER BY',
      sql: `
        DROP AGGREGATE st_aggregate.ordered(integer ORDER BY integer);
        CREATE AGGREGATE st_aggregate.ordered(integer, integer) (SFUNC = st_aggregate.step, STYPE = integer, FINALFUNC = st_aggregate.finish)`,
      expected: [
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'aggregateKind'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'arguments'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'directArguments'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'finalModify'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'movingFinalModify'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'transitionFunction'),
      ],
    },
    {
      name: 'direct arguments',
      sql: `
        DROP AGGREGATE st_aggregate.ordered(integer ORDER BY integer);
        CREATE AGGREGATE st_aggregate.ordered(ORDER BY integer, integer) (SFUNC = st_aggregate.step, STYPE = integer, FINALFUNC = st_aggregate.finish)`,
      expected: [
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'arguments'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'directArguments'),
        changed('aggregate', 'st_aggregate.ordered(integer, integer)', 'transitionFunction'),
      ],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER AGGREGATE st_aggregate.total(integer) OWNER TO ${reader}`,
      expected: [changed('aggregate', 'st_aggregate.total(integer)', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER AGGREGATE st_aggregate.total(integer) RENAME TO renamed',
      expected: [
        extra('aggregate', 'st_aggregate.renamed(integer)'),
        missing('aggregate', 'st_aggregate.total(integer)'),
      ],
    },
    {
      name: 'DROP',
      sql: 'DROP AGGREGATE st_aggregate.mean(bigint)',
      expected: [missing('aggregate', 'st_aggregate.mean(bigint)')],
    },
  ],
  harmless: [
    {
      name: 'recreated',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0')`,
    },
    {
      name: 'the defaults spelled out',
      sql: `
        DROP AGGREGATE st_aggregate.total(integer);
        CREATE AGGREGATE st_aggregate.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0', SSPACE = 0, FINALFUNC_MODIFY = READ_ONLY, PARALLEL = UNSAFE)`,
    },
  ],
}
