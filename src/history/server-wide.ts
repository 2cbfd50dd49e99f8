// Statements that act on the server rather than on the database that is folded, by PostgreSQL's parse nodes. CREATE ROLE is
// not among them, since roles are told by name (roles.ts), and what is set for one database is an object of it.
import type { ParseNode } from './parse-node.ts'

const byKind: Readonly<Record<string, string>> = {
  AlterDatabaseStmt: 'ALTER DATABASE',
  AlterRoleSetStmt: 'ALTER ROLE … SET',
  AlterRoleStmt: 'ALTER ROLE',
  AlterSystemStmt: 'ALTER SYSTEM',
  AlterTableSpaceOptionsStmt: 'ALTER TABLESPACE',
  CreatedbStmt: 'CREATE DATABASE',
  CreateTableSpaceStmt: 'CREATE TABLESPACE',
  DropdbStmt: 'DROP DATABASE',
  DropRoleStmt: 'DROP ROLE',
  DropTableSpaceStmt: 'DROP TABLESPACE',
  GrantRoleStmt: 'GRANT or REVOKE of a role',
}

/** These change or drop what is not ours, where the scratch server is one that was given. */
const refused: ReadonlySet<string> = new Set([
  'ALTER SYSTEM',
  'ALTER TABLESPACE',
  'CREATE DATABASE',
  'CREATE TABLESPACE',
  'DROP DATABASE',
  'DROP TABLESPACE',
])

/** Statements of many kinds of object, by what they speak of. */
const byObject: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CommentStmt: {
    OBJECT_DATABASE: 'COMMENT ON DATABASE',
    OBJECT_ROLE: 'COMMENT ON ROLE',
    OBJECT_TABLESPACE: 'COMMENT ON TABLESPACE',
  },
  GrantStmt: { OBJECT_TABLESPACE: 'GRANT or REVOKE ON TABLESPACE' },
  SecLabelStmt: {
    OBJECT_DATABASE: 'SECURITY LABEL ON DATABASE',
    OBJECT_ROLE: 'SECURITY LABEL ON ROLE',
    OBJECT_TABLESPACE: 'SECURITY LABEL ON TABLESPACE',
  },
}

/** `CREATE DATABASE`, where a statement acts on the server; undefined otherwise. */
export function serverWideName(kind: string, node: ParseNode): string | undefined {
  return byKind[kind] ?? byObject[kind]?.[String(node['objtype'])]
}

/** True where a history with such a statement is not replayed. */
export function isRefusedOnScratch(name: string): boolean {
  return refused.has(name)
}
