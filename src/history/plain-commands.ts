// Commands of which the node of the parser says all that there is to know: the words of the manual, what the change does
// to those who use the database, and the field with the name.
import type { Change, Effect } from './change.ts'
import { named, objectKey } from './object-names.ts'
import type { ParseNode } from './parse-node.ts'

/** The change of such a statement; none where it changes nothing that lasts, or is none of them. */
export function plainChanges(kind: string, node: ParseNode): Change[] {
  const command = commands[kind]
  if (command === undefined) return []
  const [what, effect, field] = command
  const subject = named(node, field)
  const object = what.replace(/^\w+ /u, '')
  const within = objectKey(object, subject)
  if (what.startsWith('CREATE ')) return [{ what, subject, effect, within, makes: true }]
  return [{ what, subject, effect, within, ...(effect === 'removes' ? { drops: true } : {}) }]
}

type Command = readonly [what: string, effect: Effect, field: string]

const commands: Readonly<Record<string, Command>> = {
  AlterCollationStmt: ['ALTER COLLATION', 'loosens', 'collname'],
  AlterDatabaseRefreshCollStmt: ['ALTER DATABASE', 'loosens', 'dbname'],
  AlterDatabaseSetStmt: ['ALTER DATABASE', 'loosens', 'dbname'],
  AlterDatabaseStmt: ['ALTER DATABASE', 'loosens', 'dbname'],
  AlterEventTrigStmt: ['ALTER EVENT TRIGGER', 'loosens', 'trigname'],
  AlterExtensionContentsStmt: ['ALTER EXTENSION', 'loosens', 'extname'],
  AlterExtensionStmt: ['ALTER EXTENSION', 'loosens', 'extname'],
  AlterFdwStmt: ['ALTER FOREIGN DATA WRAPPER', 'loosens', 'fdwname'],
  AlterForeignServerStmt: ['ALTER SERVER', 'loosens', 'servername'],
  AlterOperatorStmt: ['ALTER OPERATOR', 'loosens', 'opername'],
  AlterRoleSetStmt: ['ALTER ROLE', 'loosens', 'role'],
  AlterSeqStmt: ['ALTER SEQUENCE', 'loosens', 'sequence'],
  AlterStatsStmt: ['ALTER STATISTICS', 'describes', 'defnames'],
  AlterSubscriptionStmt: ['ALTER SUBSCRIPTION', 'loosens', 'subname'],
  AlterTSDictionaryStmt: ['ALTER TEXT SEARCH DICTIONARY', 'loosens', 'dictname'],
  AlterTableSpaceOptionsStmt: ['ALTER TABLESPACE', 'loosens', 'tablespacename'],
  AlterTypeStmt: ['ALTER TYPE', 'loosens', 'typeName'],
  ClusterStmt: ['CLUSTER', 'loosens', 'relation'],
  CompositeTypeStmt: ['CREATE TYPE', 'creates', 'typevar'],
  CreateAmStmt: ['CREATE ACCESS METHOD', 'creates', 'amname'],
  CreateConversionStmt: ['CREATE CONVERSION', 'creates', 'conversion_name'],
  CreateDomainStmt: ['CREATE DOMAIN', 'creates', 'domainname'],
  CreateEnumStmt: ['CREATE TYPE', 'creates', 'typeName'],
  CreateEventTrigStmt: ['CREATE EVENT TRIGGER', 'creates', 'trigname'],
  CreateExtensionStmt: ['CREATE EXTENSION', 'creates', 'extname'],
  CreateFdwStmt: ['CREATE FOREIGN DATA WRAPPER', 'creates', 'fdwname'],
  CreateForeignServerStmt: ['CREATE SERVER', 'creates', 'servername'],
  CreateOpClassStmt: ['CREATE OPERATOR CLASS', 'creates', 'opclassname'],
  CreateOpFamilyStmt: ['CREATE OPERATOR FAMILY', 'creates', 'opfamilyname'],
  CreatePLangStmt: ['CREATE LANGUAGE', 'creates', 'plname'],
  CreatePublicationStmt: ['CREATE PUBLICATION', 'creates', 'pubname'],
  CreateRangeStmt: ['CREATE TYPE', 'creates', 'typeName'],
  CreateStatsStmt: ['CREATE STATISTICS', 'creates', 'defnames'],
  CreateSubscriptionStmt: ['CREATE SUBSCRIPTION', 'creates', 'subname'],
  CreateTableSpaceStmt: ['CREATE TABLESPACE', 'creates', 'tablespacename'],
  CreatedbStmt: ['CREATE DATABASE', 'creates', 'dbname'],
  DropSubscriptionStmt: ['DROP SUBSCRIPTION', 'removes', 'subname'],
  DropTableSpaceStmt: ['DROP TABLESPACE', 'removes', 'tablespacename'],
  ExecuteStmt: ['EXECUTE', 'code', 'name'],
  ImportForeignSchemaStmt: ['IMPORT FOREIGN SCHEMA', 'creates', 'local_schema'],
}
