// The text of CREATE FUNCTION and CREATE PROCEDURE, built from the attributes: only what differs from the
// defaults of the manual is written, and the body goes between dollar quotes that it does not contain.
import type { CatalogObject } from '../model/object.ts'
import { canonical } from '../model/value.ts'
import { quoteLiteral, quoteName, quotePath } from '../sql/quote.ts'
import type { Argument } from './code-routine.ts'
import type { RenderView } from './kind.ts'
import { ownerStatements } from './owner.ts'
import { routineSpelling } from './routine.ts'
import { inGivenOrder } from './given-order.ts'
import { settingClause } from './settings.ts'

/** What `describeCodeRoutine` gives. */
interface CodeAttributes {
  readonly arguments: readonly Argument[]
  readonly argumentDefaults: readonly (string | null)[]
  readonly result: string | null
  readonly returnsSet: boolean
  readonly language: string
  readonly body: string | null
  readonly objectFile: string | null
  readonly sqlBody: string | null
  readonly window: boolean
  readonly volatility: string
  readonly parallel: string
  readonly strict: boolean
  readonly securityDefiner: boolean
  readonly leakproof: boolean
  readonly cost: number
  readonly rows: number
  readonly support: string | null
  readonly transforms: readonly string[]
  readonly settings: readonly string[]
}

/** The routine and, where it is not the principal's, its owner. */
export function createCode(object: CatalogObject, view: RenderView): string[] {
  return [codeText(object, 'CREATE'), ...ownCode(object, view)]
}

/** The owner alone, where it is not the principal. */
export function ownCode(object: CatalogObject, view: RenderView): string[] {
  return ownerStatements(routineSpelling(object), object, view)
}

/** DROP FUNCTION or DROP PROCEDURE. */
export function dropCode(object: CatalogObject): string[] {
  return [`DROP ${routineSpelling(object)}`]
}

/** CREATE OR REPLACE, which can change anything but the arguments' names and types and the result. */
export function alterCode(before: CatalogObject, after: CatalogObject, view: RenderView): string[] | undefined {
  const [from, to] = [codeAttributes(before), codeAttributes(after)]
  const shape = (code: CodeAttributes) => canonical([code.arguments as never, code.result, code.returnsSet])
  if (shape(from) !== shape(to)) return undefined
  const [ownerBefore, ownerAfter] = [
    before.attributes['owner'] as string | null,
    after.attributes['owner'] as string | null,
  ]
  return [
    codeText(after, 'CREATE OR REPLACE'),
    ...(ownerBefore === ownerAfter ? [] : [`ALTER ${routineSpelling(after)} OWNER TO ${view.role(ownerAfter)}`]),
  ]
}

function codeAttributes(object: CatalogObject): CodeAttributes {
  return object.attributes as unknown as CodeAttributes
}

/** CREATE FUNCTION or CREATE PROCEDURE; `verb` is CREATE or CREATE OR REPLACE. */
export function codeText(object: CatalogObject, verb: string): string {
  const code = codeAttributes(object)
  return [
    `${verb} ${object.kind.toUpperCase()} ${quotePath(...object.identity.parts)}(${argumentList(code)})`,
    ...returnsClause(code),
    `LANGUAGE ${quoteName(code.language)}`,
    ...(code.transforms.length === 0
      ? []
      : [`TRANSFORM ${code.transforms.map((type) => `FOR TYPE ${type}`).join(', ')}`]),
    ...propertyLine(code),
    ...inGivenOrder(object, code.settings).map(settingClause),
    bodyText(code),
  ].join('\n')
}

const lineLength = 90

function argumentList(code: CodeAttributes): string {
  const written = code.arguments
    .map((argument, index) => ({ ...argument, value: code.argumentDefaults[index] ?? null }))
    .filter(({ mode }) => mode !== 'TABLE')
    .map(({ mode, name, type, value }) =>
      [
        ...(mode === 'IN' ? [] : [mode]),
        ...(name === '' ? [] : [quoteName(name)]),
        type,
        ...(value === null ? [] : [`DEFAULT ${value}`]),
      ].join(' '),
    )
  const line = written.join(', ')
  return line.length <= lineLength ? line : `\n  ${written.join(',\n  ')}\n`
}

/** RETURNS is left out where the OUT arguments say it. */
function returnsClause({ result, returnsSet, arguments: all }: CodeAttributes): string[] {
  const hasOut = all.some(({ mode }) => mode === 'OUT' || mode === 'INOUT')
  if (result === null || (hasOut && !returnsSet)) return []
  const columns = all.filter(({ mode }) => mode === 'TABLE').map(({ name, type }) => `${quoteName(name)} ${type}`)
  const line = `RETURNS ${result}`
  return columns.length === 0 || line.length <= lineLength ? [line] : [`RETURNS TABLE(\n  ${columns.join(',\n  ')}\n)`]
}

function propertyLine(code: CodeAttributes): string[] {
  const defaultCost = ['c', 'internal'].includes(code.language) ? 1 : 100
  const properties = [
    code.window && 'WINDOW',
    code.volatility !== 'VOLATILE' && code.volatility,
    code.strict && 'STRICT',
    code.leakproof && 'LEAKPROOF',
    code.securityDefiner && 'SECURITY DEFINER',
    code.parallel !== 'UNSAFE' && `PARALLEL ${code.parallel}`,
    code.cost !== defaultCost && `COST ${code.cost}`,
    code.rows !== (code.returnsSet ? 1000 : 0) && `ROWS ${code.rows}`,
    code.support !== null && `SUPPORT ${code.support}`,
  ].filter((property) => property !== false)
  return properties.length === 0 ? [] : [properties.join(' ')]
}

function bodyText({ body, objectFile, sqlBody, language }: CodeAttributes): string {
  if (sqlBody !== null) return sqlBody
  const source = body ?? ''
  if (objectFile !== null) return `AS ${quoteLiteral(objectFile)}, ${quoteLiteral(source)}`
  return `AS ${language === 'internal' ? quoteLiteral(source) : dollarQuote(source)}`
}

/** Text between dollar quotes whose tag it neither contains nor, with its last characters, completes. */
export function dollarQuote(text: string): string {
  if (!text.includes('$$') && !text.endsWith('$')) return `$$${text}$$`
  const tags = ['function', 'body', ...Array.from({ length: text.length }, (_, index) => `body${index + 1}`)]
  const tag = tags.find((candidate) => !text.includes(`$${candidate}`)) ?? 'body'
  return `$${tag}$${text}$${tag}$`
}
