// Statements that take objects of any kind, which one their node says: DROP, RENAME, COMMENT, and ALTER … OWNER TO and its
// like.
import type { Change } from './change.ts'
import { objectKey, objectNamed, objectWords, partOf } from './object-names.ts'
import { child, list, nameOf, text, type ParseNode } from './parse-node.ts'

/** A statement that takes objects of many kinds. */
export function ofObject(node: ParseNode, what: (object: string) => string, effect: Change['effect']): Change[] {
  const object = objectWords(text(node, 'objectType') || text(node, 'objtype'))
  const relation = nameOf(child(node, 'relation'))
  const subject = partOf(relation, objectNamed(object, child(node, 'object')))
  const within = relation === '' ? objectKey(object, subject) : relation
  return [{ what: what(object), subject, effect, within }]
}

const namesOnly = new Set(['INDEX', 'CONSTRAINT', 'TRIGGER', 'POLICY', 'RULE', 'STATISTICS', 'EVENT TRIGGER'])

/** RENAME, of an object or of a part of one. */
export function renamed(node: ParseNode): Change[] {
  const object = objectWords(text(node, 'renameType'))
  const relation = nameOf(child(node, 'relation'))
  const part = [objectNamed(object, child(node, 'object')), text(node, 'subname')].filter(Boolean).join('.')
  const subject = partOf(relation, part)
  const effect = namesOnly.has(object) ? 'loosens' : 'renames'
  const within = relation === '' ? objectKey(object, subject) : relation
  return [{ what: `RENAME ${object}`, subject, effect, within }]
}

const harmlessDrops = new Set(['INDEX', 'STATISTICS'])
const dropsWithData = new Set(['TABLE', 'SCHEMA', 'SEQUENCE', 'MATERIALIZED VIEW', 'EXTENSION'])
const partsOfTables = new Set(['TRIGGER', 'POLICY', 'RULE'])

/** DROP, which takes several. */
export function dropped(node: ParseNode): Change[] {
  const object = objectWords(text(node, 'removeType'))
  return list(node, 'objects').map((item): Change => {
    const subject = objectNamed(object, item)
    const isPart = partsOfTables.has(object)
    return {
      what: `DROP ${object}`,
      subject,
      effect: harmlessDrops.has(object) ? 'loosens' : 'removes',
      within: isPart ? subject.replace(/\.[^.]*$/u, '') : objectKey(object, subject),
      ...(isPart ? {} : { drops: true as const }),
      ...(dropsWithData.has(object) ? { irreversible: true as const } : {}),
    }
  })
}
