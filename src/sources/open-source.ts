// A source becomes something that can be read: each form in its own file, one answer for all.
import type { RunContext } from './run-context.ts'
import { openHistory } from './history-source.ts'
import { openLive } from './live-source.ts'
import type { OpenSource } from './opened.ts'
import { openSnapshot } from './snapshot-source.ts'
import { requireSources } from './require-sources.ts'
import type { Source } from './source.ts'

/**
 * Opens a source; the caller closes it. Throws `not-found` for a path that is not there, `bad-snapshot`,
 * and what `connect`, `readHistory` and `replay` throw.
 */
export async function openSource(source: Source, context: RunContext): Promise<OpenSource> {
  await requireSources([source])
  switch (source.kind) {
    case 'live':
      return openLive(source.text, context)
    case 'snapshot':
      return openSnapshot(source.text, context)
    case 'history':
    case 'sql':
      return openHistory(source.text, context)
  }
}
