// Disabled triggers behind a foreign key or a deferrable key. Their names hold oids, so that only a block of
// code that looks them up can disable the same ones again; it needs a superuser, as it did before.
// Manual: ALTER TABLE, DISABLE TRIGGER; catalog pg_trigger (tgconstraint).
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import { constraintAttributes } from './constraint-definition.ts'

const verbs: Readonly<Record<string, string>> = { D: 'DISABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' }

// The constraint that a partition's copy comes from, over any number of levels.
const originalOf = `(
    WITH RECURSIVE origin AS (
      SELECT k.oid, k.conparentid FROM pg_catalog.pg_constraint AS k WHERE k.oid = tg.tgconstraint AND k.conparentid <> 0
      UNION ALL
      SELECT k.oid, k.conparentid FROM origin JOIN pg_catalog.pg_constraint AS k ON k.oid = origin.conparentid)
    SELECT oid FROM origin WHERE conparentid = 0)`

/** True where one of them belongs to the copy that a partition has. */
export function hasTriggersOfCopies(object: CatalogObject): boolean {
  return Object.keys(constraintAttributes(object).triggers ?? {}).some((name) => name.includes(' '))
}

/** One block for each trigger whose state is not the usual one. */
export function triggerStatements(object: CatalogObject): string[] {
  const [schema = '', relation = ''] = object.identity.parts
  return Object.entries(constraintAttributes(object).triggers ?? {}).map(([name, state]) => {
    const place = name.lastIndexOf(' ')
    const routine = name.slice(place + 1)
    const table = place === -1 ? '' : `\n    AND tg.tgrelid = ${quoteLiteral(name.slice(0, place))}::regclass`
    return `DO $pgfold$
DECLARE
  statement text;
BEGIN
  SELECT format('ALTER TABLE %s ${verbs[state]} TRIGGER %I', tg.tgrelid::regclass, tg.tgname) INTO STRICT statement
  FROM pg_catalog.pg_trigger AS tg
  JOIN pg_catalog.pg_constraint AS con ON con.oid = ${place === -1 ? 'tg.tgconstraint' : originalOf}
  JOIN pg_catalog.pg_proc AS p ON p.oid = tg.tgfoid
  WHERE con.conrelid = ${quoteLiteral(quotePath(schema, relation))}::regclass
    AND con.conname = ${quoteLiteral(bareName(object))}
    AND p.proname = ${quoteLiteral(routine)}${table};
  EXECUTE statement;
END
$pgfold$`
  })
}
