// What a statement changes, from its parse tree alone: no server is asked, so what a DO block, a procedure or a trigger
// does is not known.
import { alterTableChanges, columnTypes } from './alter-table.ts'
import type { Change } from './change.ts'
import { child, isNode, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'

/** The changes of one statement's parse tree, in order; none where it changes nothing that lasts. */
export function changesOf(statement: ParseNode): Change[] {
  const kind = Object.keys(statement)[0] ?? ''
  const node = child(statement, kind)
  return [...commonTableChanges(node), ...(readers[kind]?.(node) ?? otherChanges(kind, node))]
}

type Reader = (node: ParseNode) => Change[]

const readers: Readonly<Record<string, Reader>> = {
  CreateStmt: (node) => createdTable('CREATE TABLE', node),
  CreateForeignTableStmt: (node) => createdTable('CREATE FOREIGN TABLE', child(node, 'base')),
  CreateTableAsStmt: (node) => createdFromQuery(node),
  AlterTableStmt: alterTableChanges,
  RenameStmt: renamed,
  AlterObjectSchemaStmt: (node) => [
    { what: `ALTER ${objectName(text(node, 'objectType'))} SET SCHEMA`, subject: subjectOf(node), effect: 'renames' },
  ],
  AlterEnumStmt: alteredEnum,
  DropStmt: dropped,
  IndexStmt: (node) => {
    const table = nameOf(child(node, 'relation'))
    const isUnique = node['unique'] === true
    const what = isUnique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'
    return [{ what, subject: text(node, 'idxname') || table, table, effect: isUnique ? 'restricts' : 'creates' }]
  },
  InsertStmt: (node) => [rowsChange('INSERT', node, valuesIn(node))],
  UpdateStmt: (node) => [{ ...rowsChange('UPDATE', node), irreversible: true }],
  DeleteStmt: (node) => [{ ...rowsChange('DELETE', node), irreversible: true }],
  MergeStmt: (node) => [{ ...rowsChange('MERGE', node), irreversible: true }],
  CopyStmt: (node) => (node['is_from'] === true ? [rowsChange('COPY', node)] : []),
  TruncateStmt: (node) =>
    list(node, 'relations').map((relation) => ({
      what: 'TRUNCATE',
      subject: nameOf(relation),
      table: nameOf(relation),
      effect: 'rows',
      irreversible: true,
    })),
  DoStmt: () => [{ what: 'DO', subject: '', effect: 'code' }],
  CallStmt: (node) => [
    { what: 'CALL', subject: namesIn(list(child(node, 'funccall'), 'funcname')).join('.'), effect: 'code' },
  ],
  SelectStmt: selected,
}

/** Statements that end in the name of what they create or alter, and those that change nothing. */
function otherChanges(kind: string, node: ParseNode): Change[] {
  if (/^(?:Comment|Grant|GrantRole|AlterDefaultPrivileges|SecLabel|AlterOwner)Stmt$/u.test(kind)) {
    return [{ what: words(kind), subject: subjectOf(node), effect: 'describes' }]
  }
  if (/^(?:Create|Define|View|CompositeType|Rule)\w*Stmt$/u.test(kind)) {
    return [{ what: createWords(kind, node), subject: subjectOf(node), effect: 'creates' }]
  }
  return /^Alter\w*Stmt$/u.test(kind) ? [{ what: words(kind), subject: subjectOf(node), effect: 'loosens' }] : []
}

/** INSERT, UPDATE and DELETE in a WITH. */
function commonTableChanges(node: ParseNode): Change[] {
  return list(child(node, 'withClause'), 'ctes').flatMap((item) => {
    const query = child(child(item, 'CommonTableExpr'), 'ctequery')
    return changesOf(query).filter(({ effect }) => effect === 'rows')
  })
}

function createdTable(what: string, node: ParseNode): Change[] {
  const relation = child(node, 'relation')
  if (relation['relpersistence'] === 't') return []
  const subject = nameOf(relation)
  return [{ what, subject, table: subject, effect: 'creates', columns: columnTypes(list(node, 'tableElts')) }]
}

function createdFromQuery(node: ParseNode): Change[] {
  const relation = child(child(node, 'into'), 'rel')
  if (relation['relpersistence'] === 't') return []
  const subject = nameOf(relation)
  if (node['objtype'] === 'OBJECT_MATVIEW') return [{ what: 'CREATE MATERIALIZED VIEW', subject, effect: 'creates' }]
  return [
    { what: 'CREATE TABLE AS', subject, table: subject, effect: 'creates' },
    { what: 'INSERT', subject, table: subject, effect: 'rows' },
  ]
}

const namesOnly = new Set(['INDEX', 'CONSTRAINT', 'TRIGGER', 'POLICY', 'RULE', 'STATISTICS'])

function renamed(node: ParseNode): Change[] {
  const object = objectName(text(node, 'renameType').replace('TABCONSTRAINT', 'CONSTRAINT'))
  const subject = subjectOf(node)
  const effect = namesOnly.has(object) ? 'loosens' : 'renames'
  const table = isNode(node['relation']) ? { table: nameOf(node['relation']) } : {}
  return [
    { what: `RENAME ${object}`, subject: [subject, text(node, 'subname')].filter(Boolean).join('.'), effect, ...table },
  ]
}

function alteredEnum(node: ParseNode): Change[] {
  const subject = namesIn(list(node, 'typeName')).join('.')
  if (text(node, 'oldVal') !== '') return [{ what: 'RENAME VALUE', subject, effect: 'renames' }]
  return [{ what: 'ADD VALUE', subject, effect: 'loosens', irreversible: true }]
}

const harmlessDrops = new Set(['INDEX', 'STATISTICS'])
const dropsWithData = new Set(['TABLE', 'SCHEMA', 'SEQUENCE', 'MATERIALIZED VIEW', 'EXTENSION'])
const partsOfTables = new Set(['TRIGGER', 'POLICY', 'RULE'])

function dropped(node: ParseNode): Change[] {
  const object = objectName(text(node, 'removeType'))
  return list(node, 'objects').map((item): Change => {
    const subject = nameOf(item)
    const table = partsOfTables.has(object) ? subject.replace(/\.[^.]*$/u, '') : subject
    return {
      what: `DROP ${object}`,
      subject,
      effect: harmlessDrops.has(object) ? 'loosens' : 'removes',
      ...(object === 'TABLE' || partsOfTables.has(object) ? { table } : {}),
      ...(dropsWithData.has(object) ? { irreversible: true as const } : {}),
    }
  })
}

function rowsChange(what: string, node: ParseNode, rows?: number): Change {
  const subject = nameOf(child(node, 'relation'))
  return { what, subject, table: subject, effect: 'rows', ...(rows === undefined ? {} : { rows }) }
}

/** The rows of VALUES; a query may give any number, and DEFAULT VALUES gives one. */
function valuesIn(insert: ParseNode): number | undefined {
  if (insert['selectStmt'] === undefined) return 1
  const values = list(child(child(insert, 'selectStmt'), 'SelectStmt'), 'valuesLists')
  return values.length > 0 ? values.length : undefined
}

/** SELECT INTO makes a table; a function that is called may do anything, and setval moves a sequence. */
function selected(node: ParseNode): Change[] {
  if (isNode(node['intoClause'])) return createdFromQuery({ into: node['intoClause'] })
  const called = list(node, 'targetList')
    .map((item) => child(child(child(item, 'ResTarget'), 'val'), 'FuncCall'))
    .map((call) => namesIn(list(call, 'funcname')).join('.'))
    .filter((name) => name !== '' && !/(?:^|\.)set_config$/u.test(name))
  return called.map((subject) => ({ what: 'SELECT', subject, effect: 'code' }))
}

/** The name in whichever field this statement keeps it. */
function subjectOf(node: ParseNode): string {
  for (const field of ['relation', 'object', 'view', 'sequence', 'base', 'typevar']) {
    const name = nameOf(child(node, field))
    if (name !== '') return name
  }
  for (const field of ['funcname', 'defnames', 'typeName', 'object', 'domainname', 'name']) {
    const name = namesIn(list(node, field)).join('.')
    if (name !== '') return name
  }
  for (const field of [
    'schemaname',
    'extname',
    'trigname',
    'policy_name',
    'pubname',
    'subname',
    'rulename',
    'role',
    'servername',
  ]) {
    if (text(node, field) !== '') return text(node, field)
  }
  return ''
}

function createWords(kind: string, node: ParseNode): string {
  if (kind === 'DefineStmt') return `CREATE ${objectName(text(node, 'kind'))}`
  if (kind === 'CreateFunctionStmt') return node['is_procedure'] === true ? 'CREATE PROCEDURE' : 'CREATE FUNCTION'
  if (kind === 'CompositeTypeStmt' || kind === 'CreateRangeStmt') return 'CREATE TYPE'
  if (kind === 'CreateEnumStmt') return 'CREATE TYPE'
  const short: Readonly<Record<string, string>> = {
    CreateTrigStmt: 'CREATE TRIGGER',
    CreateSeqStmt: 'CREATE SEQUENCE',
    CreatePLangStmt: 'CREATE LANGUAGE',
    ViewStmt: 'CREATE VIEW',
    RuleStmt: 'CREATE RULE',
  }
  return short[kind] ?? words(kind)
}

/** `CreateSchemaStmt` → `CREATE SCHEMA`. */
function words(kind: string): string {
  return kind
    .replace(/Stmt$/u, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/gu, ' ')
    .toUpperCase()
}

/** `OBJECT_MATVIEW` → `MATERIALIZED VIEW`. */
function objectName(type: string): string {
  return type
    .replace(/^OBJECT_/u, '')
    .replace('MATVIEW', 'MATERIALIZED VIEW')
    .replaceAll('_', ' ')
    .replace('STATISTIC EXT', 'STATISTICS')
}
