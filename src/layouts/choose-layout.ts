// Which layout a folder is in. The marks of a runner decide; names alone only where no mark is there, and of several
// runners whose names fit, the one that the project's own files speak of. Where two are left, nobody guesses.
import { PgfoldError } from '../errors.ts'
import { codeFiles } from './code-files.ts'
import { filesBelow, type Evidence, type Folder, type Layout, type Surroundings } from './layout.ts'
import { layouts } from './registry.ts'

interface Fit {
  readonly layout: Layout
  readonly evidence: Evidence
}

interface Choice {
  /** The folder as a person is told of it. */
  readonly shown: string
  readonly surroundings: Surroundings
  /** Only those whose migrations are code. */
  readonly inCode: boolean
}

/** The layout that fits. @throws {PgfoldError} `unknown-layout`, `ambiguous-layout`, `empty-history` */
export async function chooseLayout(folder: Folder, { shown, surroundings, inCode }: Choice): Promise<Layout> {
  const among = inCode ? layouts.filter(isInCode) : layoutsFor(folder)
  const fitting = strongest(await fits(folder, surroundings, among))
  const [only, second] = fitting
  if (only === undefined) throw await unknownLayout(folder, { shown, surroundings, among })
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
    details: known(layouts),
    hint: 'Choose one of these, or leave --layout out to find it by the files.',
  })
}

/** True of a layout whose migrations are code. */
export function isInCode({ command }: Layout): boolean {
  return command !== undefined
}

/** Where there is SQL, it is that of a runner of SQL; code beside it may be anybody's. */
function layoutsFor(folder: Folder): readonly Layout[] {
  const hasSql = filesBelow(folder).some((path) => /\.sql$/iu.test(path))
  return hasSql ? layouts.filter((layout) => !isInCode(layout)) : layouts
}

async function fits(folder: Folder, surroundings: Surroundings, among: readonly Layout[]): Promise<Fit[]> {
  const found = await Promise.all(
    among.map(async (layout) => ({ layout, evidence: await layout.detect(folder, surroundings) })),
  )
  return found.filter(({ evidence }) => evidence.marks.length + evidence.names.length > 0)
}

function strongest(fitting: readonly Fit[]): readonly Fit[] {
  const marked = fitting.filter(({ evidence }) => evidence.marks.length > 0)
  return marked.length > 0 ? marked : fitting
}

function known(among: readonly Layout[]): string[] {
  return among.map((layout) => `${layout.name}: ${layout.shape}`)
}

interface Unknown extends Omit<Choice, 'inCode'> {
  readonly among: readonly Layout[]
}

async function unknownLayout(folder: Folder, { shown, surroundings, among }: Unknown): Promise<PgfoldError> {
  const names = [...folder.folders.map((child) => `${child.path}/`), ...folder.files]
  if (names.length === 0) {
    return new PgfoldError('empty-history', `${shown} is empty`, { hint: 'Name the folder that holds the migrations.' })
  }
  const below = await fittingBelow(folder, surroundings, among)
  const isRun = among.every(isInCode)
  const orRun =
    !isRun && codeFiles(folder).length > 0
      ? " Migrations that are code are folded with --run 'CMD', whatever their runner."
      : ''
  return new PgfoldError('unknown-layout', `No layout fits the files in ${shown}`, {
    details: [`seen: ${examples(names)}`, ...known(isRun ? among : layouts)],
    hint: `Name the folder that holds the migrations${below === undefined ? '' : `, such as ${below}`}, or say --layout.${orRun}`,
  })
}

async function fittingBelow(
  folder: Folder,
  surroundings: Surroundings,
  among: readonly Layout[],
): Promise<string | undefined> {
  for (const child of folder.folders) if ((await fits(child, surroundings, among)).length > 0) return child.path
  return undefined
}

function examples(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ')
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown
}
