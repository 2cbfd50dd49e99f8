// A dump as its entries: what pg_dump prints of one thing, below a header that says its name, type and schema.

/**
 * The entries in which two dumps differ: what the header says, the `text`, its `side`, and in `lines` what the entry of
 * the same header on the other side has not, each with what that has `instead`: lines that begin with the same word,
 * such as the name of a column. What stands above all entries is one without a type.
 */
export function differingEntries(left, right) {
  const [lefts, rights] = [entriesOf(left), entriesOf(right)]
  return [...missingFrom(rights, lefts, 'left'), ...missingFrom(lefts, rights, 'right')]
}

function missingFrom(others, entries, side) {
  const texts = new Set(others.map(({ text }) => text))
  return entries
    .filter(({ text }) => !texts.has(text))
    .map((entry) => ({ ...entry, side, lines: linesBeside(entry, others) }))
}

function linesBeside(entry, others) {
  const [own, known] = [
    linesOf(entry.text),
    others.filter((one) => isOfOneHeader(one, entry)).flatMap(({ text }) => linesOf(text)),
  ]
  const instead = known.filter((line) => !own.includes(line))
  const lines = own.filter((line) => !known.includes(line))
  if (lines.length === 0 && instead.length === 0) return [{ line: 'the same lines in another order', instead: [] }]
  return lines.map((line) => ({ line, instead: instead.filter((other) => wordOf(other) === wordOf(line)) }))
}

function isOfOneHeader(one, other) {
  return one.type === other.type && one.schema === other.schema && one.name === other.name
}

// Whether a comma or a semicolon follows depends on the neighbour; options have lines of their own.
function linesOf(text) {
  return text
    .replaceAll(/\bOPTIONS \(\n[^]*?\n *\)/gu, (options) => options.replaceAll('\n', ' '))
    .split('\n')
    .flatMap((line) => (line === '' || line === '--' ? [] : [line.replace(/[,;]$/u, '')]))
}

function wordOf(line) {
  return line.trim().split(' ')[0]
}

const end = /^--\n-- PostgreSQL database dump complete\n[^]*$/mu
const header =
  /^-- Name: (?<name>.*); Type: (?<type>.*); Schema: (?<schema>.*?); Owner: ?(?<owner>.*?)(?=; Tablespace: |$)/mu
const method = /^SET default_table_access_method = (.*);$/mu

function entriesOf(dump) {
  const entries = []
  let methodInForce
  for (const piece of dump.replace(end, '').split(/(?=^--\n-- Name: )/mu)) {
    const { name = '', type = '', schema = '-', owner = '' } = header.exec(piece)?.groups ?? {}
    const text = `${withoutOwner(piece)}${hasMethod(type, piece) ? `\nUSING ${methodInForce}` : ''}`
    entries.push(...apart({ name, type, schema, owner, text }))
    methodInForce = method.exec(piece)?.[1] ?? methodInForce
  }
  return entries
}

// The owner in a header is that of a table, say, also above its indexes. Settings of the session stand above the first
// entry that they are for; of the two, the tablespace is in the header as well.
function withoutOwner(piece) {
  return piece
    .replace(header, (found) => found.replace(/; Owner: .*$/u, ''))
    .replaceAll(/^SET default_\w+ = .*\n?/gmu, '')
    .trimEnd()
}

function hasMethod(type, piece) {
  return type === 'MATERIALIZED VIEW' || (type === 'TABLE' && !/^PARTITION BY /mu.test(piece))
}

// What is printed inside the entry of another thing, though it is one of its own.
const statements = [
  { type: 'SECURITY LABEL', pattern: /^SECURITY LABEL FOR \S+ ON (?<name>.*?) IS '.*\n*/gmu },
  { type: 'REPLICA IDENTITY', pattern: /^ALTER TABLE ONLY (?<name>\S+) REPLICA IDENTITY .*\n*/gmu },
]

function apart(entry) {
  const { schema, text } = entry
  const inside = statements.flatMap(({ type, pattern }) =>
    [...text.matchAll(pattern)].map(([statement, name]) => ({
      ...entry,
      type,
      name: name.replace(`${schema}.`, ''),
      text: statement.trimEnd(),
    })),
  )
  const rest = statements.reduce((shorter, { pattern }) => shorter.replaceAll(pattern, ''), text).trimEnd()
  return rest.endsWith('\n--') && inside.length > 0 ? inside : [{ ...entry, text: rest }, ...inside]
}
