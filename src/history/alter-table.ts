// What ALTER TABLE changes, command by command, and the types of columns, so far as they can be told without a server.
import type { Change, ColumnType, Effect } from './change.ts'
import { objectWords, partOf } from './object-names.ts'
import { child, isNode, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'

/** The changes of one AlterTableStmt, a command each; the grammar has it for views, indexes, sequences and types too. */
export function alterTableChanges(node: ParseNode): Change[] {
  const target = { name: nameOf(child(node, 'relation')), object: objectWords(text(node, 'objtype')) }
  return list(node, 'cmds').map((item) => changeOf(child(item, 'AlterTableCmd'), target))
}

/** The columns that a list of table elements defines. */
export function columnTypes(elements: readonly ParseNode[]): ColumnType[] {
  return elements.flatMap((element) => {
    const column = element['ColumnDef']
    return isNode(column) ? [columnType(text(column, 'colname'), child(column, 'typeName'))] : []
  })
}

interface Target {
  readonly name: string
  readonly object: string
}

interface Command {
  readonly what: string
  readonly effect: Effect
  readonly irreversible?: true
}

/** Commands by the parser's name, in the words of the manual. */
const commands: Readonly<Record<string, Command>> = {
  AT_DropColumn: { what: 'DROP COLUMN', effect: 'removes', irreversible: true },
  AT_SetNotNull: { what: 'SET NOT NULL', effect: 'restricts' },
  AT_DropNotNull: { what: 'DROP NOT NULL', effect: 'loosens' },
  AT_SetExpression: { what: 'SET EXPRESSION', effect: 'restricts' },
  AT_DropExpression: { what: 'DROP EXPRESSION', effect: 'restricts' },
  AT_SetStorage: { what: 'SET STORAGE', effect: 'loosens' },
  AT_SetCompression: { what: 'SET COMPRESSION', effect: 'loosens' },
  AT_SetOptions: { what: 'ALTER COLUMN SET', effect: 'loosens' },
  AT_ResetOptions: { what: 'ALTER COLUMN RESET', effect: 'loosens' },
  AT_AlterColumnGenericOptions: { what: 'ALTER COLUMN OPTIONS', effect: 'loosens' },
  AT_DropIdentity: { what: 'DROP IDENTITY', effect: 'restricts' },
  AT_DropConstraint: { what: 'DROP CONSTRAINT', effect: 'loosens' },
  AT_AddConstraint: { what: 'ADD CONSTRAINT', effect: 'restricts' },
  AT_AddIndexConstraint: { what: 'ADD CONSTRAINT', effect: 'restricts' },
  AT_ValidateConstraint: { what: 'VALIDATE CONSTRAINT', effect: 'loosens' },
  AT_EnableTrig: { what: 'ENABLE TRIGGER', effect: 'loosens' },
  AT_EnableAlwaysTrig: { what: 'ENABLE ALWAYS TRIGGER', effect: 'loosens' },
  AT_EnableReplicaTrig: { what: 'ENABLE REPLICA TRIGGER', effect: 'loosens' },
  AT_EnableTrigAll: { what: 'ENABLE TRIGGER ALL', effect: 'loosens' },
  AT_EnableTrigUser: { what: 'ENABLE TRIGGER USER', effect: 'loosens' },
  AT_DisableTrig: { what: 'DISABLE TRIGGER', effect: 'loosens' },
  AT_DisableTrigAll: { what: 'DISABLE TRIGGER ALL', effect: 'loosens' },
  AT_DisableTrigUser: { what: 'DISABLE TRIGGER USER', effect: 'loosens' },
  AT_EnableRule: { what: 'ENABLE RULE', effect: 'loosens' },
  AT_EnableAlwaysRule: { what: 'ENABLE ALWAYS RULE', effect: 'loosens' },
  AT_EnableReplicaRule: { what: 'ENABLE REPLICA RULE', effect: 'loosens' },
  AT_DisableRule: { what: 'DISABLE RULE', effect: 'loosens' },
  AT_EnableRowSecurity: { what: 'ENABLE ROW LEVEL SECURITY', effect: 'restricts' },
  AT_DisableRowSecurity: { what: 'DISABLE ROW LEVEL SECURITY', effect: 'loosens' },
  AT_ForceRowSecurity: { what: 'FORCE ROW LEVEL SECURITY', effect: 'restricts' },
  AT_NoForceRowSecurity: { what: 'NO FORCE ROW LEVEL SECURITY', effect: 'loosens' },
  AT_AttachPartition: { what: 'ATTACH PARTITION', effect: 'loosens' },
  AT_DetachPartition: { what: 'DETACH PARTITION', effect: 'removes' },
  AT_DetachPartitionFinalize: { what: 'DETACH PARTITION FINALIZE', effect: 'removes' },
  AT_AddInherit: { what: 'INHERIT', effect: 'loosens' },
  AT_DropInherit: { what: 'NO INHERIT', effect: 'removes' },
  AT_AddOf: { what: 'OF', effect: 'loosens' },
  AT_DropOf: { what: 'NOT OF', effect: 'loosens' },
  AT_ClusterOn: { what: 'CLUSTER ON', effect: 'loosens' },
  AT_DropCluster: { what: 'SET WITHOUT CLUSTER', effect: 'loosens' },
  AT_SetLogged: { what: 'SET LOGGED', effect: 'loosens' },
  AT_SetUnLogged: { what: 'SET UNLOGGED', effect: 'loosens' },
  AT_SetAccessMethod: { what: 'SET ACCESS METHOD', effect: 'loosens' },
  AT_SetTableSpace: { what: 'SET TABLESPACE', effect: 'loosens' },
  AT_DropOids: { what: 'SET WITHOUT OIDS', effect: 'loosens' },
  AT_ReplicaIdentity: { what: 'REPLICA IDENTITY', effect: 'loosens' },
  AT_ChangeOwner: { what: 'OWNER TO', effect: 'describes' },
  AT_SetStatistics: { what: 'SET STATISTICS', effect: 'describes' },
}

/** Those of which the rest of the command decides. */
const decided: Readonly<Record<string, (command: ParseNode, object: string) => Command>> = {
  // Whoever left the column out got the default.
  AT_ColumnDefault: (command) =>
    command['def'] === undefined
      ? { what: 'DROP DEFAULT', effect: 'restricts' }
      : { what: 'SET DEFAULT', effect: 'loosens' },
  AT_AddIdentity: (command) => ({
    what: 'ADD GENERATED',
    effect: child(child(command, 'def'), 'Constraint')['generated_when'] === 'a' ? 'restricts' : 'loosens',
  }),
  AT_SetIdentity: (command) => ({ what: 'SET GENERATED', effect: isAlways(command) ? 'restricts' : 'loosens' }),
  AT_AlterConstraint: (command) => {
    const { alterEnforceability, is_enforced: isEnforced } = child(child(command, 'def'), 'ATAlterConstraint')
    const restricts = alterEnforceability === true && isEnforced === true
    return { what: 'ALTER CONSTRAINT', effect: restricts ? 'restricts' : 'loosens' }
  },
  AT_SetRelOptions: (_, object) => ({ what: `ALTER ${object} SET`, effect: 'loosens' }),
  AT_ResetRelOptions: (_, object) => ({ what: `ALTER ${object} RESET`, effect: 'loosens' }),
  AT_GenericOptions: (_, object) => ({ what: `ALTER ${object} OPTIONS`, effect: 'loosens' }),
}

function changeOf(command: ParseNode, { name: table, object }: Target): Change {
  const subtype = text(command, 'subtype')
  if (subtype === 'AT_AddColumn') return ofType(addedColumn(child(child(command, 'def'), 'ColumnDef'), table), object)
  const name = elsewhere.has(subtype) ? '' : text(command, 'name')
  const subject = partOf(table, name)
  if (subtype === 'AT_AlterColumnType') {
    const type = columnType(name, child(child(child(command, 'def'), 'ColumnDef'), 'typeName'))
    return ofType({ what: 'ALTER COLUMN TYPE', subject, effect: 'retypes', within: table, columns: [type] }, object)
  }
  const known = decided[subtype]?.(command, object) ??
    commands[subtype] ?? { what: `ALTER ${object}`, effect: 'loosens' }
  const definition = child(command, 'def')
  const constraint =
    text(child(definition, 'Constraint'), 'conname') || text(child(definition, 'ATAlterConstraint'), 'conname')
  return ofType({ ...known, subject: constraint === '' ? subject : partOf(table, constraint), within: table }, object)
}

/** The name that these have is of no part of the table. */
const elsewhere = new Set(['AT_SetAccessMethod', 'AT_SetTableSpace'])

/** What is a column of a table is an attribute of a composite type. */
function ofType(change: Change, object: string): Change {
  return object === 'TYPE' ? { ...change, what: change.what.replace('COLUMN', 'ATTRIBUTE') } : change
}

/** The grammar keeps the letter of ALWAYS as a number. */
function isAlways(command: ParseNode): boolean {
  return list(child(child(command, 'def'), 'List'), 'items')
    .map((item) => child(item, 'DefElem'))
    .some((option) => option['defname'] === 'generated' && child(child(option, 'arg'), 'Integer')['ival'] === 97)
}

// Rows that are there have no value for a column that is NOT NULL and has no default.
function addedColumn(column: ParseNode, table: string): Change {
  const name = text(column, 'colname')
  const kinds = list(column, 'constraints').map((item) => text(child(item, 'Constraint'), 'contype'))
  const hasValue = kinds.some((kind) => /^CONSTR_(?:DEFAULT|IDENTITY|GENERATED)$/u.test(kind))
  const type = columnType(name, child(column, 'typeName'))
  const isFilled = hasValue || /^(?:small|big)?serial\d?$/u.test(type.type)
  const isRequired = kinds.includes('CONSTR_NOTNULL') || kinds.includes('CONSTR_PRIMARY')
  return {
    what: 'ADD COLUMN',
    subject: `${table}.${name}`,
    effect: isRequired && !isFilled ? 'restricts' : 'creates',
    within: table,
    columns: [type],
  }
}

function columnType(column: string, type: ParseNode): ColumnType {
  const names = namesIn(list(type, 'names'))
  const name = names[0] === 'pg_catalog' ? names.slice(1) : names
  const modifiers = list(type, 'typmods').flatMap((item) => {
    const value = child(child(item, 'A_Const'), 'ival')['ival']
    return typeof value === 'number' ? [value] : []
  })
  const isArray = list(type, 'arrayBounds').length > 0
  return { column, type: `${name.join('.')}${isArray ? '[]' : ''}`, modifiers }
}
