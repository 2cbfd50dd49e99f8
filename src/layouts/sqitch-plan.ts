// sqitch.plan: a head of `%name=value` lines, then a line for each change, `name [dependencies] time planner <mail> # note`,
// and for each tag, `@name …`, which belongs to the change before it. A change that a tag lies behind may be planned
// again under its name. The id of a change is a SHA-1 over what its line says and the id of the change before it.
import { createHash } from 'node:crypto'
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { linesOf, type Line, type Span } from './parts.ts'

export interface PlannedChange {
  readonly name: string
  readonly id: string
  /** As they stand in the brackets, each with its place. */
  readonly dependencies: readonly (Span & { readonly text: string })[]
  /** `2026-01-02T03:04:05Z Name <mail>`. */
  readonly planned: string
  readonly note: string
  readonly line: Line
}

interface PlannedTag {
  readonly name: string
  readonly id: string
  /** Index of the change that it belongs to. */
  readonly change: number
  readonly line: Line
}

export interface SqitchPlan {
  /** The name of the project, which its own dependencies may begin with. */
  readonly project: string
  readonly changes: readonly PlannedChange[]
  readonly tags: readonly PlannedTag[]
}

/** The change that a dependency means, or what it is when it is none of this plan. */
export type Meant = number | 'elsewhere' | 'unknown'

const punctuation = '[-!"#$%&\'()*+,./:;<=>?@[\\\\\\]^`{|}~]'
const name = `(?!${punctuation})(?:(?![~/=%^[\\]]\\d+(?:$|[ \\t]))[^ \\t:@#\\\\])+(?<!${punctuation})`
const entry = new RegExp(
  `^[ \\t]*([@+-])?[ \\t]*(${name})[ \\t]*(?:\\[([^\\]]+)\\][ \\t]*)?(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ)[ \\t]+([^<]+?)[ \\t]+<([^>]+)>[ \\t]*$`,
  'u',
)
const dependency = new RegExp(`^(!?)(?:(${name}):)?(?:([0-9a-f]{40})|(${name})?(?:@(${name}))?)$`, 'u')

