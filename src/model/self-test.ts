/** What became of the changes of one kind. */
export interface KindTrial {
  readonly kind: string
  /** Changes of its attributes: how many were seen exactly as they had to be, in both directions. */
  readonly changes: { readonly seen: number; readonly of: number }
  /** Changes without meaning: how many were rightly passed over. */
  readonly harmless: { readonly quiet: number; readonly of: number }
  /** Its attributes in the test database, and how many of them some change changes. */
  readonly attributes: { readonly changed: number; readonly unchangeable: number; readonly of: number }
  readonly seconds: number
}

/** Something the comparison missed, made up, or could not be asked. */
export interface SelfTestFailure {
  /** `everything` where the database was compared before any change. */
  readonly kind: string
  /** The change by its name, or what was asked of the whole kind. */
  readonly change: string
  readonly problem: 'not-seen' | 'false-alarm' | 'unverified' | 'failed' | 'not-covered'
  readonly sql?: string
  /** One line each: `missing from the answer: changed table st_table.t options`. */
  readonly details: readonly string[]
}

/** The answer of `self-test`; with `--json` it is printed as it is. */
export interface SelfTestResult {
  readonly passed: boolean
  /** `embedded PostgreSQL 18.4`. */
  readonly server: string
  /** Objects of the test database. */
  readonly objects: number
  readonly kinds: readonly KindTrial[]
  readonly failures: readonly SelfTestFailure[]
  readonly seconds: number
}
