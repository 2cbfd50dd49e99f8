// What ALTER TABLE changes, command by command, and the types of columns, so far as they can be told without a server.
import type { Change, ColumnType, Effect } from './change.ts'
import { child, isNode, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'

/** The changes of one AlterTableStmt, a command each. */
export function alterTableChanges(node: ParseNode): Change[] {
  const table = nameOf(child(node, 'relation'))
  return list(node, 'cmds').map((item) => changeOf(child(item, 'AlterTableCmd'), table))
}

/** The columns that a list of table elements defines. */
export function columnTypes(elements: readonly ParseNode[]): ColumnType[] {
  return elements.flatMap((element) => {
    const column = element['ColumnDef']
    return isNode(column) ? [columnType(text(column, 'colname'), child(column, 'typeName'))] : []
  })
}

/** Commands by the parser's name, in the words of SQL; what is not here loosens or describes. */
const commands: Readonly<
  Record<string, { readonly what: string; readonly effect: Effect; readonly irreversible?: true }>
> = {
  AT_DropColumn: { what: 'DROP COLUMN', effect: 'removes', irreversible: true },
  AT_SetNotNull: { what: 'SET NOT NULL', effect: 'restricts' },
  AT_DropNotNull: { what: 'DROP NOT NULL', effect: 'loosens' },
  AT_ColumnDefault: { what: 'SET DEFAULT', effect: 'loosens' },
  AT_DropConstraint: { what: 'DROP CONSTRAINT', effect: 'loosens' },
  AT_AddConstraint: { what: 'ADD CONSTRAINT', effect: 'restricts' },
  AT_AddIndexConstraint: { what: 'ADD CONSTRAINT', effect: 'restricts' },
  AT_ValidateConstraint: { what: 'VALIDATE CONSTRAINT', effect: 'loosens' },
  AT_EnableRowSecurity: { what: 'ENABLE ROW LEVEL SECURITY', effect: 'restricts' },
  AT_ForceRowSecurity: { what: 'FORCE ROW LEVEL SECURITY', effect: 'restricts' },
  AT_AttachPartition: { what: 'ATTACH PARTITION', effect: 'loosens' },
  AT_DetachPartition: { what: 'DETACH PARTITION', effect: 'removes' },
  AT_SetLogged: { what: 'SET LOGGED', effect: 'loosens' },
  AT_SetUnLogged: { what: 'SET UNLOGGED', effect: 'loosens' },
  AT_ChangeOwner: { what: 'OWNER TO', effect: 'describes' },
  AT_SetStatistics: { what: 'SET STATISTICS', effect: 'describes' },
  AT_AddIdentity: { what: 'ADD GENERATED', effect: 'loosens' },
}

function changeOf(command: ParseNode, table: string): Change {
  const subtype = text(command, 'subtype')
  if (subtype === 'AT_AddColumn') return addedColumn(child(child(command, 'def'), 'ColumnDef'), table)
  const name = text(command, 'name')
  const subject = name === '' ? table : `${table}.${name}`
  if (subtype === 'AT_AlterColumnType') {
    const type = columnType(name, child(child(child(command, 'def'), 'ColumnDef'), 'typeName'))
    return { what: 'ALTER COLUMN TYPE', subject, effect: 'retypes', table, columns: [type] }
  }
  const known = commands[subtype] ?? { what: spelled(subtype), effect: 'loosens' as const }
  const constraint = text(child(child(command, 'def'), 'Constraint'), 'conname')
  return { ...known, subject: constraint === '' ? subject : `${table}.${constraint}`, table }
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
    table,
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

/** `AT_SetRelOptions` → `SET REL OPTIONS`. */
function spelled(subtype: string): string {
  return subtype
    .replace(/^AT_/u, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')
    .toUpperCase()
}
