// `V1__what.sql.conf`, a file of settings beside a script of Flyway.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script, TransactionRule } from '../history/migration.ts'
import { dollarBraces, fillPlaceholders } from '../history/placeholders.ts'
import { linesOf, type Line } from './parts.ts'

export interface FlywaySettings {
  readonly transaction?: TransactionRule
  /** False where the script is run as it stands. */
  readonly placeholders?: false
  /** False where Flyway leaves the script out. */
  readonly runs: boolean
}

interface Setting {
  readonly name: string
  readonly value: string
  /** Of the value, or of the line where it is empty. */
  readonly offset: number
}

/** What the settings say. @throws {PgfoldError} `unknown-directive`, `not-utf8` */
export function readSettings(script: Script, values: Readonly<Record<string, string>>): FlywaySettings {
  return Object.assign(
    { runs: true },
    ...propertiesIn(script.text).map((setting) => meaningOf(setting, script, values)),
  )
}

/** What a file of Java properties sets: `#` and `!` begin a comment, `=` or `:` ends the name. */
export function propertiesIn(text: string): Setting[] {
  return linesOf(text).flatMap(settingOf)
}

function settingOf({ text, start }: Line): Setting[] {
  const [, before = '', name, value = ''] = /^(\s*([^\s#!=:][^\s=:]*)\s*[=:]?\s*)(.*?)\s*$/u.exec(text) ?? []
  if (name === undefined) return []
  return [{ name, value, offset: start + (value === '' ? 0 : before.length) }]
}

function meaningOf(
  { name, value, offset }: Setting,
  script: Script,
  values: Readonly<Record<string, string>>,
): Partial<FlywaySettings> {
  const refuse = (message: string, hint: string): PgfoldError =>
    new PgfoldError('unknown-directive', message, { location: locate(script, offset), hint })
  const flag = (): boolean => {
    if (!/^(?:true|false)$/iu.test(value)) throw refuse(`${name} is neither true nor false`, 'Write true or false.')
    return value.toLowerCase() === 'true'
  }
  switch (name) {
    case 'executeInTransaction':
      return { transaction: flag() ? 'runner' : 'script' }
    case 'placeholderReplacement':
      return flag() ? {} : { placeholders: false }
    case 'shouldExecute': {
      const filled = fillPlaceholders({ ...script, text: value }, values, { notation: dollarBraces })
      const runs = holds(filled.script.text)
      if (runs !== undefined) return { runs }
      throw refuse('This condition is not understood', 'Write true, false, A==B or A!=B, joined by && and ||.')
    }
    case 'encoding':
      if (/^utf-?8$/iu.test(value)) return {}
      throw new PgfoldError('not-utf8', `The script is to be read as ${value}, and pgfold reads UTF-8`, {
        location: locate(script, offset),
        hint: "Convert it to UTF-8 and remove the line; Flyway's checksum of it stays the same.",
      })
    default:
      throw refuse(`Flyway has no setting ${name}`, 'Correct its name, or remove the line.')
  }
}

/** Undefined where it is no condition. */
function holds(condition: string): boolean | undefined {
  const parts = condition.split('||').map((part) => part.split('&&').map(termHolds))
  if (parts.flat().includes(undefined)) return undefined
  return parts.some((terms) => terms.every(Boolean))
}

function termHolds(term: string): boolean | undefined {
  const text = term.trim()
  if (/^(?:true|false)$/iu.test(text)) return text.toLowerCase() === 'true'
  const [, left, operator, right] = /^([^=!()\\]+?)\s*(==|!=)\s*([^=!()\\]+)$/u.exec(text) ?? []
  return operator === undefined ? undefined : (left === right) === (operator === '==')
}
