// Functions, window functions included. The canonical function of a range type goes away with the type.
import { keyFor } from '../model/object.ts'
import {
  codeIdentity,
  codeRoutineExpressions,
  codeRoutineQuery,
  describeCodeRoutine,
  procColumnsIgnored,
} from './code-routine.ts'
import type { CodeRoutineRow } from './code-routine.ts'
import { alterCode, createCode, dropCode, ownCode } from './code-text.ts'
import { defineKind } from './kind.ts'

// Manual: CREATE FUNCTION; catalog pg_proc (prokind f and w).
const query = codeRoutineQuery(`p.prokind in ('f', 'w')`)

export const functions = defineKind<CodeRoutineRow>({
  name: 'function',
  heading: 'Functions',
  rank: 70,
  addressedBy: 'pg_proc',
  catalogs: ['pg_proc'],
  columnsIgnored: procColumnsIgnored,
  query: () => query,
  identify: (row) => ({
    ...codeIdentity(row),
    ...(row.canonical_of === null ? {} : { parent: keyFor('range', ...row.canonical_of) }),
  }),
  describe: describeCodeRoutine,
  expressions: codeRoutineExpressions,
  minor: { owner: 'owners' },
  // The type's own statements declare its name, create this function and then the type.
  waitsFor: (object) => (object.identity.parent === undefined ? [] : [object.identity.parent]),
  create: (object, view) => (object.identity.parent === undefined ? createCode(object, view) : ownCode(object, view)),
  drop: dropCode,
  mayBeMadeAnew: true,
  alter: alterCode,
})
