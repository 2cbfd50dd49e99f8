// Disabled triggers behind a foreign key or a deferrable key. Their names hold oids, so that only a block of
// code that looks them up can disable the same ones again; it needs a superuser, as it did before.
// Manual: ALTER TABLE, DISABLE TRIGGER; catalog pg_trigger (tgconstraint).
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral, quotePath } from '../sql/quote.ts'
import { constraintAttributes } from './constraint-definition.ts'

const verbs: Readonly<Record<string, string>> = { D: 'DISABLE', A: 'ENABLE ALWAYS', R: 'ENABLE REPLICA' }

/** One block for each trigger whose state is not the usual one. */
export function triggerStatements(object: CatalogObject): string[] {
  const [schema = '', relation = ''] = object.identity.parts
  return Object.entries(constraintAttributes(object).triggers ?? {}).map(
    ([routine, state]) => `DO $pgfold$
DECLARE
  statement text;
BEGIN
  SELECT format('ALTER TABLE %s ${verbs[state]} TRIGGER %I', tg.tgrelid::regclass, tg.tgname) INTO STRICT statement
  FROM pg_catalog.pg_trigger AS tg
  JOIN pg_catalog.pg_constraint AS con ON con.oid = tg.tgconstraint
  JOIN pg_catalog.pg_proc AS p ON p.oid = tg.tgfoid
  WHERE con.conrelid = ${quoteLiteral(quotePath(schema, relation))}::regclass
    AND con.conname = ${quoteLiteral(bareName(object))}
    AND p.proname = ${quoteLiteral(routine)};
  EXECUTE statement;
END
$pgfold$`,
  )
}
