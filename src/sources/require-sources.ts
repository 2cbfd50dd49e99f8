// Whether a source that is a file or a folder is there: asked of both before either is opened, which may take minutes.
import { stat } from 'node:fs/promises'
import { PgfoldError } from '../errors.ts'
import type { Source } from './source.ts'

/** Throws `not-found` where a source is a path and nothing is there. */
export async function requireSources(sources: readonly Source[]): Promise<void> {
  for (const { kind, text } of sources) if (kind !== 'live') await requirePath(text)
}

/** Throws `not-found` where nothing is at `path`. */
async function requirePath(path: string): Promise<void> {
  try {
    await stat(path)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    const reason = code === 'ENOENT' ? '' : `: ${code === 'EACCES' ? 'permission denied' : message.split(',', 1)[0]}`
    throw new PgfoldError('not-found', `${reason === '' ? 'there is nothing at' : 'cannot read'} ${path}${reason}`, {
      hint: 'Correct the path. A database is written without a slash or as postgres://…',
      cause,
    })
  }
}
