// Functions, window functions included. Those that a type needs and that take or return the type themselves (the input
// function of a base type, the canonical function of a range type) are members of the type and go away with it.
import { keyFor } from '../model/object.ts'
import type { CatalogObject, ObjectKey } from '../model/object.ts'
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
import type { RenderView } from './kind.ts'

// Manual: CREATE FUNCTION; catalog pg_proc (prokind f and w).
const query = codeRoutineQuery(`p.prokind in ('f', 'w')`)

export const functions = defineKind<CodeRoutineRow>({
  name: 'function',
  heading: 'Functions',
  rank: 70,
  addressedBy: 'pg_proc',
  isInSchema: true,
  catalogs: ['pg_proc'],
  columnsIgnored: procColumnsIgnored,
  query: () => query,
  identify: (row) => ({
    ...codeIdentity(row),
    ...(row.part_of === null ? {} : { parent: keyFor(...row.part_of) }),
  }),
  describe: describeCodeRoutine,
  expressions: codeRoutineExpressions,
  minor: { owner: 'owners' },
  // The type's own statements declare its name, create this function and then the type.
  waitsFor: (object, view) => typeToMake(object, view),
  create: (object, view) => (typeToMake(object, view).length === 0 ? createCode(object, view) : ownCode(object, view)),
  drop: dropCode,
  mayBeMadeAnew: true,
  alter: alterCode,
})

// A type that is there already may be given a further function by ALTER TYPE … SET.
function typeToMake({ identity: { parent } }: CatalogObject, view: RenderView): ObjectKey[] {
  return parent === undefined || view.isThere(parent) ? [] : [parent]
}