/** The plan in a file. @throws {PgfoldError} `unreadable-plan`, `duplicate-migrations`, `unknown-dependency` */
export function readPlan(script: Script): SqitchPlan {
  const pragmas = new Map<string, string>()
  const changes: PlannedChange[] = []
  const tags: PlannedTag[] = []
  const refuse = refusals(script)
  const lines = linesOf(script.text).filter(({ text }) => /^[ \t]*[^# \t]/u.test(text))
  for (const line of lines) {
    const [, pragma, value] = /^[ \t]*%[ \t]*([^ \t=]+)(?:[ \t]*=[ \t]*(.+?))?[ \t]*(?:#.*)?$/u.exec(line.text) ?? []
    if (pragma !== undefined) {
      if (changes.length > 0) throw refuse('unreadable-plan', 'The head of the plan ends before the first change', line)
      pragmas.set(pragma, value ?? '')
      continue
    }
    const plan = { project: pragmas.get('project') ?? '', changes, tags }
    const planning = { line, plan, pragmas, refuse }
    const parts = partsOf(line)
    if (parts === undefined) throw refuse('unreadable-plan', 'This is no change, no tag and no %name=value', line)
    if (parts.sign === '-') throw refuse('unreadable-plan', 'A change that takes back another one is not read', line)
    if (parts.sign === '@') tags.push(tagOf(parts, planning))
    else changes.push(changeOf(parts, planning))
  }
  if (!pragmas.has('project')) {
    throw new PgfoldError('unreadable-plan', 'The plan has no line %project=NAME', {
      location: locate(script, 0),
      hint: 'Write it at the top, as sqitch init does.',
    })
  }
  return { project: pragmas.get('project') ?? '', changes, tags }
}

/** What a dependency of the change at `index` means; `text` is as in the brackets. */
export function meantBy(text: string, index: number, { project, changes, tags }: SqitchPlan): Meant {
  const [, , elsewhere, id, change, tagName] = dependency.exec(text) ?? []
  if (elsewhere !== undefined && elsewhere !== project) return 'elsewhere'
  if (id !== undefined) {
    const found = changes.findIndex((each) => each.id === id)
    return found === -1 ? 'elsewhere' : found
  }
  const tag = tagName === undefined ? undefined : tags.find((each) => each.name === tagName)
  if (tagName !== undefined && (tag === undefined || tag.change >= index)) return 'unknown'
  if (change === undefined) return tag?.change ?? 'unknown'
  const found = changes.findLastIndex((each, at) => each.name === change && at < index && at <= (tag?.change ?? at))
  return found === -1 ? 'unknown' : found
}

interface Parts {
  readonly sign: string | undefined
  readonly name: string
  readonly dependencies: readonly (Span & { readonly text: string })[]
  readonly time: string
  readonly planner: string
  readonly note: string
}

function partsOf({ text, start }: Line): Parts | undefined {
  const [before = '', note = ''] = split(text)
  const [, sign, found, brackets, time, person, mail] = entry.exec(before) ?? []
  if (found === undefined || time === undefined) return undefined
  const from = before.indexOf('[', before.indexOf(found) + found.length) + 1
  const dependencies = [...(brackets ?? '').matchAll(/[^ \t]+/gu)].map((match) => {
    const at = start + from + match.index
    return { text: match[0], start: at, end: at + match[0].length }
  })
  return { sign, name: found, dependencies, time, planner: `${person ?? ''} <${mail ?? ''}>`, note: unescaped(note) }
}

function split(text: string): string[] {
  const at = text.indexOf('#')
  return at === -1 ? [text] : [text.slice(0, at), text.slice(at + 1).trim()]
}

function unescaped(note: string): string {
  const meanings: Readonly<Record<string, string>> = { '\\n': '\n', '\\r': '\r', '\\\\': '\\' }
  return note.replaceAll(/\\[\\nr]/gu, (escape) => meanings[escape] ?? escape)
}

type Refuse = (code: string, message: string, at: Span) => PgfoldError

function refusals(script: Script): Refuse {
  return (code, message, { start }) =>
    new PgfoldError(code, message, {
      location: locate(script, start),
      hint: 'Correct the line; sqitch refuses the plan as well.',
    })
}

interface Planning {
  readonly line: Line
  readonly plan: SqitchPlan
  readonly pragmas: ReadonlyMap<string, string>
  readonly refuse: Refuse
}

function tagOf(parts: Parts, { line, plan: { changes, tags }, pragmas, refuse }: Planning): PlannedTag {
  const change = changes.at(-1)
  if (change === undefined) throw refuse('unreadable-plan', `No change stands before the tag @${parts.name}`, line)
  if (tags.some((tag) => tag.name === parts.name)) {
    throw refuse('duplicate-migrations', `A second tag has the name @${parts.name}`, line)
  }
  const info = [
    ...projectIn(pragmas),
    `tag @${parts.name}`,
    `change ${change.id}`,
    `planner ${parts.planner}`,
    `date ${parts.time}`,
    ...noteOf(parts),
  ]
  return { name: parts.name, id: hashOf('tag', info), change: changes.length - 1, line }
}

function changeOf(parts: Parts, { line, plan, pragmas, refuse }: Planning): PlannedChange {
  const index = plan.changes.length
  const earlier = plan.changes.findLastIndex((change) => change.name === parts.name)
  if (earlier !== -1 && !plan.tags.some(({ change }) => change >= earlier)) {
    throw refuse(
      'duplicate-migrations',
      `A second change has the name ${parts.name}, and no tag lies between them`,
      line,
    )
  }
  for (const each of parts.dependencies) {
    if (!dependency.test(each.text)) throw refuse('unreadable-plan', `${each.text} is no dependency`, each)
    const isMissing = meantBy(each.text, index, plan) === 'unknown'
    if (isMissing && !each.text.startsWith('!')) {
      throw refuse('unknown-dependency', `No change before this one is what it requires, ${each.text}`, each)
    }
  }
  return {
    name: parts.name,
    id: idOf(parts, plan.changes.at(-1)?.id, pragmas),
    dependencies: parts.dependencies,
    planned: `${parts.time} ${parts.planner}`,
    note: parts.note,
    line,
  }
}

function idOf(parts: Parts, parent: string | undefined, pragmas: ReadonlyMap<string, string>): string {
  const { requires, conflicts } = textsOf(parts.dependencies, pragmas.get('project') ?? '')
  return hashOf('change', [
    ...projectIn(pragmas),
    `change ${parts.name}`,
    ...(parent === undefined ? [] : [`parent ${parent}`]),
    `planner ${parts.planner}`,
    `date ${parts.time}`,
    ...(requires.length === 0 ? [] : [`requires\n  + ${requires.join('\n  + ')}`]),
    ...(conflicts.length === 0 ? [] : [`conflicts\n  - ${conflicts.join('\n  - ')}`]),
    ...noteOf(parts),
  ])
}

/** The dependencies as sqitch records them: those of the plan's own project without its name. */
export function textsOf(
  dependencies: PlannedChange['dependencies'],
  project: string,
): { readonly requires: readonly string[]; readonly conflicts: readonly string[] } {
  const own = dependencies.map(({ text }) => {
    const [mark, name] = text.startsWith('!') ? ['!', text.slice(1)] : ['', text]
    return mark + (name.startsWith(`${project}:`) ? name.slice(project.length + 1) : name)
  })
  return {
    requires: own.filter((text) => !text.startsWith('!')),
    conflicts: own.filter((text) => text.startsWith('!')).map((text) => text.slice(1)),
  }
}

function projectIn(pragmas: ReadonlyMap<string, string>): string[] {
  const uri = pragmas.get('uri')
  const project = `project ${pragmas.get('project') ?? ''}`
  return uri === undefined ? [project] : [project, `uri ${URL.canParse(uri) ? new URL(uri).href : uri}`]
}

function noteOf({ note }: Parts): string[] {
  return note === '' ? [] : ['', note]
}

/** As git names its objects. */
function hashOf(kind: string, lines: readonly string[]): string {
  const info = lines.join('\n')
  return createHash('sha1')
    .update(`${kind} ${Buffer.byteLength(info)}\0${info}`)
    .digest('hex')
}
