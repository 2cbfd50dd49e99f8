import type { Queryable } from '../sql/queryable.ts'

// What the output functions of PostgreSQL's types depend on. row_security is off so that a policy that
// would hide rows is an error instead.
const pinned = [
  `set local search_path = ''`,
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO, YMD'`,
  `set local intervalstyle = 'postgres'`,
  `set local extra_float_digits = 1`,
  `set local bytea_output = 'hex'`,
  `set local xmloption = 'content'`,
  `set local row_security = off`,
]

/**
 * Runs the reads at one moment: REPEATABLE READ READ ONLY, with the settings pinned that values print by; within the
 * caller's transaction where one is open.
 */
export async function inReadTransaction<Result>(
  db: Queryable,
  read: () => Promise<Result>,
  isOpen = false,
): Promise<Result> {
  await db.queries([isOpen ? 'savepoint pgfold_rows' : 'begin isolation level repeatable read read only', ...pinned])
  try {
    return await read()
  } finally {
    await db.queries(isOpen ? ['rollback to savepoint pgfold_rows', 'release savepoint pgfold_rows'] : ['rollback'])
  }
}
