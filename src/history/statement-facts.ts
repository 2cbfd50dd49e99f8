// What replay has to know of a statement, read from the parse tree that PostgreSQL's own parser returned:
// which statements the server refuses inside a transaction block (PreventInTransactionBlock in its source,
// "cannot be executed inside a transaction block" in the manual), and which roles a statement names.
import { child, isNode, list, text, type ParseNode } from './parse-node.ts'
import { serverWideName } from './server-wide.ts'
import { settingOfSession, untilCommit, type UntilCommit } from './until-commit.ts'

type TransactionCommand = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'prepared'

/** `none` after slot_name = NONE, `dropped` where DROP SUBSCRIPTION drops it too; `named` may be any. */
interface SlotFact {
  readonly subscription: string
  readonly becomes: 'none' | 'named' | 'dropped'
}

export interface StatementFacts {
  /** The parser's name of the node: `CreateStmt`, `CopyStmt`. */
  readonly kind: string
  readonly transaction?: TransactionCommand
  /** COMMIT AND CHAIN or ROLLBACK AND CHAIN: a transaction is open afterwards. */
  readonly chained?: true
  /** The server refuses it inside a transaction block; of DROP SUBSCRIPTION the script decides (subscription-slots.ts). */
  readonly needsOwnTransaction: boolean
  /** It fails outside a transaction block, or does nothing there: LOCK TABLE, SET LOCAL. */
  readonly needsBlock: boolean
  /** Definitions and settings, of which several in one implicit transaction mean the same as one by one. */
  readonly definesOnly: boolean
  /** What becomes of a subscription's slot. */
  readonly slot?: SlotFact
  /** How people call it, where it acts on the server and not on the database. */
  readonly serverWide?: string
  /** What of it ends with the transaction. */
  readonly untilCommit: readonly UntilCommit[]
  /** The setting that it sets or puts back for the session. */
  readonly setting?: string
  /** Roles that have to exist when it runs. */
  readonly roles: readonly string[]
  /** Roles that it creates. */
  readonly createsRoles: readonly string[]
}

/** The facts of one statement's parse tree. */
export function statementFacts(statement: ParseNode): StatementFacts {
  const kind = Object.keys(statement)[0] ?? ''
  const node = child(statement, kind)
  const transaction = kind === 'TransactionStmt' ? transactionCommand(node) : undefined
  const slot = slotFact(kind, node)
  const serverWide = serverWideName(kind, node)
  const setting = settingOfSession(kind, node)
  return {
    kind,
    ...(serverWide === undefined ? {} : { serverWide }),
    ...(transaction === undefined ? {} : { transaction }),
    ...(node['chain'] === true ? { chained: true as const } : {}),
    needsOwnTransaction: needsOwnTransaction(kind, node),
    needsBlock: needsBlock(kind, node),
    definesOnly: definesOnly(kind, node),
    ...(slot === undefined ? {} : { slot }),
    untilCommit: untilCommit(kind, node),
    ...(setting === undefined ? {} : { setting }),
    roles: rowStatements.has(kind) || kind === 'DropRoleStmt' ? [] : rolesNamed(kind, node),
    createsRoles: rolesCreated(kind, node),
  }
}

/** True for COPY … FROM STDIN, whose data follows in the script. */
export function copiesFromStdin(statement: ParseNode): boolean {
  const node = child(statement, 'CopyStmt')
  return node['is_from'] === true && node['filename'] === undefined && node['is_program'] !== true
}

const definitions = /^(?:Create|Alter|Define|Composite|View|Index|Rule|Comment|Grant|Drop|Rename)\w*Stmt$/u
function definesOnly(kind: string, node: ParseNode): boolean {
  if (kind === 'VariableSetStmt') return node['is_local'] !== true && node['kind'] !== 'VAR_SET_MULTI'
  return definitions.test(kind) && kind !== 'CreateTableAsStmt' && !isTemporary(node)
}

const rowStatements = new Set([
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'SelectStmt',
  'CopyStmt',
  'DoStmt',
])

function needsOwnTransaction(kind: string, node: ParseNode): boolean {
  return refusedInBlock[kind]?.(node) ?? false
}

const always = (): boolean => true
const isConcurrent = (node: ParseNode): boolean => node['concurrent'] === true

const refusedInBlock: Readonly<Record<string, (node: ParseNode) => boolean>> = {
  CreatedbStmt: always,
  DropdbStmt: always,
  CreateTableSpaceStmt: always,
  DropTableSpaceStmt: always,
  AlterSystemStmt: always,
  DropSubscriptionStmt: always,
  IndexStmt: isConcurrent,
  DropStmt: isConcurrent,
  VacuumStmt: (node) => node['is_vacuumcmd'] === true,
  ClusterStmt: (node) => node['relation'] === undefined,
  DiscardStmt: (node) => node['target'] === 'DISCARD_ALL',
  ReindexStmt: (node) =>
    isWholesaleReindex(node) || list(node, 'params').some((item) => isSwitchedOn(item, 'concurrently')),
  AlterTableStmt: (node) => list(node, 'cmds').some(detachesConcurrently),
  AlterDatabaseStmt: (node) => list(node, 'options').some((item) => child(item, 'DefElem')['defname'] === 'tablespace'),
  CreateSubscriptionStmt: (node) =>
    !list(node, 'options').some((item) => isSwitchedOff(item, 'connect') || isSwitchedOff(item, 'create_slot')),
  TransactionStmt: (node) => /^TRANS_STMT_(?:COMMIT|ROLLBACK)_PREPARED$/u.test(text(node, 'kind')),
}

