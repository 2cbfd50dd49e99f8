// Base types and shell types. Most attributes can only be chosen by CREATE TYPE, so the type is made anew with its
// functions, which are those of the server's own text type under other names.
import { changed, extra, missing, reader } from './mutation.ts'
import type { Expected, KindMutations, Mutation } from './mutation.ts'

const functionsOfWord = `
      CREATE FUNCTION st_base_type.word_in(cstring) RETURNS st_base_type.word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
      CREATE FUNCTION st_base_type.word_in2(cstring) RETURNS st_base_type.word LANGUAGE internal IMMUTABLE STRICT AS 'textin';
      CREATE FUNCTION st_base_type.word_out(st_base_type.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
      CREATE FUNCTION st_base_type.word_out2(st_base_type.word) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
      CREATE FUNCTION st_base_type.word_recv(internal) RETURNS st_base_type.word LANGUAGE internal STABLE STRICT AS 'textrecv';
      CREATE FUNCTION st_base_type.word_send(st_base_type.word) RETURNS bytea LANGUAGE internal STABLE STRICT AS 'textsend';`

const usual = 'INPUT = st_base_type.word_in, OUTPUT = st_base_type.word_out'

const word = (options: string): string => `
      CREATE TYPE st_base_type.word;${functionsOfWord}
      CREATE TYPE st_base_type.word (${options});`

const wordAnew = (options: string): string => `DROP TYPE st_base_type.word CASCADE;${word(options)}`

const pair = (options: string): string => `
      CREATE TYPE st_base_type.pair;
      CREATE FUNCTION st_base_type.pair_in(cstring) RETURNS st_base_type.pair LANGUAGE internal IMMUTABLE STRICT AS 'point_in';
      CREATE FUNCTION st_base_type.pair_out(st_base_type.pair) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'point_out';
      CREATE TYPE st_base_type.pair (INPUT = st_base_type.pair_in, OUTPUT = st_base_type.pair_out, ${options});`

const pairAnew = (options: string): string => `DROP TYPE st_base_type.pair CASCADE;${pair(options)}`

const ofWord = (attribute: string): Expected => changed('base-type', 'st_base_type.word', attribute)
const ofShell = (attribute: string): Expected => changed('base-type', 'st_base_type.shell', attribute)
const ofPair = (attribute: string): Expected => changed('base-type', 'st_base_type.pair', attribute)

const setTo = (attribute: string, setting: string): Mutation => ({
  name: `SET (${setting})`,
  sql: `ALTER TYPE st_base_type.word SET (${setting})`,
  expected: [ofWord(attribute)],
})

const chosen = (attribute: string, option: string): Mutation => ({
  name: option,
  sql: wordAnew(`${usual}, ${option}`),
  expected: [ofWord(attribute)],
})

