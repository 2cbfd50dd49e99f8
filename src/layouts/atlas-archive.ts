// A file that says `-- atlas:txtar` is an archive: a line `-- NAME --` begins each of its sections. `migration.sql` is what
// Atlas runs, `down.sql` what takes it back, and `checks.sql` and those in `checks/` ask, before a migration, whether it may
// run.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { linesOf, type Span } from './parts.ts'

export interface Archive {
  readonly up: Span
  readonly down?: Span
  /** The names of its checks. */
  readonly checks: readonly string[]
}

interface Section extends Span {
  readonly name: string
  readonly line: Span
}

/** What is in an archive, whose directive stands at `start`. @throws {PgfoldError} `unknown-directive` */
export function readArchive(script: Script, start: number): Archive {
  const sections = sectionsIn(script.text)
  const isCheck = ({ name }: Section): boolean => /^checks(?:\/.+)?\.sql$/u.test(name)
  for (const [index, section] of sections.entries()) {
    const isTwin = sections.slice(0, index).some(({ name }) => name === section.name)
    const isKnown = isCheck(section) || ['migration.sql', 'down.sql'].includes(section.name)
    if (isKnown && !isTwin) continue
    const message = isTwin ? `A second section is named ${section.name}` : `Atlas runs no section ${section.name}`
    throw new PgfoldError('unknown-directive', `${message}; what is below it would be lost`, {
      location: locate(script, section.line.start),
      hint: 'The sections are migration.sql, down.sql and checks.sql; a remark does not end in two dashes.',
    })
  }
  const [up, down] = ['migration.sql', 'down.sql'].map((wanted) => sections.find(({ name }) => name === wanted))
  if (up !== undefined) {
    return { up, ...(down === undefined ? {} : { down }), checks: sections.filter(isCheck).map(({ name }) => name) }
  }
  throw new PgfoldError('unknown-directive', 'The archive has no section migration.sql', {
    location: locate(script, start),
    hint: 'Begin it with the line -- migration.sql --, or remove the directive.',
  })
}

function sectionsIn(text: string): Section[] {
  const begins = linesOf(text).flatMap((line) => {
    const [, name] = /^-- (.*\S.*) --$/u.exec(line.text) ?? []
    return name === undefined ? [] : [{ name: name.trim(), line }]
  })
  return begins.map(({ name, line }, index) => {
    return { name, line, start: line.end, end: begins[index + 1]?.line.start ?? text.length }
  })
}
