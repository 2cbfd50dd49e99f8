// A database against its own dump and restore: equal, but for what pg_dump itself does not carry.
import { readCatalog } from '../../src/catalog/read-catalog.ts'
import type { Difference } from '../../src/model/difference.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { RereadSide } from '../../src/prove/reread.ts'
import type { Database, ScratchServer } from '../../src/server/database.ts'
import { dumpSchema, restoreSchemaDump } from '../../src/server/pg-dump.ts'
import type { SchemaDump } from '../../src/server/pg-dump.ts'
import { withDatabase } from './with-database.ts'

/** What differs and is not to be expected, and what was found, after one dump and restore on the same server. */
export async function afterDumpAndRestore(
  db: Database,
  server: ScratchServer,
): Promise<{ readonly differences: readonly Difference[]; readonly findings: readonly Finding[] }> {
  const [side, dump] = [await sideOf(db), await dumpSchema(db, { owners: true, privileges: true })]
  return afterRestore(side, dump, server)
}

/** The same of a database that was read and dumped already. */
export async function afterRestore(
  side: RereadSide,
  dump: SchemaDump,
  server: ScratchServer,
): ReturnType<typeof afterDumpAndRestore> {
  return withDatabase(server, '', async (restored) => {
    await restoreSchemaDump(restored, dump)
    const right = await sideOf(restored)
    // What was restored is what another dump and restore of the first would give.
    const left = { ...side, keepReread: () => Promise.resolve(right.snapshot) }
    const { found, findings } = await compareSettled(left, right, () => Promise.resolve(server))
    const constructors = constructorsOf(side.snapshot)
    const differences = found.map(({ difference }) => difference)
    return { differences: differences.filter((one) => !lostByDump.some(({ is }) => is(one, constructors))), findings }
  })
}

/** A database as one side of a comparison. */
export async function sideOf(db: Database): Promise<RereadSide> {
  return { label: db.serverLabel, snapshot: await readCatalog(db), dumpable: () => Promise.resolve(db) }
}

/** The names of the functions that come with the range types. */
function constructorsOf({ objects }: Snapshot): string[] {
  const ranges = objects.filter(({ kind }) => kind === 'range')
  return ranges.flatMap(({ id, attributes }) => [id, String(attributes['multirange'])])
}

/** What a schema-only dump loses or changes by itself: true differences, each with its reason. */
const lostByDump: readonly {
  readonly is: (difference: Difference, constructors: readonly string[]) => boolean
  readonly why: string
}[] = [
  { is: changes('materialized-view', 'populated'), why: 'a dump without rows fills no materialized view' },
  { is: changes('extension', 'version'), why: 'CREATE EXTENSION is printed without the version' },
  {
    is: ({ id, kind }) => kind === 'comment' && id.startsWith('extension '),
    why: "the extension's script sets its own",
  },
  {
    is: ({ id }) => id === 'constraint app.p1.ct',
    why: 'a comment on a constraint that a partition inherits is not printed',
  },
  {
    is: ({ id }) => ['trigger public.part.tg', 'trigger public.subpart.tg', 'type public."Many"'].includes(id),
    why: "a comment on a partition's copy of a trigger or on a multirange type is not printed",
  },
  {
    is: (difference) => changes('index', 'valid')(difference) && difference.left === true,
    why: 'the indexes of partitions are attached one by one, and for a foreign partition there is none to come',
  },
  {
    is: (difference) => changes('column', 'compression')(difference) && (difference.left ?? null) === null,
    why: 'a child that lacks the compression of its parent is printed without one and inherits it',
  },
  {
    is: (difference) => changes('column', 'storage')(difference) && difference.left === 'EXTENDED',
    why: "the same of a storage: that of the type is not printed, and the parent's is inherited",
  },
  { is: changes('constraint', 'triggers'), why: 'a disabled trigger behind a constraint is not printed' },
  { is: ({ id, kind }) => kind === 'trigger' && id.includes('"RI_FKey_'), why: 'the same, as an object' },
  {
    is: (difference) => changes('column', 'notNull')(difference) && Boolean(difference.left && difference.right),
    why: 'a NOT NULL that is inherited and named is printed with the child, which then owns it as well',
  },
  { is: changes('column', 'notNullName'), why: 'the same: its name' },
  {
    is: changes('constraint', 'validated'),
    why: 'a child made after a NOT VALID check is printed as if it was there before',
  },
  {
    is: changes('aggregate', 'movingFinalModify'),
    why: 'MFINALFUNC_MODIFY is printed only beside MFINALFUNC',
  },
  {
    is: ({ kind, id }, constructors) =>
      ['privilege', 'comment'].includes(kind) && constructors.some((name) => id.startsWith(`function ${name}(`)),
    why: 'a comment or a privilege on a constructor of a range type is not printed',
  },
  {
    is: ({ id }) => ['type public.t', 'type public.v'].includes(id),
    why: 'a comment on the row type of a table or view is not printed',
  },
  { is: changes('constraint', 'statistics'), why: "the target of an exclusion's expression is not printed" },
  {
    is: (difference) =>
      ['public.b.i', `public."Cop'y".i`].includes(difference.id) && changes('column', 'identity')(difference),
    why: 'the sequence of an identity column is printed without its type, and gets that of the column',
  },
  { is: ({ kind }) => kind === 'large-object', why: 'large objects are data, which a schema-only dump leaves out' },
  { is: ({ kind }) => kind === 'database-setting', why: 'settings of the database are printed with --create alone' },
  {
    is: ({ id, kind }) => kind === 'operator-family' && /^(?:pg_catalog\.|public\.citext_ops )/u.test(id),
    why: "what was added to an operator family of the server's own or of an extension is not printed",
  },
  {
    is: ({ id, kind }) => ['rule', 'trigger'].includes(kind) && id.startsWith('public.pg_stat_statements.'),
    why: 'what somebody added to a relation of an extension is not printed',
  },
  { is: changes('table', 'columnOrder'), why: 'the columns of a child come after those it inherits' },
  { is: changes('foreign-table', 'columnOrder'), why: 'the same' },
  {
    is: ({ change, kind, id }) => change === 'extra' && kind === 'schema' && id === 'public',
    why: 'that the schema public was dropped is not printed',
  },
  {
    is: (difference) =>
      changes('privilege', 'revoked')(difference) &&
      difference.id === 'schema public' &&
      JSON.stringify([difference.left, difference.right]).includes('"ALL"'),
    why: "of a 14, the privileges of the schema public are printed as they differ from a 15's, which grants PUBLIC no CREATE",
  },
]

function changes(kind: string, attribute: string): (difference: Difference) => boolean {
  return (difference) => difference.kind === kind && difference.attribute === attribute
}
