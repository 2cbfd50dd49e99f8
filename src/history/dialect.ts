// SQLite and MySQL words that PostgreSQL does not have, each with the PostgreSQL way. Asked only after the
// parser or the server has refused a statement: it explains an error, it never decides one.

type Hints = readonly (readonly [RegExp, string])[]

/** The PostgreSQL way to write what the parser refused at `offset`; undefined where nothing foreign is recognised. */
export function foreignSyntaxHint(text: string, offset: number): string | undefined {
  return find(syntax, around(text, offset))
}

/** The PostgreSQL way to write the type, function or table that the server's message says does not exist. */
export function foreignNameHint(message: string): string | undefined {
  return find(names, message)
}

function find(hints: Hints, text: string): string | undefined {
  return hints.find(([pattern]) => pattern.test(text))?.[1]
}

const reach = 60

/** The text near `offset`, within the semicolons around it. */
function around(text: string, offset: number): string {
  const start = Math.max(0, offset - reach, text.lastIndexOf(';', Math.max(0, offset - 1)) + 1)
  const end = text.indexOf(';', offset)
  return text.slice(start, Math.min(offset + reach, end === -1 ? text.length : end))
}

const syntax: Hints = [
  [
    /\bpragma_table_info\b|\bpragma\s+table_info\b/iu,
    'That is SQLite: in PostgreSQL ask information_schema.columns instead.',
  ],
  [/\bpragma\s+foreign_keys\b/iu, 'That is SQLite: remove the line, PostgreSQL always checks foreign keys.'],
  [/\bpragma\b/iu, 'That is SQLite: remove the line or use SET, PostgreSQL has no PRAGMA.'],
  [
    /\bautoincrement\b/iu,
    'That is SQLite: in PostgreSQL write bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY instead.',
  ],
  [/\bauto_increment\b/iu, 'That is MySQL: in PostgreSQL write bigint GENERATED ALWAYS AS IDENTITY instead.'],
  [
    /\binsert\s+or\s+(?:replace|rollback|abort|fail)\b|\breplace\s+into\b/iu,
    'In PostgreSQL write INSERT … ON CONFLICT (…) DO UPDATE SET … instead.',
  ],
  [/\binsert\s+(?:or\s+)?ignore\b/iu, 'In PostgreSQL write INSERT … ON CONFLICT DO NOTHING instead.'],
  [
    /\bon\s+duplicate\s+key\b/iu,
    'That is MySQL: in PostgreSQL write INSERT … ON CONFLICT (…) DO UPDATE SET … instead.',
  ],
  [/\bwithout\s+rowid\b/iu, 'That is SQLite: remove WITHOUT ROWID, PostgreSQL tables have no rowid.'],
  [/\bbegin\s+(?:deferred|immediate|exclusive)\b/iu, 'That is SQLite: in PostgreSQL write BEGIN instead.'],
  [/\bengine\s*=/iu, 'That is MySQL: remove ENGINE=…, PostgreSQL has no storage engines.'],
  [
    /\bcharset\b|\bcharacter\s+set\b/iu,
    'That is MySQL: remove it, in PostgreSQL the encoding belongs to the database.',
  ],
  [/\bon\s+update\s+current_timestamp\b/iu, 'That is MySQL: in PostgreSQL use a BEFORE UPDATE trigger instead.'],
  [/\bunsigned\b/iu, 'That is MySQL: in PostgreSQL use a wider type with a CHECK instead.'],
  [/\b(?:delimiter|show\s+tables)\b/iu, 'That belongs to the MySQL client: remove the line.'],
  [/`/u, 'Use double quotes or none: backticks quote names in MySQL and SQLite only.'],
  [/\bglob\s+'/iu, 'That is SQLite: in PostgreSQL write LIKE or ~ instead.'],
  [/\bmodify\s+(?:column\s+)?\w+/iu, 'That is MySQL: in PostgreSQL write ALTER COLUMN … TYPE … instead.'],
  [
    /@\w+(?::\w+)?@|\$\{\w+\}|\{\{\s*\w+\s*\}\}|(?<![:\w]):["']?[A-Za-z_]\w*/u,
    'If this is a placeholder, give its value with --placeholder NAME=VALUE.',
  ],
]

const names: Hints = [
  [/\bpragma_\w+/iu, 'That is SQLite: in PostgreSQL ask information_schema.columns instead.'],
  [/\bsqlite_(?:master|schema|sequence)\b/iu, 'That is SQLite: in PostgreSQL ask information_schema.tables instead.'],
  [/"datetime"/iu, 'In PostgreSQL the type is timestamptz (or timestamp): write that instead.'],
  [/\bdatetime\(/iu, 'That is SQLite: in PostgreSQL write now() or CURRENT_TIMESTAMP instead.'],
  [/\bstrftime\(/iu, 'That is SQLite: in PostgreSQL write to_char(…) or extract(…) instead.'],
  [/\bjulianday\(/iu, 'That is SQLite: in PostgreSQL write extract(epoch FROM …) instead.'],
  [/\bifnull\(/iu, 'In PostgreSQL write coalesce(…) instead.'],
  [/\bgroup_concat\(/iu, "In PostgreSQL write string_agg(…, ',') instead."],
  [/\brandomblob\(|\bhex\(/iu, 'That is SQLite: in PostgreSQL write gen_random_uuid() instead.'],
  [/\blast_insert_(?:rowid|id)\(/iu, 'In PostgreSQL write INSERT … RETURNING instead.'],
  [
    /"(?:nvarchar|longtext|mediumtext|tinytext|clob)"/iu,
    'In PostgreSQL the type is text (or varchar): write that instead.',
  ],
  [/"(?:longblob|mediumblob|tinyblob|blob)"/iu, 'In PostgreSQL the type is bytea: write that instead.'],
  [/"(?:tinyint|mediumint)"/iu, 'In PostgreSQL the type is smallint or integer: write that instead.'],
  [/"double"/iu, 'In PostgreSQL the type is double precision: write that instead.'],
  [/"nocase"/iu, 'That is SQLite: in PostgreSQL use citext or an index on lower(…) instead.'],
]