function needsBlock(kind: string, node: ParseNode): boolean {
  if (kind === 'VariableSetStmt') return node['is_local'] === true
  return kind === 'LockStmt' || kind === 'ConstraintsSetStmt'
}

function isWholesaleReindex(node: ParseNode): boolean {
  return /^REINDEX_OBJECT_(?:SCHEMA|SYSTEM|DATABASE)$/u.test(text(node, 'kind'))
}

function detachesConcurrently(item: ParseNode): boolean {
  return child(child(child(item, 'AlterTableCmd'), 'def'), 'PartitionCmd')['concurrent'] === true
}

/** An option without a value is on (manual, the option lists of REINDEX, VACUUM, CREATE SUBSCRIPTION). */
function isSwitchedOn(item: ParseNode, name: string): boolean {
  return child(item, 'DefElem')['defname'] === name && !isSwitchedOff(item, name)
}

function isSwitchedOff(item: ParseNode, name: string): boolean {
  const option = child(item, 'DefElem')
  return option['defname'] === name && /:(?:"(?:false|off|no|0)"|\{\})/iu.test(JSON.stringify(option['arg'] ?? null))
}

function slotFact(kind: string, node: ParseNode): SlotFact | undefined {
  if (kind === 'DropSubscriptionStmt') return { subscription: text(node, 'subname'), becomes: 'dropped' }
  if (kind === 'RenameStmt' && node['renameType'] === 'OBJECT_SUBSCRIPTION') {
    return { subscription: text(child(child(node, 'object'), 'String'), 'sval'), becomes: 'named' }
  }
  if (kind !== 'CreateSubscriptionStmt' && kind !== 'AlterSubscriptionStmt') return undefined
  const given = list(node, 'options').map((item) => child(item, 'DefElem'))
  const slot = given.find((option) => option['defname'] === 'slot_name')
  if (slot === undefined) return undefined
  const isNone = text(child(child(slot, 'arg'), 'String'), 'sval') === 'none'
  return { subscription: text(node, 'subname'), becomes: isNone ? 'none' : 'named' }
}

function transactionCommand(node: ParseNode): TransactionCommand {
  const kind = text(node, 'kind')
  if (kind === 'TRANS_STMT_BEGIN' || kind === 'TRANS_STMT_START') return 'begin'
  if (kind === 'TRANS_STMT_COMMIT') return 'commit'
  if (kind === 'TRANS_STMT_ROLLBACK') return 'rollback'
  return /PREPARE/u.test(kind) ? 'prepared' : 'savepoint'
}

function isTemporary(node: ParseNode): boolean {
  return [
    child(node, 'relation'),
    child(node, 'view'),
    child(node, 'sequence'),
    child(child(node, 'into'), 'rel'),
  ].some((relation) => relation['relpersistence'] === 't')
}

function rolesNamed(kind: string, node: ParseNode): string[] {
  const names: string[] = []
  collectRoles(node, names)
  if (kind === 'GrantRoleStmt') {
    names.push(...list(node, 'granted_roles').map((item) => text(child(item, 'AccessPriv'), 'priv_name')))
  }
  if (kind === 'VariableSetStmt' && /^(?:role|session_authorization)$/u.test(text(node, 'name'))) {
    names.push(...list(node, 'args').map((item) => text(child(child(item, 'A_Const'), 'sval'), 'sval')))
  }
  if (kind === 'RenameStmt' && node['renameType'] === 'OBJECT_ROLE') names.push(text(node, 'subname'))
  return names.filter((name) => name !== '' && name !== 'none')
}

/** RoleSpec is the one node in which the grammar keeps a role's name; PUBLIC and CURRENT_USER are other types of it. */
function collectRoles(value: unknown, names: string[]): void {
  if (Array.isArray(value)) for (const item of value) collectRoles(item, names)
  if (!isNode(value)) return
  if (value['roletype'] === 'ROLESPEC_CSTRING') names.push(text(value, 'rolename'))
  else for (const item of Object.values(value)) collectRoles(item, names)
}

function rolesCreated(kind: string, node: ParseNode): string[] {
  if (kind === 'CreateRoleStmt') return [text(node, 'role')]
  return kind === 'RenameStmt' && node['renameType'] === 'OBJECT_ROLE' ? [text(node, 'newname')] : []
}
