// What a statement changes, from its parse tree alone: no server is asked, so what a DO block, a procedure or a trigger
// does is not known. Each node of the parser that changes something that lasts has its reader here or its line in
// plain-commands.ts.
import { alteredDomain } from './alter-domain.ts'
import { alterTableChanges, columnTypes } from './alter-table.ts'
import { dropped, ofObject, renamed } from './any-object.ts'
import { functionsCalled } from './called-functions.ts'
import type { Change } from './change.ts'
import { named, objectKey, objectWords, partOf } from './object-names.ts'
import { child, isNode, list, nameOf, namesIn, text, type ParseNode } from './parse-node.ts'
import { plainChanges } from './plain-commands.ts'
import {
  alteredRole,
  createdRole,
  defaultPrivilegeChanges,
  mappingChange,
  membershipChanges,
  ofEachRole,
  privilegeChanges,
} from './roles-and-privileges.ts'

/** The changes of one statement's parse tree, in order; none where it changes nothing that lasts. */
export function changesOf(statement: ParseNode): Change[] {
  const kind = Object.keys(statement)[0] ?? ''
  const node = child(statement, kind)
  return [...commonTableChanges(node), ...(readers[kind]?.(node) ?? plainChanges(kind, node))]
}

type Reader = (node: ParseNode) => Change[]

