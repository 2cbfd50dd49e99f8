// Changes to roles, to what they own, and to what they may do.
import type { Change } from './change.ts'
import { named, objectKey, objectNamed, objectWords } from './object-names.ts'
import { child, list, text, type ParseNode } from './parse-node.ts'

/** GRANT and REVOKE, of a privilege on each object that is named. */
export function privilegeChanges(node: ParseNode): Change[] {
  const object = objectWords(text(node, 'objtype'))
  const isAll = node['targtype'] === 'ACL_TARGET_ALL_IN_SCHEMA'
  return list(node, 'objects').map((item) => {
    const subject = objectNamed(isAll ? 'SCHEMA' : object, item)
    return { ...grantOrRevoke(node), subject, within: objectKey(isAll ? 'SCHEMA' : object, subject) }
  })
}

/** GRANT and REVOKE of a role. */
export function membershipChanges(node: ParseNode): Change[] {
  return list(node, 'granted_roles').map((item) => {
    const subject = objectNamed('ROLE', item)
    return { ...grantOrRevoke(node), subject, within: objectKey('ROLE', subject) }
  })
}

// Who lost a privilege may fail from then on.
function grantOrRevoke(node: ParseNode): Pick<Change, 'what' | 'effect'> {
  return node['is_grant'] === true ? { what: 'GRANT', effect: 'describes' } : { what: 'REVOKE', effect: 'restricts' }
}

/** They are about what will be created later: nothing that is there may fail. */
export function defaultPrivilegeChanges(node: ParseNode): Change[] {
  const names = list(node, 'options').flatMap((item) =>
    list(child(child(child(item, 'DefElem'), 'arg'), 'List'), 'items'),
  )
  const subject = names.map((name) => objectNamed('SCHEMA', name)).join(', ')
  return [{ what: 'ALTER DEFAULT PRIVILEGES', subject, effect: 'describes' }]
}

/** CREATE ROLE, USER or GROUP. */
export function createdRole(node: ParseNode): Change[] {
  const subject = named(node, 'role')
  const what = `CREATE ${text(node, 'stmt_type').replace(/^ROLESTMT_/u, '') || 'ROLE'}`
  return [{ what, subject, effect: 'creates', within: objectKey('ROLE', subject), makes: true }]
}

/** ALTER ROLE, which may take an attribute away, and ALTER GROUP, which may take a member away. */
export function alteredRole(node: ParseNode): Change[] {
  const options = list(node, 'options').map((item) => child(item, 'DefElem'))
  const isGroup = options.some((option) => option['defname'] === 'rolemembers')
  const takes = options.some((option) => isOff(child(option, 'arg'))) || (isGroup && node['action'] === -1)
  const subject = named(node, 'role')
  const effect = takes ? 'restricts' : 'loosens'
  return [{ what: isGroup ? 'ALTER GROUP' : 'ALTER ROLE', subject, effect, within: objectKey('ROLE', subject) }]
}

/** DROP ROLE, DROP OWNED (which drops what the roles own) and REASSIGN OWNED, of each role that is named. */
export function ofEachRole(change: Omit<Change, 'subject'>): (node: ParseNode) => Change[] {
  return (node) =>
    list(node, 'roles').map((item) => {
      const subject = objectNamed('ROLE', item)
      return { ...change, subject, within: objectKey('ROLE', subject) }
    })
}

/** The name of a user mapping, as the statement has it. */
export function mappingChange(what: string, effect: Change['effect']): (node: ParseNode) => Change[] {
  return (node) => {
    const subject = `${named(node, 'user')} SERVER ${named(node, 'servername')}`
    const makes = effect === 'creates' ? { makes: true as const } : {}
    return [{ what, subject, effect, within: objectKey('USER MAPPING', subject), ...makes }]
  }
}

function isOff(argument: ParseNode): boolean {
  return child(argument, 'Boolean')['boolval'] === false
}
