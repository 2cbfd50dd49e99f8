// What the layouts of migrations in code say of a history.
import type { History } from '../../src/history/migration.ts'
import { layoutNamed } from '../../src/layouts/choose-layout.ts'

/** What the runner records of each migration. */
export function recordedBy({ layout, migrations }: History): (string | undefined)[] {
  const records = layoutNamed(layout).records?.[0]
  return migrations.map(({ id, name, files }) => records?.recordedAs({ id, name, path: files[0] ?? '' }))
}
