// What a person should know of a database besides its comparison, as the kinds say it: data that no script carries,
// modules that a server must have loaded. Asked for on every reading, also where no row of the kind is read.
import type { Kind } from '../kinds/kind.ts'
import { kinds } from '../kinds/registry.ts'
import type { Finding } from '../model/finding.ts'
import { quoteLiteral } from '../sql/quote.ts'

export interface KindFindingRow {
  readonly kind: string
  /** The place of the finding among those of its kind. */
  readonly place: number
  readonly subject: string
}

const asking: readonly Kind[] = kinds.filter((kind) => (kind.findings ?? []).length > 0)

/** One SELECT for all kinds. */
export function kindFindingsQuery(serverVersion: number): string {
  const parts = asking.flatMap(({ name, findings = [] }) =>
    findings.map(
      (finding, place) => `
  select ${quoteLiteral(name)} as kind, ${place} as place, q.subject
  from (${finding.query(serverVersion)}) as q`,
    ),
  )
  return `${parts.join('\n  union all')}\n  order by 1, 2, 3`
}

/** The findings in the order of the kinds. */
export function kindFindings(rows: readonly KindFindingRow[]): Finding[] {
  return rows.flatMap(({ kind, place, subject }) => {
    const findings = asking.find(({ name }) => name === kind)?.findings ?? []
    return findings[place]?.finding(subject) ?? []
  })
}
