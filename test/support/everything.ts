// The schema of the self-test's database with everything, as servers of one version take it: on a newer server the
// same, without what only that one knows.
import { applies } from '../../src/self-test/applies.ts'
import { kindMutations } from '../../src/self-test/registry.ts'

/** Its statements in order, for servers of at least this major version. */
export function everythingFor(major: number): string {
  return kindMutations
    .filter((one) => applies(one, major))
    .flatMap(({ schema, schemaFrom = {} }) => [
      schema,
      ...Object.entries(schemaFrom).flatMap(([from, sql]) => (Number(from) <= major ? [sql] : [])),
    ])
    .join('\n;\n')
}