export const baseTypes: KindMutations = {
  kind: 'base-type',
  schema: `
      CREATE SCHEMA st_base_type;
      CREATE TYPE st_base_type.shell;${word(usual)}${pair('INTERNALLENGTH = 16, ALIGNMENT = double')}`,
  mutations: [
    {
      name: 'INPUT',
      sql: wordAnew('INPUT = st_base_type.word_in2, OUTPUT = st_base_type.word_out'),
      expected: [ofWord('input')],
    },
    {
      name: 'OUTPUT',
      sql: wordAnew('INPUT = st_base_type.word_in, OUTPUT = st_base_type.word_out2'),
      expected: [ofWord('output')],
    },
    setTo('receive', 'RECEIVE = st_base_type.word_recv'),
    setTo('send', 'SEND = st_base_type.word_send'),
    setTo('typmodIn', 'TYPMOD_IN = varchartypmodin'),
    setTo('typmodOut', 'TYPMOD_OUT = varchartypmodout'),
    setTo('analyze', 'ANALYZE = array_typanalyze'),
    setTo('subscript', 'SUBSCRIPT = raw_array_subscript_handler'),
    {
      name: 'SET (STORAGE = extended)',
      sql: 'ALTER TYPE st_base_type.word SET (STORAGE = extended)',
      expected: [changed('base-type', 'st_base_type.word', 'storage', 'storage')],
    },
    chosen('alignment', 'ALIGNMENT = double'),
    chosen('category', `CATEGORY = 'S'`),
    chosen('preferred', 'PREFERRED'),
    chosen('default', `DEFAULT = 'none'`),
    chosen('delimiter', `DELIMITER = ';'`),
    chosen('collatable', 'COLLATABLE'),
    {
      name: 'INTERNALLENGTH',
      sql: pairAnew('INTERNALLENGTH = 24, ALIGNMENT = double'),
      expected: [ofPair('internalLength')],
    },
    {
      name: 'PASSEDBYVALUE',
      sql: pairAnew('INTERNALLENGTH = 8, ALIGNMENT = double, PASSEDBYVALUE'),
      expected: [ofPair('internalLength'), ofPair('passedByValue')],
    },
    {
      name: 'ELEMENT',
      sql: pairAnew('INTERNALLENGTH = 16, ALIGNMENT = double, ELEMENT = float8'),
      expected: [ofPair('element'), ofPair('subscript')],
    },
    {
      name: 'OWNER TO',
      sql: `ALTER TYPE st_base_type.word OWNER TO ${reader}`,
      expected: [changed('base-type', 'st_base_type.word', 'owner', 'owners')],
    },
    {
      name: 'RENAME TO',
      sql: 'ALTER TYPE st_base_type.pair RENAME TO renamed',
      expected: [
        missing('base-type', 'st_base_type.pair'),
        extra('base-type', 'st_base_type.renamed'),
        changed('function', 'st_base_type.pair_in(cstring)', 'result'),
      ],
    },
    {
      name: 'DROP of a shell type',
      sql: 'DROP TYPE st_base_type.shell',
      expected: [missing('base-type', 'st_base_type.shell')],
    },
    {
      name: 'DROP … CASCADE of a base type',
      sql: 'DROP TYPE st_base_type.pair CASCADE',
      expected: [missing('base-type', 'st_base_type.pair')],
    },
    {
      name: 'a shell type that is defined',
      sql: `
        CREATE FUNCTION st_base_type.shell_in(cstring) RETURNS st_base_type.shell LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION st_base_type.shell_out(st_base_type.shell) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE st_base_type.shell (INPUT = st_base_type.shell_in, OUTPUT = st_base_type.shell_out)`,
      expected: [
        ofShell('isShell'),
        ofShell('input'),
        ofShell('output'),
        ofShell('internalLength'),
        ofShell('passedByValue'),
        ofShell('alignment'),
        changed('base-type', 'st_base_type.shell', 'storage', 'storage'),
        ofShell('category'),
        ofShell('preferred'),
        ofShell('delimiter'),
        ofShell('collatable'),
        extra('function', 'st_base_type.shell_in(cstring)'),
        extra('function', 'st_base_type.shell_out(st_base_type.shell)'),
      ],
    },
    {
      name: 'a further shell type',
      sql: 'CREATE TYPE st_base_type.later',
      expected: [extra('base-type', 'st_base_type.later')],
    },
    {
      name: 'a comment on an input function',
      sql: `COMMENT ON FUNCTION st_base_type.word_in(cstring) IS 'reads'`,
      expected: [extra('comment', 'function st_base_type.word_in(cstring)', 'comments')],
    },
    {
      name: 'a privilege on an output function',
      sql: 'REVOKE EXECUTE ON FUNCTION st_base_type.word_out(st_base_type.word) FROM PUBLIC',
      expected: [extra('privilege', 'function st_base_type.word_out(st_base_type.word)')],
    },
    {
      name: 'a privilege',
      sql: `REVOKE USAGE ON TYPE st_base_type.word FROM PUBLIC`,
      expected: [extra('privilege', 'base-type st_base_type.word')],
    },
  ],
  harmless: [
    { name: 'recreated', sql: wordAnew(usual) },
    {
      name: 'the defaults spelled out',
      sql: wordAnew(
        `${usual}, INTERNALLENGTH = VARIABLE, ALIGNMENT = int4, STORAGE = plain, CATEGORY = 'U', PREFERRED = false, DELIMITER = ','`,
      ),
    },
    { name: 'LIKE instead of each attribute', sql: pairAnew('LIKE = point') },
  ],
}
