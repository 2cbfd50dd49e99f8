// What ALTER DOMAIN changes. The server looks through every column of the domain, as ALTER TABLE does through one table.
import type { Change, Effect } from './change.ts'
import { named, partOf } from './object-names.ts'
import { child, text, type ParseNode } from './parse-node.ts'

/** The one change of an AlterDomainStmt. */
export function alteredDomain(node: ParseNode): Change[] {
  const domain = named(node, 'typeName')
  const subtype = text(node, 'subtype')
  const command = subtype === 'T' && node['def'] === undefined ? dropDefault : commands[subtype]
  const [what, effect] = command ?? ['', 'loosens']
  const constraint = text(node, 'name') || text(child(child(node, 'def'), 'Constraint'), 'conname')
  return [{ what: `ALTER DOMAIN ${what}`.trim(), subject: partOf(domain, constraint), effect, within: domain }]
}

type Command = readonly [what: string, effect: Effect]

const dropDefault: Command = ['DROP DEFAULT', 'restricts']

/** By the letter that the parser keeps the command as (gram.y, AlterDomainStmt). */
const commands: Readonly<Record<string, Command>> = {
  T: ['SET DEFAULT', 'loosens'],
  N: ['DROP NOT NULL', 'loosens'],
  O: ['SET NOT NULL', 'restricts'],
  C: ['ADD CONSTRAINT', 'restricts'],
  X: ['DROP CONSTRAINT', 'loosens'],
  V: ['VALIDATE CONSTRAINT', 'loosens'],
}
