// The data types of columns and arguments: those that are built in, and what a history makes of its own.
import { literal, newText } from './names.ts'
import type { Build, Type } from './world.ts'

const builtIn = (spelled: string, family: Type['family'], options: Partial<Type> = {}): Type => ({
  spelled: () => spelled,
  family,
  sorts: true,
  ...options,
})

export const int = builtIn('integer', 'int', { constant: () => '42' })
export const text = builtIn('text', 'text', { constant: () => "'abc'::text" })
export const bool = builtIn('boolean', 'bool', { constant: () => 'false' })

/** Those that expressions know come first. */
const plain: readonly Type[] = [
  int,
  text,
  bool,
  builtIn('varchar(20)', 'text', { constant: () => "'v'" }),
  builtIn('text COLLATE "C"', 'other', { constant: () => "'c'" }),
  builtIn('smallint', 'int', { constant: () => '1' }),
  builtIn('bigint', 'other', { constant: () => '9000000000' }),
  builtIn('numeric(10,2)', 'other', { constant: () => '1.50' }),
  builtIn('timestamp(3) with time zone', 'other', { constant: () => "'2020-01-01 00:00:00+00'" }),
  builtIn('date', 'other', { constant: () => 'CURRENT_DATE' }),
  builtIn('interval day to second(2)', 'other', { constant: () => "'1 day'::interval" }),
  builtIn('uuid', 'other', { constant: () => 'gen_random_uuid()' }),
  builtIn('jsonb', 'other', { constant: () => "'{}'" }),
  builtIn('json', 'other', { sorts: false }),
  builtIn('bytea', 'other', { constant: () => "'\\x00ff'" }),
  builtIn('character(3)', 'other', { constant: () => "'ab'" }),
  builtIn('"char"', 'other', { constant: () => "'a'" }),
  builtIn('bit varying(5)', 'other', { constant: () => "B'101'" }),
  builtIn('double precision', 'other', { constant: () => "'-Infinity'" }),
  builtIn('inet', 'other', { constant: () => "'10.0.0.1'" }),
  builtIn('integer[]', 'other', { constant: () => "'{1,2}'" }),
  builtIn('text[][]', 'other', { constant: () => "ARRAY['a', NULL, 'b,c']" }),
  builtIn('int4range', 'other', { constant: () => "'[1,5)'" }),
  builtIn('int8multirange', 'other', { sorts: true }),
  builtIn('point', 'other', { sorts: false, constant: () => "'(1,2)'" }),
  builtIn('tsvector', 'other', { constant: () => "to_tsvector('simple', 'a b')" }),
  builtIn('regclass', 'other', { constant: () => "'pg_catalog.pg_class'::regclass" }),
  builtIn('oid', 'other', { constant: () => '0' }),
  builtIn('xml', 'other', { sorts: false }),
]

/** A type for a new column: mostly one that expressions know. */
export function anyType({ world, choose }: Build): Type {
  if (choose.below(3) > 0) return choose.one(plain.slice(0, 5))
  const own = world.types
  if (own.length > 0 && choose.maybe(60)) return choose.one(own)
  return choose.one(choose.fancy ? plain : plain.slice(0, 3))
}

/** A default of a constant: an expression of the type, or undefined where there is none. */
export function constantOf(type: Type, { choose }: Build): string | undefined {
  if (type === text) return literal(newText(choose))
  return type.constant?.()
}
