// What a statement leaves behind that ends with its transaction, or ends earlier where a later statement takes it back: the
// value of SET LOCAL and of set_config(…, true), a temporary table ON COMMIT, SET CONSTRAINTS (manual, the pages of these).
import { child, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'

/** In the words of SQL, and what it is of: the name of a setting or of a table, or `SET CONSTRAINTS`. */
export interface UntilCommit {
  readonly what: string
  readonly subject: string
}

/** What of a statement ends with the transaction; none of most. */
export function untilCommit(kind: string, node: ParseNode): readonly UntilCommit[] {
  if (kind === 'VariableSetStmt') return settingUntilCommit(node)
  if (kind === 'ConstraintsSetStmt') {
    const when = node['deferred'] === true ? 'DEFERRED' : 'IMMEDIATE'
    return [{ what: `SET CONSTRAINTS … ${when}`, subject: 'SET CONSTRAINTS' }]
  }
  if (kind === 'CreateStmt') return tableUntilCommit(text(node, 'oncommit'), child(node, 'relation'))
  const into = kind === 'SelectStmt' ? child(node, 'intoClause') : child(node, 'into')
  return [...tableUntilCommit(text(into, 'onCommit'), child(into, 'rel')), ...configured(kind, node)]
}

/** The setting that a statement sets or puts back for the whole session. */
export function settingOfSession(kind: string, node: ParseNode): string | undefined {
  return kind === 'VariableSetStmt' && node['is_local'] !== true ? text(node, 'name') || undefined : undefined
}

function settingUntilCommit(node: ParseNode): UntilCommit[] {
  const subject = text(node, 'name')
  return node['is_local'] === true ? [{ what: `SET LOCAL ${subject}`, subject }] : []
}

const onCommit: Readonly<Record<string, string>> = {
  ONCOMMIT_DROP: 'ON COMMIT DROP',
  ONCOMMIT_DELETE_ROWS: 'ON COMMIT DELETE ROWS',
}

function tableUntilCommit(action: string, relation: ParseNode): UntilCommit[] {
  const words = onCommit[action]
  const subject = nameOf(relation)
  return words === undefined ? [] : [{ what: `the temporary table ${subject} ${words}`, subject }]
}

/** `SELECT set_config('search_path', 'app', true)` */
function configured(kind: string, node: ParseNode): UntilCommit[] {
  if (kind !== 'SelectStmt') return []
  return list(node, 'targetList').flatMap((item) => {
    const call = child(child(child(item, 'ResTarget'), 'val'), 'FuncCall')
    if (namesIn(list(call, 'funcname')).at(-1) !== 'set_config') return []
    const [name, , isLocal] = list(call, 'args').map((argument) => child(argument, 'A_Const'))
    const subject = text(child(name ?? {}, 'sval'), 'sval')
    return child(isLocal ?? {}, 'boolval')['boolval'] === true
      ? [{ what: `set_config('${subject}', …, true)`, subject }]
      : []
  })
}
