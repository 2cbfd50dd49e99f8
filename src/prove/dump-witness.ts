// Does pg_dump print the same of both, if not at once, then after one dump and restore each? Two equal texts restore to
// equal databases, so the second question needs no answer then. The text is taken as it is, but for what has no meaning in
// a database: the order of the entries of a dump (pg_dump breaks ties by oid), and of the GRANTs of one object (an ACL
// is a set). Everything inside any other entry counts, to the letter.
import type { SchemaDump } from '../server/pg-dump.ts'
import { lineDifferences } from './line-differences.ts'
import { withoutSecrets } from './shown-detail.ts'
import { dumpOf } from './subjects.ts'
import type { Court, Subject, Witness } from './witness.ts'

/** Compares what `pg_dump --schema-only` prints. */
export function dumpWitness(court: Court): Witness {
  return {
    name: 'pg_dump',
    compare: async (left, right) => {
      if (court.schemas)
        return { verdict: 'unavailable', detail: 'it looks at whole databases, and only some schemas were folded' }
      if (left.isOurs && right.isOurs && areEqual(await entriesOfBoth(left.dump(), right.dump())))
        return { verdict: 'agree' }
      const entries = await entriesOfBoth(dumpOfRestored(left, court), dumpOfRestored(right, court))
      if (areEqual(entries)) return { verdict: 'agree' }
      return { verdict: 'disagree', detail: entryDifferences(entries, court.secrets) }
    },
  }
}

async function dumpOfRestored(subject: Subject, court: Court): Promise<SchemaDump> {
  const { address } = await subject.restored()
  return dumpOf(address, court)
}

type Entries = Record<'left' | 'right', readonly string[]>

async function entriesOfBoth(...dumps: readonly [Promise<SchemaDump>, Promise<SchemaDump>]): Promise<Entries> {
  const [left, right] = await Promise.all(dumps)
  return { left: splitDump(left.text), right: splitDump(right.text) }
}

function areEqual({ left, right }: Entries): boolean {
  return left.toSorted().join('\n') === right.toSorted().join('\n')
}

/** The entries of a dump, each with its header, and the lines of an ACL in alphabetical order. */
function splitDump(dump: string): readonly string[] {
  return dump.split(/(?=^--\n-- Name: )/mu).map((entry) => {
    const trimmed = entry.trimEnd()
    const header = /^--\n-- Name: .*; Type: (?:DEFAULT )?ACL; Schema: .*\n--\n\n/u.exec(trimmed)?.[0]
    if (header === undefined) return trimmed
    return header + trimmed.slice(header.length).split('\n').toSorted().join('\n')
  })
}

/** The lines that differ, under the header of their entry; a secret is hidden first, since it may go over several. */
function entryDifferences({ left, right }: Entries, secrets: ReadonlySet<string>): string {
  const inRight = new Set(right)
  const inLeft = new Set(left)
  const [leftEntries, rightEntries] = [
    left.filter((entry) => !inRight.has(entry)),
    right.filter((entry) => !inLeft.has(entry)),
  ]
  const shown = (entries: readonly string[]): string[] =>
    linesOf(entries.map((entry) => withoutSecrets(entry, secrets)))
  const told = lineDifferences(shown(leftEntries), shown(rightEntries))
  if (told !== undefined) return told
  return lineDifferences(linesOf(leftEntries), linesOf(rightEntries)) === undefined
    ? 'the same lines stand in another order'
    : ['only secrets differ, in', ...headersOf(shown(leftEntries))].join('\n')
}

function linesOf(entries: readonly string[]): string[] {
  return entries.flatMap((entry) => entry.split('\n').filter((line) => line !== '--' && line !== ''))
}

function headersOf(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith('-- Name: '))
}
