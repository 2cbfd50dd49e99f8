// The corpus cases that the bench of round trips takes on one version: all that it accepts. In the short form each
// case is for one version, so that the versions together take every case.
import { corpusCases } from './corpus.ts'
import type { CorpusCase } from './corpus.ts'
import { majorOf } from './servers.ts'

const majors = [14, 15, 16, 17, 18]

/** The cases for one server; with PGFOLD_ROUND_TRIP_SHORT its share of them. */
export function roundTripCases(spec: string): CorpusCase[] {
  const major = majorOf(spec)
  const cases = corpusCases()
  if (!process.env['PGFOLD_ROUND_TRIP_SHORT']) return cases.filter(({ requires }) => requires <= major)
  return cases.filter(({ requires }, index) => {
    const accepting = majors.filter((each) => each >= requires)
    return accepting[index % accepting.length] === major
  })
}
