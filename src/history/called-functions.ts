// The functions that a query calls, wherever in it: in its list, in a condition, in a subquery, in VALUES.
import { isNode, list, namesIn, type ParseNode } from './parse-node.ts'
import { onlyReads } from './reading-functions.ts'

/** Those that may change something, as the query names them; not those in an INSERT, UPDATE, DELETE or MERGE of a WITH. */
export function functionsCalled(query: ParseNode): string[] {
  return callsIn(query).filter((name) => !onlyReads(name))
}

function callsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(callsIn)
  if (!isNode(value)) return []
  return Object.entries(value).flatMap(([name, inside]) => {
    if (changesRows.has(name)) return []
    return name === 'FuncCall' && isNode(inside) ? [nameOfCall(inside), ...callsIn(inside)] : callsIn(inside)
  })
}

const changesRows = new Set(['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'])

function nameOfCall(call: ParseNode): string {
  return namesIn(list(call, 'funcname')).join('.')
}
