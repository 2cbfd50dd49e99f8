// The one contract of the witnesses: independent observers that look at two databases and say whether they see
// the same. One that cannot look says so; silence is never agreement.
import type { LeftOut } from '../catalog/row-hashes.ts'
import type { RowFilter } from '../catalog/row-tables.ts'
import type { Snapshot } from '../model/snapshot.ts'
import type { Asked } from '../render/left-out.ts'
import type { Address, Database, ScratchDatabase, ScratchServer } from '../server/database.ts'
import type { SchemaDump } from '../server/pg-dump.ts'

export interface Observation {
  readonly verdict: 'agree' | 'disagree' | 'unavailable'
  /** What was seen, in lines; absent where the two agree. */
  readonly detail?: string
}

export interface Witness {
  /** `catalog`, `rows`, `pg_dump`, `pg-structure`. */
  readonly name: string
  /** What it throws is taken as *unavailable*, with the message. */
  compare(left: Subject, right: Subject): Promise<Observation>
}

/** A database on the stand. What is costly is made once, when the first witness asks. */
export interface Subject {
  /** `the replayed history`. */
  readonly label: string
  readonly address: Address
  /** True for a scratch database in which everything counts: a witness may look at it as it is. */
  readonly isOurs: boolean
  snapshot(): Promise<Snapshot>
  /** Its schema as pg_dump prints it. */
  dump(): Promise<SchemaDump>
  /** Its schema after one dump and restore, where every expression prints as it will print ever after. */
  restored(): Promise<ScratchDatabase>
}

/** What the witnesses share. */
export interface Court {
  readonly scratch: ScratchServer
  /** Puts one question to a database, behind those that were put to it before. */
  ask<Result>(address: Address, question: (db: Database) => Promise<Result>): Promise<Result>
  readonly includes: RowFilter
  readonly leftOut: LeftOut
  /** Values that no detail may show. */
  readonly secrets: Set<string>
  /** False where owners and privileges do not count in what pg_dump prints; the catalog witness always looks at both. */
  readonly owners?: boolean
  /** Kinds that `up.sql` carries only where it is asked for them. */
  readonly asked?: Asked
  /** Set where only these schemas were folded. */
  readonly schemas?: readonly string[]
}
