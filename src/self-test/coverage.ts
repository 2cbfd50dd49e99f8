// Whether the changes leave anything out: each attribute of each kind that the test database holds must be changed by
// one of them or be named as one that PostgreSQL gives no way to change, and each kind must come or go once.
import type { CatalogObject } from '../model/object.ts'
import { applies } from './applies.ts'
import type { Expected, KindMutations } from './mutation.ts'

/** What is changed of one kind. */
export interface KindCoverage {
  readonly changed: number
  readonly unchangeable: number
  readonly of: number
  /** What is left out, in words: `attribute tags is changed by nothing`. */
  readonly gaps: readonly string[]
}

/**
 * The coverage of one kind on a server of this major version. `objects` are those of the test database, `all` the
 * mutations of every kind, since one may change attributes of another.
 */
export function coverageOf(
  kind: string,
  objects: readonly CatalogObject[],
  { all, major }: { readonly all: readonly KindMutations[]; readonly major: number },
): KindCoverage {
  const files = all.filter((mutations) => mutations.kind === kind)
  if (files.length > 0 && files.every((file) => !applies(file, major))) return ofNoKind
  const own = objects.filter((object) => object.kind === kind)
  const described = [...new Set(own.flatMap(({ attributes }) => Object.keys(attributes)))].toSorted()
  const expected = expectedOf(kind, all, major)
  const changed = new Set(expected.flatMap(({ attribute }) => attribute ?? []))
  const excused = excusedOf(kind, all, major)
  const comesOrGoes = expected.some(({ change }) => change !== 'changed')
  return {
    changed: described.filter((attribute) => changed.has(attribute)).length,
    unchangeable: described.filter((attribute) => excused.has(attribute)).length,
    of: described.length,
    gaps: [
      ...(own.length === 0 ? ['the test database holds none of it'] : []),
      ...(comesOrGoes ? [] : ['no change makes one come or go']),
      ...described
        .filter((attribute) => !changed.has(attribute) && !excused.has(attribute))
        .map((attribute) => `attribute ${attribute} is changed by nothing`),
      ...files
        .flatMap(({ mutations }) => mutations.filter(({ expected }) => expected.length === 0))
        .map(({ name }) => `change ${name} expects no difference`),
      ...[...excused]
        .filter((attribute) => changed.has(attribute))
        .map((attribute) => `attribute ${attribute} is called unchangeable, but a change changes it`),
    ],
  }
}

/** The version has no such kind. */
const ofNoKind: KindCoverage = { changed: 0, unchangeable: 0, of: 0, gaps: [] }

function expectedOf(kind: string, all: readonly KindMutations[], major: number): Expected[] {
  return all
    .flatMap(({ mutations }) => mutations.filter((mutation) => applies(mutation, major)))
    .flatMap(({ expected }) => expected)
    .filter((expected) => expected.kind === kind)
}

function excusedOf(kind: string, all: readonly KindMutations[], major: number): Set<string> {
  const named = all.filter((mutations) => mutations.kind === kind).flatMap(({ unchangeable }) => unchangeable ?? [])
  return new Set(named.filter((one) => applies(one, major)).map(({ attribute }) => attribute))
}