const readers: Readonly<Record<string, Reader>> = {
  CreateStmt: (node) => createdTable('CREATE TABLE', node),
  CreateForeignTableStmt: (node) => createdTable('CREATE FOREIGN TABLE', child(node, 'base')),
  CreateTableAsStmt: (node) => createdFromQuery(node),
  CreateSchemaStmt: createdSchema,
  CreateSeqStmt: (node) => createdRelation('CREATE SEQUENCE', child(node, 'sequence')),
  ViewStmt: (node) => createdRelation('CREATE VIEW', child(node, 'view')),
  CreateFunctionStmt: (node) =>
    created(node['is_procedure'] === true ? 'PROCEDURE' : 'FUNCTION', named(node, 'funcname')),
  DefineStmt: (node) => created(objectWords(text(node, 'kind')), named(node, 'defnames')),
  CreateCastStmt: (node) => created('CAST', `${named(node, 'sourcetype')} AS ${named(node, 'targettype')}`),
  CreateTransformStmt: (node) => created('TRANSFORM', `${named(node, 'type_name')} LANGUAGE ${text(node, 'lang')}`),
  CreateTrigStmt: (node) => {
    const what = node['isconstraint'] === true ? 'CREATE CONSTRAINT TRIGGER' : 'CREATE TRIGGER'
    return partChange(what, nameOf(child(node, 'relation')), text(node, 'trigname'))
  },
  RuleStmt: (node) => {
    // With INSTEAD, what was written to the table is not.
    const effect = node['instead'] === true ? 'restricts' : 'creates'
    return partChange('CREATE RULE', nameOf(child(node, 'relation')), text(node, 'rulename'), effect)
  },
  CreatePolicyStmt: (node) => {
    const changes = partChange('CREATE POLICY', nameOf(child(node, 'table')), text(node, 'policy_name'))
    // A restrictive policy hides rows that were seen.
    return node['permissive'] === true ? changes : changes.map((change) => ({ ...change, effect: 'restricts' }))
  },
  AlterPolicyStmt: (node) =>
    partChange('ALTER POLICY', nameOf(child(node, 'table')), text(node, 'policy_name'), 'restricts'),
  AlterTableStmt: alterTableChanges,
  AlterTableMoveAllStmt: (node) => [
    {
      what: `ALTER ${objectWords(text(node, 'objtype'))} ALL IN TABLESPACE`,
      subject: text(node, 'orig_tablespacename'),
      effect: 'loosens',
    },
  ],
  AlterDomainStmt: alteredDomain,
  AlterEnumStmt: alteredEnum,
  AlterFunctionStmt: (node) => altered(objectWords(text(node, 'objtype')), named(node, 'func')),
  AlterObjectDependsStmt: (node) => ofObject(node, (object) => `ALTER ${object} DEPENDS ON EXTENSION`, 'describes'),
  AlterObjectSchemaStmt: (node) => ofObject(node, (object) => `ALTER ${object} SET SCHEMA`, 'renames'),
  AlterOwnerStmt: (node) => ofObject(node, (object) => `ALTER ${object} OWNER TO`, 'describes'),
  AlterOpFamilyStmt: (node) =>
    altered('OPERATOR FAMILY', named(node, 'opfamilyname'), node['isDrop'] === true ? 'removes' : 'loosens'),
  AlterPublicationStmt: (node) =>
    altered(
      'PUBLICATION',
      text(node, 'pubname'),
      node['action'] === 'AP_AddObjects' ? 'loosens' : publicationEffect(node),
    ),
  AlterRoleStmt: alteredRole,
  AlterSystemStmt: (node) => [
    { what: 'ALTER SYSTEM', subject: text(child(node, 'setstmt'), 'name'), effect: 'loosens' },
  ],
  AlterTSConfigurationStmt: (node) => {
    const drops = node['kind'] === 'ALTER_TSCONFIG_DROP_MAPPING'
    return altered('TEXT SEARCH CONFIGURATION', named(node, 'cfgname'), drops ? 'removes' : 'loosens')
  },
  RenameStmt: renamed,
  CommentStmt: (node) => ofObject(node, () => 'COMMENT', 'describes'),
  SecLabelStmt: (node) => ofObject(node, () => 'SECURITY LABEL', 'describes'),
  GrantStmt: privilegeChanges,
  GrantRoleStmt: membershipChanges,
  AlterDefaultPrivilegesStmt: defaultPrivilegeChanges,
  CreateRoleStmt: createdRole,
  DropRoleStmt: ofEachRole({ what: 'DROP ROLE', effect: 'removes', drops: true }),
  DropOwnedStmt: ofEachRole({ what: 'DROP OWNED', effect: 'removes', irreversible: true }),
  ReassignOwnedStmt: ofEachRole({ what: 'REASSIGN OWNED', effect: 'describes' }),
  CreateUserMappingStmt: mappingChange('CREATE USER MAPPING', 'creates'),
  AlterUserMappingStmt: mappingChange('ALTER USER MAPPING', 'loosens'),
  DropUserMappingStmt: mappingChange('DROP USER MAPPING', 'removes'),
  DropStmt: dropped,
  DropdbStmt: (node) => [
    { what: 'DROP DATABASE', subject: text(node, 'dbname'), effect: 'removes', irreversible: true },
  ],
  IndexStmt: (node) => {
    const table = nameOf(child(node, 'relation'))
    const isUnique = node['unique'] === true
    const what = isUnique ? 'CREATE UNIQUE INDEX' : 'CREATE INDEX'
    return [
      { what, subject: text(node, 'idxname') || table, within: table, effect: isUnique ? 'restricts' : 'creates' },
    ]
  },
  InsertStmt: (node) => [rowsChange('INSERT', node, valuesIn(node))],
  UpdateStmt: (node) => [{ ...rowsChange('UPDATE', node), irreversible: true }],
  DeleteStmt: (node) => [{ ...rowsChange('DELETE', node), irreversible: true }],
  MergeStmt: (node) => [{ ...rowsChange('MERGE', node), irreversible: true }],
  CopyStmt: (node) => (node['is_from'] === true ? [rowsChange('COPY', node)] : []),
  RefreshMatViewStmt: (node) => {
    const refreshed = rowsChange('REFRESH MATERIALIZED VIEW', node)
    // Without data it cannot be queried.
    return [node['skipData'] === true ? { ...refreshed, effect: 'restricts' } : refreshed]
  },
  TruncateStmt: (node) =>
    list(node, 'relations').map((relation) => ({
      what: 'TRUNCATE',
      subject: nameOf(relation),
      within: nameOf(relation),
      effect: 'rows',
      irreversible: true,
    })),
  DoStmt: () => [{ what: 'DO', subject: '', effect: 'code' }],
  CallStmt: (node) => [
    { what: 'CALL', subject: namesIn(list(child(node, 'funccall'), 'funcname')).join('.'), effect: 'code' },
  ],
  SelectStmt: selected,
  // EXPLAIN ANALYZE runs what it explains.
  ExplainStmt: (node) =>
    list(node, 'options').some((item) => child(item, 'DefElem')['defname'] === 'analyze')
      ? changesOf(child(node, 'query'))
      : [],
}

