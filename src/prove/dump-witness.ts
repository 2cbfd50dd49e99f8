// Does pg_dump print the same of both, after one dump and restore each? Its text is taken as it is, but for what
// has no meaning in a database: the order of the entries of a dump (pg_dump breaks ties by oid), and of the
// GRANTs of one object (an ACL is a set). Everything inside any other entry counts, to the letter.
import { dumpSchema } from '../server/pg-dump.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { lineDifferences } from './line-differences.ts'
import { withConnection } from './subjects.ts'
import type { Court, Subject, Witness } from './witness.ts'

/** Compares what `pg_dump --schema-only` prints. */
export function dumpWitness(court: Court): Witness {
  return {
    name: 'pg_dump',
    compare: async (left, right) => {
      if (court.schemas)
        return { verdict: 'unavailable', detail: 'it looks at whole databases, and only some schemas were folded' }
      const [first, second] = await Promise.all([entriesOf(left, court), entriesOf(right, court)])
      if (first.toSorted().join('\n') === second.toSorted().join('\n')) return { verdict: 'agree' }
      return { verdict: 'disagree', detail: withoutSecrets(entryDifferences(first, second), court.secrets) }
    },
  }
}

async function entriesOf(subject: Subject, { owners = true }: Court): Promise<readonly string[]> {
  const { address } = await subject.restored()
  const { text } = await withConnection(address, (db) => dumpSchema(db, { owners, privileges: owners }))
  return splitDump(text)
}

// pg_dump prints the options of user mappings as constants.
function withoutSecrets(text: string, secrets: ReadonlySet<string>): string {
  return [...secrets].reduce((shown, secret) => shown.replaceAll(quoteLiteral(secret), "'(secret)'"), text)
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

/** The lines that differ, under the header of their entry. */
function entryDifferences(left: readonly string[], right: readonly string[]): string {
  const inRight = new Set(right)
  const inLeft = new Set(left)
  const lines = (entries: readonly string[], others: ReadonlySet<string>): string[] =>
    entries
      .filter((entry) => !others.has(entry))
      .flatMap((entry) => entry.split('\n').filter((line) => line !== '--' && line !== ''))
  const told = lineDifferences(lines(left, inRight), lines(right, inLeft))
  return told ?? 'the same lines stand in another order'
}
