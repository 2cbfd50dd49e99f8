// What a person may compare, from one word: a URL or a bare name is a live database, a path is what it ends
// in. A bare word is never a path, so that a folder cannot hide a database of its name.
import { isUrl } from '../server/address.ts'
import { PgfoldError } from '../errors.ts'

/** One side of a comparison as it was written on the command line. */
export type Source =
  | { readonly kind: 'live'; readonly text: string }
  | { readonly kind: 'history'; readonly text: string }
  | { readonly kind: 'sql'; readonly text: string }
  | { readonly kind: 'snapshot'; readonly text: string }

/** The source that a word means; touches neither disk nor server. Throws `bad-source` for an empty word and other URLs. */
export function parseSource(text: string): Source {
  if (text.trim() === '') {
    throw new PgfoldError('bad-source', 'a source is empty', {
      hint: 'Give a database (URL or name), a folder of migrations (with a slash), a .sql file or a snapshot (.json).',
    })
  }
  if (isUrl(text)) return { kind: 'live', text }
  if (text.includes('://')) {
    // Not shown: it may hold a password.
    throw new PgfoldError('bad-source', 'a source is a URL that does not begin with postgres:// or postgresql://', {
      hint: 'Only PostgreSQL databases can be compared.',
    })
  }
  if (/\.sql$/iu.test(text)) return { kind: 'sql', text }
  if (/\.json$/iu.test(text)) return { kind: 'snapshot', text }
  return { kind: isPath(text) ? 'history' : 'live', text }
}

function isPath(text: string): boolean {
  return text === '.' || text === '..' || /[/\\]/u.test(text)
}