/** INSERT, UPDATE and DELETE in a WITH. */
function commonTableChanges(node: ParseNode): Change[] {
  return list(child(node, 'withClause'), 'ctes').flatMap((item) => {
    const query = child(child(item, 'CommonTableExpr'), 'ctequery')
    return changesOf(query).filter(({ effect }) => effect === 'rows')
  })
}

function created(object: string, subject: string): Change[] {
  return [{ what: `CREATE ${object}`, subject, effect: 'creates', within: objectKey(object, subject), makes: true }]
}

function altered(object: string, subject: string, effect: Change['effect'] = 'loosens'): Change[] {
  return [{ what: `ALTER ${object}`, subject, effect, within: objectKey(object, subject) }]
}

/** A trigger, a policy or a rule, which is a part of its table. */
function partChange(what: string, table: string, part: string, effect: Change['effect'] = 'creates'): Change[] {
  return [{ what, subject: partOf(table, part), effect, within: table }]
}

function createdRelation(what: string, relation: ParseNode): Change[] {
  const subject = nameOf(relation)
  const temporary = relation['relpersistence'] === 't' ? { isTemporary: true as const } : {}
  return [{ what, subject, within: subject, effect: 'creates', makes: true, ...temporary }]
}

function createdTable(what: string, node: ParseNode): Change[] {
  const columns = columnTypes(list(node, 'tableElts'))
  return createdRelation(what, child(node, 'relation')).map((change) => ({ ...change, columns }))
}

function createdFromQuery(node: ParseNode): Change[] {
  const relation = child(child(node, 'into'), 'rel')
  if (node['objtype'] === 'OBJECT_MATVIEW') return createdRelation('CREATE MATERIALIZED VIEW', relation)
  const subject = nameOf(relation)
  return [...createdRelation('CREATE TABLE AS', relation), { what: 'INSERT', subject, within: subject, effect: 'rows' }]
}

/** CREATE SCHEMA, and what it makes in the schema, which is named without it. */
function createdSchema(node: ParseNode): Change[] {
  const role = named(node, 'authrole')
  const schema = text(node, 'schemaname') || role
  const inside = (name: string): string => (name.includes('.') ? name : `${schema}.${name}`)
  const elements = list(node, 'schemaElts')
    .flatMap(changesOf)
    .map((change) => ({
      ...change,
      subject: inside(change.subject),
      ...(change.within === undefined ? {} : { within: inside(change.within) }),
    }))
  return [...created('SCHEMA', schema), ...elements]
}

function alteredEnum(node: ParseNode): Change[] {
  const subject = named(node, 'typeName')
  if (text(node, 'oldVal') !== '') return [{ what: 'RENAME VALUE', subject, effect: 'renames', within: subject }]
  return [{ what: 'ADD VALUE', subject, effect: 'loosens', within: subject, irreversible: true }]
}

/** What is taken out of a publication does not come any more. */
function publicationEffect(node: ParseNode): Change['effect'] {
  return list(node, 'pubobjects').length > 0 ? 'removes' : 'loosens'
}

function rowsChange(what: string, node: ParseNode, rows?: number): Change {
  const subject = nameOf(child(node, 'relation'))
  return { what, subject, within: subject, effect: 'rows', ...(rows === undefined ? {} : { rows }) }
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
  return functionsCalled(node).map((subject) => ({ what: 'SELECT', subject, effect: 'code' }))
}
