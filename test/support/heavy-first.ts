// The order in which vitest starts the test files. Without a record of earlier runs it goes by their size, so that the
// corpus, a small file with the most work, would come last and keep one core busy while the other is idle.
import { BaseSequencer } from 'vitest/node'
import type { TestSpecification } from 'vitest/node'

/** The files that take longest, longest first. */
const heavy = [
  'corpus',
  'cli/bad-input',
  'prove/pairs',
  'commands/prelude',
  'systems/practice',
  'commands/rehearse',
  'commands/principal',
  'commands/tracking-table',
  'commands/consolidate-from',
]

/** The heavy files first, all others as vitest has them. The one class that is no error: vitest asks for it. */
export class HeavyFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const found = heavy.findIndex((name) => moduleId.endsWith(`/test/${name}.test.ts`))
      return found < 0 ? heavy.length : found
    }
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b))
  }
}
