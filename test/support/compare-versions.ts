// One schema on two servers of different versions, compared as compare-schemas does it: expressions are read again
// side by side on the newer of the two.
import { scriptOf } from '../../src/history/migration.ts'
import type { History } from '../../src/history/migration.ts'
import { compareSettled } from '../../src/prove/reread.ts'
import type { SettledComparison } from '../../src/prove/reread.ts'
import type { ScratchServer } from '../../src/server/database.ts'
import { replay } from '../../src/server/replay.ts'
import { sideOf } from './dump-and-restore.ts'
import { withDatabase } from './with-database.ts'

/** What a newer server holds otherwise than an older one after the same SQL. */
export function compareOnBoth(
  { older, newer }: { readonly older: ScratchServer; readonly newer: ScratchServer },
  onOlder: string,
  onNewer: string,
): Promise<SettledComparison> {
  return withDatabase(older, '', (left) =>
    withDatabase(newer, '', async (right) => {
      await Promise.all([replay(left, historyOf(onOlder)), replay(right, historyOf(onNewer))])
      return compareSettled(await sideOf(left), await sideOf(right), () => Promise.resolve(newer))
    }),
  )
}

function historyOf(sql: string): Pick<History, 'migrations'> {
  const up = scriptOf('schema.sql', sql)
  return { migrations: [{ id: '1', name: '', up, transaction: 'script', files: [] }] }
}
