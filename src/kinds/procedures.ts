// Procedures: routines that CALL runs. Their OUT arguments are part of how they are spelled.
import {
  codeIdentity,
  codeRoutineExpressions,
  codeRoutineQuery,
  describeCodeRoutine,
  procColumnsIgnored,
} from './code-routine.ts'
import type { CodeRoutineRow } from './code-routine.ts'
import { alterCode, createCode, dropCode } from './code-text.ts'
import { anyOutsideCatalog } from '../sql/filters.ts'
import { defineKind } from './kind.ts'

// Manual: CREATE PROCEDURE; catalog pg_proc (prokind p).
const query = codeRoutineQuery(`p.prokind = 'p'`)

export const procedures = defineKind<CodeRoutineRow>({
  name: 'procedure',
  heading: 'Procedures',
  rank: 72,
  addressedBy: 'pg_proc',
  isInSchema: true,
  catalogs: ['pg_proc'],
  columnsIgnored: procColumnsIgnored,
  query: () => query,
  emptyUnless: anyOutsideCatalog('pg_proc', 'pronamespace', `prokind = 'p'`),
  identify: codeIdentity,
  describe: describeCodeRoutine,
  expressions: codeRoutineExpressions,
  minor: { owner: 'owners' },
  create: createCode,
  drop: dropCode,
  mayBeMadeAnew: true,
  alter: alterCode,
})
