// SQLite and MySQL words that PostgreSQL does not have, each with the PostgreSQL way. Asked only after the
// parser or the server has refused a statement: it explains an error, it never decides one.

interface Foreign {
  readonly pattern: RegExp
  readonly hint: string
}

/**
 * The PostgreSQL way to write what stands in the refused statement around `offset`; undefined where nothing
 * foreign is recognised.
 */
export function dialectHint(text: string, offset: number): string | undefined {
  const statement = around(text, offset)
  return foreign.find(({ pattern }) => pattern.test(statement))?.hint
}

/** From the semicolon before `offset` to the one after it: near enough for a hint. */
function around(text: string, offset: number): string {
  const start = text.lastIndexOf(';', Math.max(0, offset - 1)) + 1
  const end = text.indexOf(';', offset)
  return text.slice(start, end === -1 ? Math.min(text.length, offset + 2000) : end)
}

const foreign: readonly Foreign[] = [
  {
    pattern: /\bpragma_table_info\b|\bpragma\s+table_info\b/iu,
    hint: 'SQLite; in PostgreSQL ask information_schema.columns',
  },
  { pattern: /\bpragma\s+foreign_keys\b/iu, hint: 'SQLite; PostgreSQL always checks foreign keys: remove the line' },
  { pattern: /\bpragma\b/iu, hint: 'SQLite; PostgreSQL has no PRAGMA: remove the line or use SET' },
  {
    pattern: /\bautoincrement\b/iu,
    hint: 'SQLite; in PostgreSQL write bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
  },
  { pattern: /\bauto_increment\b/iu, hint: 'MySQL; in PostgreSQL write bigint GENERATED ALWAYS AS IDENTITY' },
  {
    pattern: /\binsert\s+or\s+replace\b|\breplace\s+into\b/iu,
    hint: 'in PostgreSQL write INSERT … ON CONFLICT (…) DO UPDATE SET …',
  },
  {
    pattern: /\b(?:insert\s+or\s+ignore|insert\s+ignore)\b/iu,
    hint: 'in PostgreSQL write INSERT … ON CONFLICT DO NOTHING',
  },
  {
    pattern: /\bon\s+duplicate\s+key\s+update\b/iu,
    hint: 'MySQL; in PostgreSQL write ON CONFLICT (…) DO UPDATE SET …',
  },
  { pattern: /\bwithout\s+rowid\b/iu, hint: 'SQLite; PostgreSQL tables have no rowid: remove WITHOUT ROWID' },
  { pattern: /\bbegin\s+(?:deferred|immediate|exclusive)\b/iu, hint: 'SQLite; in PostgreSQL write BEGIN' },
  { pattern: /\bengine\s*=/iu, hint: 'MySQL; PostgreSQL has no storage engines: remove ENGINE=…' },
  {
    pattern: /\bdefault\s+charset\b|\bcharacter\s+set\s+utf8/iu,
    hint: 'MySQL; the encoding belongs to the database in PostgreSQL: remove it',
  },
  { pattern: /\bon\s+update\s+current_timestamp\b/iu, hint: 'MySQL; in PostgreSQL use a BEFORE UPDATE trigger' },
  { pattern: /\b(?:tinyint|mediumint)\b/iu, hint: 'MySQL; in PostgreSQL the type is smallint or integer' },
  { pattern: /\bunsigned\b/iu, hint: 'MySQL; PostgreSQL has no unsigned types: use a wider one with a CHECK' },
  { pattern: /`/u, hint: 'backticks quote names in MySQL and SQLite; in PostgreSQL use double quotes or none' },
  { pattern: /\bdatetime\s*\(/iu, hint: "SQLite; in PostgreSQL write now() or CURRENT_TIMESTAMP, or '…'::timestamptz" },
  { pattern: /\bdatetime\b/iu, hint: 'in PostgreSQL the type is timestamptz (or timestamp)' },
  { pattern: /\bstrftime\s*\(/iu, hint: 'SQLite; in PostgreSQL write to_char(…) or extract(…)' },
  { pattern: /\bjulianday\s*\(/iu, hint: 'SQLite; in PostgreSQL subtract timestamps, or use extract(epoch from …)' },
  { pattern: /\bifnull\s*\(/iu, hint: 'in PostgreSQL write coalesce(…)' },
  { pattern: /\bgroup_concat\s*\(/iu, hint: "in PostgreSQL write string_agg(…, ',')" },
  { pattern: /\brandomblob\s*\(/iu, hint: 'SQLite; in PostgreSQL write gen_random_uuid()' },
  { pattern: /\blast_insert_rowid\s*\(|\blast_insert_id\s*\(/iu, hint: 'in PostgreSQL write INSERT … RETURNING' },
  { pattern: /\bsqlite_(?:master|schema|sequence)\b/iu, hint: 'SQLite; in PostgreSQL ask information_schema.tables' },
  { pattern: /\bglob\s+'/iu, hint: 'SQLite; in PostgreSQL write LIKE or ~' },
  { pattern: /\b(?:nvarchar|longtext|mediumtext|tinytext)\b/iu, hint: 'in PostgreSQL the type is text (or varchar)' },
  { pattern: /\b(?:longblob|blob)\b/iu, hint: 'in PostgreSQL the type is bytea' },
  { pattern: /\bdouble\b(?!\s+precision)/iu, hint: 'in PostgreSQL the type is double precision' },
  { pattern: /\btext\s+collate\s+nocase\b/iu, hint: 'SQLite; in PostgreSQL use citext or an index on lower(…)' },
  {
    pattern: /\$\{(\w+)\}|\{\{\s*\w+\s*\}\}|(?<![:\w]):[A-Za-z_]\w*/u,
    hint: 'is this a placeholder? give its value with --placeholder NAME=VALUE',
  },
]
