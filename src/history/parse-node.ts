// Reading the parse trees of libpg-query without trusting their shape: what is not there is empty.

/** A node as the parser's JSON has it: `{ CreateStmt: { relation: … } }`. */
export type ParseNode = { readonly [field: string]: unknown }

export function isNode(value: unknown): value is ParseNode {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A field that is a node; an empty one where it is none. */
export function child(node: ParseNode, field: string): ParseNode {
  const value = node[field]
  return isNode(value) ? value : {}
}

/** The nodes of a field that is a list. */
export function list(node: ParseNode, field: string): ParseNode[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** A field that is a text; `''` where it is none. */
export function text(node: ParseNode, field: string): string {
  const value = node[field]
  return typeof value === 'string' ? value : ''
}

/** A qualified name from a list of String nodes, a RangeVar, or an ObjectWithArgs; `''` where there is none. */
export function nameOf(node: ParseNode): string {
  if (isNode(node['RangeVar'])) return nameOf(node['RangeVar'])
  if (typeof node['relname'] === 'string') return [text(node, 'schemaname'), node['relname']].filter(Boolean).join('.')
  for (const [holder, field] of holders) {
    const held = child(node, holder)
    if (Array.isArray(held[field])) return namesIn(list(held, field)).join('.')
  }
  return text(child(node, 'String'), 'sval')
}

const holders = [
  ['List', 'items'],
  ['ObjectWithArgs', 'objname'],
  ['TypeName', 'names'],
] as const

/** The texts of String nodes. */
export function namesIn(nodes: readonly ParseNode[]): string[] {
  return nodes.map((node) => text(child(node, 'String'), 'sval')).filter((name) => name !== '')
}
