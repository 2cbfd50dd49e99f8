// Types whose functions take or return the type itself: the input and output functions of a base type, the canonical
// function of a range type. Each needs the other, so the name is declared first (a shell type), then the functions,
// then the type; they are members of the type, whose statements create and drop them. No DROP takes a type and
// functions at once and neither can go before the other, so that CASCADE is the only way PostgreSQL has: a check stands
// before it which stops where anything else would go along.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteLiteral } from '../sql/quote.ts'
import { codeText, dollarQuote } from './code-text.ts'
import type { RenderView } from './kind.ts'
import { routineSpelling } from './routine.ts'

/** The statements before CREATE TYPE: the name of the type and the functions that need it; none without such functions. */
export function declareType(type: CatalogObject, view: RenderView): string[] {
  const functions = functionsOf(type, view)
  return functions.length === 0
    ? []
    : [`CREATE TYPE ${type.id}`, ...functions.map((member) => codeText(member, 'CREATE'))]
}

/** DROP TYPE, with the functions that are members of the type. */
export function dropType(type: CatalogObject, view: RenderView): string[] {
  const functions = functionsOf(type, view)
  return functions.length === 0
    ? [`DROP TYPE ${type.id}`]
    : [refusalOfOthers(type, functions), `DROP TYPE ${type.id} CASCADE`]
}

function functionsOf(type: CatalogObject, view: RenderView): readonly CatalogObject[] {
  return view.members(keyOf(type), 'function')
}

// What DROP TYPE without CASCADE would refuse, but for the functions: `going` is what the server drops along in any
// case (array types, constructors), and whatever needs one of that by a dependency of type n is another's.
function refusalOfOthers(type: CatalogObject, functions: readonly CatalogObject[]): string {
  const members = functions.map((member) => `${quoteLiteral(signatureOf(member))}::regprocedure`)
  const body = `
DECLARE
  others text;
BEGIN
  WITH RECURSIVE going (catalog, object) AS (
    VALUES ('pg_catalog.pg_type'::regclass::oid, ${quoteLiteral(type.id)}::regtype::oid)
    UNION
    SELECT d.classid, d.objid
    FROM pg_catalog.pg_depend AS d
    JOIN going ON going.catalog = d.refclassid AND going.object = d.refobjid
    WHERE d.deptype IN ('a', 'i')
      OR d.classid = 'pg_catalog.pg_proc'::regclass AND d.objid IN (
        ${members.join(',\n        ')})
  )
  SELECT pg_catalog.string_agg(DISTINCT pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', ') INTO others
  FROM pg_catalog.pg_depend AS d
  JOIN going ON going.catalog = d.refclassid AND going.object = d.refobjid
  WHERE d.deptype = 'n' AND (d.classid, d.objid) NOT IN (SELECT catalog, object FROM going);
  IF others IS NOT NULL THEN
    RAISE EXCEPTION USING
      ERRCODE = 'dependent_objects_still_exist',
      MESSAGE = ${quoteLiteral(`cannot drop type ${type.id} because other objects depend on it`)},
      DETAIL = others;
  END IF;
END
`
  return `DO ${dollarQuote(body)}`
}

function signatureOf(member: CatalogObject): string {
  return routineSpelling(member).slice(member.kind.length + 1)
}
