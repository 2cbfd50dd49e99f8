import type { Finding } from './finding.ts'
import type { CatalogObject } from './object.ts'

/** Differences that a person may call harmless; each can be left out with `--ignore`. */
export const minorClasses = [
  'column-order',
  'constraint-names',
  'index-names',
  'comments',
  'owners',
  'statistics',
  'storage',
] as const
export type MinorClass = (typeof minorClasses)[number]

/** What the comparison and the report have to know of a kind; it travels with the snapshot. */
export interface KindTraits {
  /** `Tables`: the section of the report. */
  readonly heading: string
  /** Sections are shown in this order; objects are created in it where dependencies leave a choice. */
  readonly rank: number
  /** Attributes that hold text deparsed from an expression tree: re-read where they differ. */
  readonly expressions: readonly string[]
  /** Attributes that are lists of names whose relative order alone counts (the columns of a table). */
  readonly orders: readonly string[]
  /** Attributes whose difference is minor, with its class. */
  readonly minor: Readonly<Record<string, MinorClass>>
  /**
   * Attributes of which an older server than this version (`server_version_num`) knows no more than yes or no, if
   * anything: a boolean is compared, an object stands for true, all else says nothing.
   */
  readonly knownFrom?: Readonly<Record<string, number>>
  /**
   * Attributes that the server chooses where the identity is not `pinned`: what two major versions choose is no
   * difference.
   */
  readonly chosenByServer?: readonly string[]
  /** Attributes that another one decides, by its name: where that differs, their difference is no further one. */
  readonly impliedBy?: Readonly<Record<string, string>>
  /** Set where every difference of the kind is minor (comments, extended statistics). */
  readonly minorKind?: MinorClass
  /** Attributes that `describe` leaves out where they cannot be read: a side without one says nothing of it. */
  readonly mayLack?: readonly string[]
  /** Set where an attribute `secrets` holds digests: it is never stored, and a side without it says nothing of it. */
  readonly secrets?: true
  /** Set where two objects of one parent that differ only in name are one object, renamed. */
  readonly renames?: MinorClass
}

/** All objects of one database at one moment, as plain data. */
export interface Snapshot {
  readonly format: 1
  /** `server_version_num`, such as 180004. */
  readonly serverVersion: number
  readonly database: string
  /** The role that owns most of the objects; an `owner` of null means this role. */
  readonly principal: string
  readonly kinds: Readonly<Record<string, KindTraits>>
  /** Ordered by kind rank, then id. */
  readonly objects: readonly CatalogObject[]
  /** Objects of catalogs that no kind covers, and what could not be read for want of a privilege. */
  readonly findings: readonly Finding[]
}
