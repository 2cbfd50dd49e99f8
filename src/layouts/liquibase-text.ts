// What Liquibase does to the SQL of a changeset before the server sees it: comments are taken out, also those in function
// bodies, unless it says stripComments:false; and what ends a statement becomes a semicolon.
import { scriptOf, type Edit } from '../history/migration.ts'
import { replaced, type Replacement } from '../history/placeholders.ts'

const comment = /'(?:[^']|'')*'|"[^"]*"|--[^\r\n]*|\/\*[^]*?\*\//gu

/** The changed text, with the places of what was changed; none is the text as it was. */
export function asLiquibaseSends(
  text: string,
  { stripComments, delimiter }: { readonly stripComments: boolean; readonly delimiter: string | undefined },
): { readonly text: string; readonly edits: readonly Edit[] } {
  const comments = stripComments ? commentsIn(text) : []
  const all = [...comments, ...delimitersIn(text, delimiter)].sort((a, b) => a.at - b.at || b.length - a.length)
  const sent = replaced(scriptOf('', text), all)
  return { text: sent.text, edits: sent.original?.edits ?? [] }
}

function commentsIn(text: string): Replacement[] {
  return [...text.matchAll(comment)]
    .filter(([found]) => !/^['"]/u.test(found))
    .map(({ 0: found, index }) => ({ at: index, length: found.length, value: '' }))
}

/** Alone on a line: `go` and `/` where nothing else is said, and a slash that is; others also at the end of a line. */
function delimitersIn(text: string, delimiter: string | undefined): Replacement[] {
  const bare = delimiter?.replace(/^\\n/u, '').replace(/\$$/u, '') ?? ''
  if (bare === ';') return []
  const alone = delimiter === undefined ? 'go|/' : bare.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
  const before = delimiter === undefined || bare === '/' || bare !== delimiter ? '^' : ''
  const pattern = new RegExp(`${before}[ \\t]*(${alone})[ \\t]*\\r?$`, 'gimu')
  return [...text.matchAll(pattern)].map(({ 0: found, 1: own = '', index }) => {
    return { at: index + found.indexOf(own), length: own.length, value: ';' }
  })
}
