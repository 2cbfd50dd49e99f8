// What Flyway puts in the place of placeholders: its own values, those of its settings and those that were given. Where
// they stand between something else than `${` and `}`, a script is filled in here, and what looks like the usual ones is SQL.
import { PgfoldError } from '../errors.ts'
import { locate } from '../history/location.ts'
import type { Script } from '../history/migration.ts'
import { dollarBraces, fillPlaceholders, type Filled, type Notation } from '../history/placeholders.ts'
import type { FlywayFile } from './flyway-names.ts'
import type { FlywayProject } from './flyway-project.ts'
import type { FlywaySettings } from './flyway-settings.ts'
import type { SideFile } from './layout.ts'

type Values = Readonly<Record<string, string>>

interface Filling {
  /** What the reader of all layouts fills in. */
  readonly values: Values
  /** Whether it has anything to fill in. */
  readonly isLeft: boolean
  sideOf(path: string, script: Script): SideFile
  /** As the checksum of a repeatable script has it. */
  fill(script: Script): Script
}

interface FillingOptions {
  readonly project: FlywayProject
  readonly settings: FlywaySettings
  readonly given: Values
}

/** How the script in a file is filled in. */
export function fillingOf(file: FlywayFile, { project, settings, given }: FillingOptions): Filling {
  const { between, placeholders } = project
  if (between === undefined || settings.placeholders === false) {
    return { values: {}, isLeft: false, sideOf: (path) => path, fill: (script) => script }
  }
  const values = { ...valuesOf(file, project), ...placeholders }
  const isUsual = between.prefix === '${' && between.suffix === '}'
  const notation = isUsual ? dollarBraces : notationOf(between)
  const fill = (script: Script): Filled => fillPlaceholders(script, { ...values, ...given }, { notation })
  if (isUsual) return { values, isLeft: true, sideOf: (path) => path, fill: (script) => fill(script).script }
  const sideOf = (path: string, script: Script): SideFile => {
    const { script: filled, missing } = fill(script)
    if (missing !== undefined) throw missingValue(missing, script)
    return { path, text: filled.text, edits: filled.original?.edits ?? [] }
  }
  return { values: {}, isLeft: false, sideOf, fill: (script) => fill(script).script }
}

/** Flyway's own placeholders, as far as a folder tells them; user, database and timestamp are those of a run. */
export function valuesOf({ path }: FlywayFile, { separator }: FlywayProject): Values {
  const own = {
    defaultSchema: 'public',
    table: 'flyway_schema_history',
    environment: 'default',
    filename: path.slice(path.lastIndexOf('/') + 1),
  }
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [`flyway${separator}${name}`, value]))
}

function notationOf({ prefix, suffix }: NonNullable<FlywayProject['between']>): Notation {
  return { pattern: new RegExp(`${literal(prefix)}(.*?)${literal(suffix)}`, 'u') }
}

/** A pattern of the text itself. */
function literal(text: string): string {
  return [...text].map((character) => `\\u{${character.codePointAt(0)?.toString(16)}}`).join('')
}

function missingValue({ text, name, at }: NonNullable<Filled['missing']>, script: Script): PgfoldError {
  return new PgfoldError('placeholder-missing', `Flyway replaces ${text}, and no value was given for it`, {
    location: locate(script, at),
    hint: `Give it with --placeholder ${name}=VALUE, as the runner's settings do.`,
  })
}
