// The settings that a sequence of its own and the sequence of an identity column share.
// Manual: CREATE SEQUENCE; catalog pg_sequence. Numbers travel as text, since bigint exceeds a JSON number.

export type SequenceSettings = {
  readonly type: string
  readonly start: string
  readonly increment: string
  readonly min: string
  readonly max: string
  readonly cache: string
  readonly cycle: boolean
}

/** A JSON object of `SequenceSettings` from an alias of pg_sequence. */
export function sequenceSettings(alias: string): string {
  return `pg_catalog.json_build_object(
      'type', pg_catalog.format_type(${alias}.seqtypid, null),
      'start', ${alias}.seqstart::text,
      'increment', ${alias}.seqincrement::text,
      'min', ${alias}.seqmin::text,
      'max', ${alias}.seqmax::text,
      'cache', ${alias}.seqcache::text,
      'cycle', ${alias}.seqcycle)`
}

const ranges: Readonly<Record<string, readonly [string, string]>> = {
  smallint: ['-32768', '32767'],
  integer: ['-2147483648', '2147483647'],
  bigint: ['-9223372036854775808', '9223372036854775807'],
}

/** All clauses, the type among them: ALTER SEQUENCE changes what it names. */
export function allSequenceClauses({ type, start, increment, min, max, cache, cycle }: SequenceSettings): string[] {
  return [
    `AS ${type}`,
    `START WITH ${start}`,
    `INCREMENT BY ${increment}`,
    `MINVALUE ${min}`,
    `MAXVALUE ${max}`,
    `CACHE ${cache}`,
    cycle ? 'CYCLE' : 'NO CYCLE',
  ]
}

/** The clauses that differ from what the server would choose; the type is left to the caller. */
export function sequenceClauses(settings: SequenceSettings): string[] {
  const { type, start, increment, min, max, cache, cycle } = settings
  const [lowest, highest] = ranges[type] ?? []
  const descends = increment.startsWith('-')
  return [
    ...(start === (descends ? max : min) ? [] : [`START WITH ${start}`]),
    ...(increment === '1' ? [] : [`INCREMENT BY ${increment}`]),
    ...(min === (descends ? lowest : '1') ? [] : [`MINVALUE ${min}`]),
    ...(max === (descends ? '-1' : highest) ? [] : [`MAXVALUE ${max}`]),
    ...(cache === '1' ? [] : [`CACHE ${cache}`]),
    ...(cycle ? ['CYCLE'] : []),
  ]
}
