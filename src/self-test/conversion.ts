// Conversions between encodings.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations } from './mutation.ts'

const conversion = (attribute: string): Expected => changed('conversion', 'st_conversion.c', attribute)

function anew(rest: string): string {
  return `DROP CONVERSION st_conversion.c; ${rest}`
}

export const conversions: KindMutations = {
  kind: 'conversion',
  schema: `
    CREATE SCHEMA st_conversion;
    CREATE FUNCTION st_conversion.f(integer, integer, cstring, internal, integer, boolean) RETURNS integer
      LANGUAGE c STRICT AS '$libdir/utf8_and_iso8859_1', 'iso8859_1_to_utf8';
    CREATE CONVERSION st_conversion.c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;`,
  mutations: [
    {
      name: 'DEFAULT',
      sql: anew(`CREATE DEFAULT CONVERSION st_conversion.c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8`),
      expected: [conversion('default')],
    },
    {
      name: 'another function',
      sql: anew(`CREATE CONVERSION st_conversion.c FOR 'LATIN1' TO 'UTF8' FROM st_conversion.f`),
      expected: [conversion('function')],
    },
    {
      name: 'other encodings',
      sql: anew(`CREATE CONVERSION st_conversion.c FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1`),
      expected: [conversion('function'), conversion('source'), conversion('target')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER CONVERSION st_conversion.c OWNER TO ${reader}`,
      expected: [changed('conversion', 'st_conversion.c', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER CONVERSION st_conversion.c RENAME TO renamed',
      expected: [missing('conversion', 'st_conversion.c'), extra('conversion', 'st_conversion.renamed')],
    },
    {
      name: 'a comment',
      sql: `COMMENT ON CONVERSION st_conversion.c IS 'text'`,
      expected: [extra('comment', 'conversion st_conversion.c', 'comments')],
    },
    { name: 'DROP', sql: 'DROP CONVERSION st_conversion.c', expected: [missing('conversion', 'st_conversion.c')] },
  ],
  harmless: [
    {
      name: 'recreated with an alias of the encoding',
      sql: anew(`CREATE CONVERSION st_conversion.c FOR 'iso88591' TO 'unicode' FROM iso8859_1_to_utf8`),
    },
  ],
}
