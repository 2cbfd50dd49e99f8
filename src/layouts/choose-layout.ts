// Which layout a folder is in. The marks of a runner decide; names alone only where no mark is there, and of several
// runners whose names fit, the one that the project's own files speak of. Where two are left, nobody guesses.
import { PgfoldError } from '../errors.ts'
import type { Evidence, Folder, Layout, Surroundings } from './layout.ts'
import { layouts } from './registry.ts'

interface Fit {
  readonly layout: Layout
  readonly evidence: Evidence
}

/** The layout that fits. @throws {PgfoldError} `unknown-layout`, `ambiguous-layout`, `empty-history` */
export async function chooseLayout(
  folder: Folder,
  { shown, surroundings }: { readonly shown: string; readonly surroundings: Surroundings },
): Promise<Layout> {
  const fitting = strongest(await fits(folder, surroundings))
  const [only, second] = fitting
  if (only === undefined) throw await unknownLayout(folder, shown, surroundings)
  if (second === undefined) return only.layout
  throw new PgfoldError('ambiguous-layout', `${shown} holds migrations in ${fitting.length} layouts`, {
    details: fitting.map(
      ({ layout, evidence }) => `${layout.name}: ${examples([...evidence.marks, ...evidence.names])}`,
    ),
    hint: `Say which with ${fitting.map(({ layout }) => `--layout ${layout.name}`).join(' or ')}.`,
  })
}

/** The layout of this name. Throws `unknown-layout`. */
export function layoutNamed(name: string): Layout {
  const found = layouts.find((layout) => layout.name === name)
  if (found !== undefined) return found
  throw new PgfoldError('unknown-layout', `There is no layout "${name}"`, {
    details: known(),
    hint: 'Choose one of these, or leave --layout out to find it by the files.',
  })
}

async function fits(folder: Folder, surroundings: Surroundings): Promise<Fit[]> {
  const found = await Promise.all(
    layouts.map(async (layout) => ({ layout, evidence: await layout.detect(folder, surroundings) })),
  )
  return found.filter(({ evidence }) => evidence.marks.length + evidence.names.length > 0)
}

function strongest(fitting: readonly Fit[]): readonly Fit[] {
  const marked = fitting.filter(({ evidence }) => evidence.marks.length > 0)
  return marked.length > 0 ? marked : fitting
}

function known(): string[] {
  return layouts.map((layout) => `${layout.name}: ${layout.shape}`)
}

async function unknownLayout(folder: Folder, shown: string, surroundings: Surroundings): Promise<PgfoldError> {
  const names = [...folder.folders.map((child) => `${child.path}/`), ...folder.files]
  if (names.length === 0) {
    return new PgfoldError('empty-history', `${shown} is empty`, { hint: 'Name the folder that holds the migrations.' })
  }
  const below = await fittingBelow(folder, surroundings)
  return new PgfoldError('unknown-layout', `No layout fits the files in ${shown}`, {
    details: [`seen: ${examples(names)}`, ...known()],
    hint: `Name the folder that holds the migrations${below === undefined ? '' : `, such as ${below}`}, or say --layout.`,
  })
}

async function fittingBelow(folder: Folder, surroundings: Surroundings): Promise<string | undefined> {
  for (const child of folder.folders) if ((await fits(child, surroundings)).length > 0) return child.path
  return undefined
}

function examples(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
