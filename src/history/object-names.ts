// What statements name, and the manual's words for the kinds of object that the parser has its own names for.
import { child, isNode, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'

/** `OBJECT_MATVIEW` → `MATERIALIZED VIEW`. */
export function objectWords(type: string): string {
  const name = type.replace(/^OBJECT_/u, '')
  return unlike[name] ?? name.replaceAll('_', ' ')
}

/** Where the parser's name is not the one of the manual. */
const unlike: Readonly<Record<string, string>> = {
  DOMCONSTRAINT: 'CONSTRAINT',
  FDW: 'FOREIGN DATA WRAPPER',
  FOREIGN_SERVER: 'SERVER',
  LARGEOBJECT: 'LARGE OBJECT',
  MATVIEW: 'MATERIALIZED VIEW',
  OPCLASS: 'OPERATOR CLASS',
  OPFAMILY: 'OPERATOR FAMILY',
  PARAMETER_ACL: 'PARAMETER',
  STATISTIC_EXT: 'STATISTICS',
  TABCONSTRAINT: 'CONSTRAINT',
  TSCONFIGURATION: 'TEXT SEARCH CONFIGURATION',
  TSDICTIONARY: 'TEXT SEARCH DICTIONARY',
  TSPARSER: 'TEXT SEARCH PARSER',
  TSTEMPLATE: 'TEXT SEARCH TEMPLATE',
}

/** The name in a field of a statement: a text, a list of names, or a node of any sort that has one; `''` where there is none. */
export function named(node: ParseNode, field: string): string {
  const value = node[field]
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return namesIn(list(node, field)).join('.')
  return isNode(value) ? nameIn(value) : ''
}

/** What a statement of many kinds of object (COMMENT, ALTER … OWNER TO, DROP) is made to, as it names it. */
export function objectNamed(object: string, node: ParseNode): string {
  const parts = list(child(node, 'List'), 'items')
  if (object === 'CAST') return parts.map(nameIn).join(' AS ')
  if (object === 'TRANSFORM') return parts.map(nameIn).join(' LANGUAGE ')
  // The access method comes first.
  if (object === 'OPERATOR CLASS' || object === 'OPERATOR FAMILY') return namesIn(parts.slice(1)).join('.')
  if (object === 'CONSTRAINT' && parts.some((part) => isNode(part['TypeName']))) return parts.map(nameIn).join('.')
  return nameIn(node)
}

/** `app.users.t` of a part of a table, which stands in two fields. */
export function partOf(table: string, part: string): string {
  return [table, part].filter(Boolean).join('.')
}

/**
 * What tells apart what a migration has made itself: tables, views, sequences and types by name, since they share their
 * names; all else by its kind as well.
 */
export function objectKey(object: string, name: string): string {
  if (relations.has(object)) return name
  return `${routines.has(object) ? 'FUNCTION' : object} ${name}`
}

const relations = new Set([
  'TABLE',
  'FOREIGN TABLE',
  'VIEW',
  'MATERIALIZED VIEW',
  'SEQUENCE',
  'INDEX',
  'TYPE',
  'DOMAIN',
])
const routines = new Set(['FUNCTION', 'PROCEDURE', 'ROUTINE', 'AGGREGATE'])

function nameIn(node: ParseNode): string {
  if (isNode(node['RoleSpec'])) return nameIn(node['RoleSpec'])
  if (isNode(node['AccessPriv'])) return text(node['AccessPriv'], 'priv_name')
  if (isNode(node['TypeName'])) return nameIn(node['TypeName'])
  if (typeof node['roletype'] === 'string') return roleName(node)
  const number = child(node, 'Integer')['ival']
  if (typeof number === 'number') return String(number)
  for (const field of ['names', 'objname']) {
    if (Array.isArray(node[field])) return withoutCatalog(namesIn(list(node, field))).join('.')
  }
  return nameOf(node)
}

/** `CURRENT_USER`, where no role is named. */
function roleName(node: ParseNode): string {
  return text(node, 'rolename') || text(node, 'roletype').replace(/^ROLESPEC_/u, '')
}

function withoutCatalog(names: readonly string[]): readonly string[] {
  return names[0] === 'pg_catalog' ? names.slice(1) : names
}
