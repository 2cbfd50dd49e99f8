// The operators and support functions of operator classes and families: rows of pg_amop and pg_amproc. Each is tied
// by pg_depend to one class, with which it goes, or is loose in its family; which of the two, the access method decides
// when it is added, and it does so in the same way when it is added again.
import type { Attributes } from '../model/value.ts'

/** An operator of a class or family, with the sort family of an ordering operator. A type, so that it is a `Value`. */
type MemberOperator = {
  readonly strategy: number
  readonly types: readonly [left: string, right: string]
  /** With its schema, where needed, and the types of its arguments. */
  readonly operator: string
  readonly orderBy: string | null
}

/** A support function of a class or family. */
type MemberFunction = {
  readonly number: number
  readonly types: readonly [left: string, right: string]
  readonly function: string
}

/** What the queries of classes and families return. */
export interface MemberRow {
  readonly operators: readonly MemberOperator[]
  readonly functions: readonly MemberFunction[]
}

function isTiedTo(catalog: string, member: string, classOid: string): string {
  return `exists (
        select from pg_catalog.pg_depend as tie
        where tie.classid = 'pg_catalog.${catalog}'::regclass and tie.objid = ${member}
          and tie.refclassid = 'pg_catalog.pg_opclass'::regclass and tie.refobjid = ${classOid})`
}

function isLoose(catalog: string, member: string): string {
  return `not exists (
        select from pg_catalog.pg_depend as tie
        where tie.classid = 'pg_catalog.${catalog}'::regclass and tie.objid = ${member}
          and tie.refclassid = 'pg_catalog.pg_opclass'::regclass)`
}

/** The columns `operators` and `functions` of an operator class; the columns are those of its oid and its family's. */
export function membersOfClass(classOid: string, familyOid: string): string {
  return members({
    operators: `mo.amopfamily = ${familyOid} and ${isTiedTo('pg_amop', 'mo.oid', classOid)}`,
    functions: `mf.amprocfamily = ${familyOid} and ${isTiedTo('pg_amproc', 'mf.oid', classOid)}`,
  })
}

/** The same of what is loose in an operator family, where further conditions on `mo` and `mf` hold. */
export function looseMembers(
  familyOid: string,
  also: { readonly operators: string; readonly functions: string },
): string {
  return members({
    operators: `mo.amopfamily = ${familyOid} and mo.oid >= 16384 and ${also.operators} and ${isLoose('pg_amop', 'mo.oid')}`,
    functions: `mf.amprocfamily = ${familyOid} and mf.oid >= 16384 and ${also.functions} and ${isLoose('pg_amproc', 'mf.oid')}`,
  })
}

// The types of an operator's entry are those of the operator.
function members(conditions: { readonly operators: string; readonly functions: string }): string {
  return `
    (
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'strategy', mo.amopstrategy,
        'types', pg_catalog.json_build_array(
          pg_catalog.format_type(mo.amoplefttype, null), pg_catalog.format_type(mo.amoprighttype, null)),
        'operator', mo.amopopr::regoperator::text,
        'orderBy', (
          select pg_catalog.format('%I.%I', sn.nspname, sf.opfname)
          from pg_catalog.pg_opfamily as sf
          join pg_catalog.pg_namespace as sn on sn.oid = sf.opfnamespace
          where sf.oid = mo.amopsortfamily)
      ) order by mo.amopstrategy, mo.amopopr::regoperator::text collate "C"), '[]')
      from pg_catalog.pg_amop as mo
      where ${conditions.operators}
    ) as operators,
    (
      select coalesce(pg_catalog.json_agg(pg_catalog.json_build_object(
        'number', mf.amprocnum,
        'types', pg_catalog.json_build_array(
          pg_catalog.format_type(mf.amproclefttype, null), pg_catalog.format_type(mf.amprocrighttype, null)),
        'function', mf.amproc::regprocedure::text
      ) order by mf.amprocnum, mf.amproclefttype::regtype::text collate "C", mf.amprocrighttype::regtype::text collate "C"), '[]')
      from pg_catalog.pg_amproc as mf
      where ${conditions.functions}
    ) as functions`
}

/** The ledger's reasons for the columns of pg_amop and pg_amproc that need not be read. */
export const memberColumnsIgnored: Readonly<Record<string, string>> = {
  'pg_amop.amopmethod': 'the access method of the family',
  'pg_amop.amoppurpose': 'an operator with a sort family is for ordering, every other for search',
}

/** The attributes of the members. */
export function describeMembers({ operators, functions }: MemberRow): Attributes {
  return { operators, functions }
}

/** What CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD take for each member. */
export function memberTexts({ operators, functions }: MemberRow): string[] {
  return [
    ...operators.map(
      ({ strategy, operator, orderBy }) =>
        `OPERATOR ${strategy} ${operator}${orderBy === null ? '' : ` FOR ORDER BY ${orderBy}`}`,
    ),
    ...functions.map(({ number, types, function: called }) => `FUNCTION ${number} (${types.join(', ')}) ${called}`),
  ]
}

/** What ALTER OPERATOR FAMILY … DROP takes for each member. */
export function memberNames({ operators, functions }: MemberRow): string[] {
  return [
    ...operators.map(({ strategy, types }) => `OPERATOR ${strategy} (${types.join(', ')})`),
    ...functions.map(({ number, types }) => `FUNCTION ${number} (${types.join(', ')})`),
  ]
}
