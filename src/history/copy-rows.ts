// How many rows the data below COPY … FROM stdin has (manual, COPY, "File Formats").
import { child, list, type ParseNode } from './parse-node.ts'

/** Undefined where not all lines become rows (WHERE, ON_ERROR), or where quoting is other than usual. */
export function copyRows(copy: ParseNode, data: string): number | undefined {
  const options = new Map(list(copy, 'options').map((item) => optionOf(child(item, 'DefElem'))))
  if (copy['whereClause'] !== undefined || [...options.keys()].some((name) => uncounted.has(name))) return undefined
  const lines = options.get('format') === 'csv' ? csvLines(data) : textLines(data)
  const header = options.get('header')
  const hasHeader = header !== undefined && !/^(?:false|off|no|0)$/iu.test(header)
  return hasHeader ? Math.max(0, lines - 1) : lines
}

const uncounted = new Set(['on_error', 'quote', 'escape', 'reject_limit'])

function optionOf(option: ParseNode): [string, string] {
  const argument = child(option, 'arg')
  // The parser leaves out a zero.
  const number = argument['Integer'] === undefined ? undefined : (child(argument, 'Integer')['ival'] ?? 0)
  const value = child(argument, 'String')['sval'] ?? child(argument, 'Boolean')['boolval'] ?? number ?? true
  return [String(option['defname']), String(value)]
}

/** A backslash before the end of a line makes it part of the value. */
function textLines(data: string): number {
  return (data.match(/(?<!\\)(?:\\\\)*\r?\n/gu) ?? []).length
}

/** Between quotes the end of a line is part of the value. */
function csvLines(data: string): number {
  return (data.replaceAll(/"[^"]*"/gu, '').match(/\n/gu) ?? []).length
}
