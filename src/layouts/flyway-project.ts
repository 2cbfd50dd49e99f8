// Flyway's settings for a project: flyway.toml or flyway.conf, in the folder or above it. Those that decide what its SQL
// files mean are read; of the others, those that decide what it builds are told of.
import type { TransactionRule } from '../history/migration.ts'
import type { Finding } from '../model/finding.ts'
import { defaultNaming, type FlywayNaming } from './flyway-names.ts'
import { propertiesIn } from './flyway-settings.ts'

export interface FlywayProject {
  readonly naming: FlywayNaming
  /** Values by the names of placeholders. */
  readonly placeholders: Readonly<Record<string, string>>
  /** What a placeholder stands between; undefined where none are replaced. */
  readonly between: { readonly prefix: string; readonly suffix: string } | undefined
  /** Between `flyway` and the name in Flyway's own placeholders. */
  readonly separator: string
  readonly transaction?: TransactionRule
  readonly findings: readonly Finding[]
}

const files = ['flyway.conf', 'flyway.toml']

/** What the settings in these files say; later ones win. */
export function projectIn(project: ReadonlyMap<string, string>): FlywayProject {
  const all = files.map((name) => ({ name, settings: settingsIn(name, project.get(name) ?? '') }))
  const settings = new Map(all.flatMap((file) => [...file.settings]))
  const set = (name: string, otherwise: string): string => settings.get(`flyway.${name}`) ?? otherwise
  const { prefixes } = defaultNaming
  const isOff = set('placeholderReplacement', 'true').toLowerCase() === 'false'
  return {
    naming: {
      prefixes: {
        versioned: set('sqlMigrationPrefix', prefixes.versioned),
        undo: set('undoSqlMigrationPrefix', prefixes.undo),
        baseline: set('baselineMigrationPrefix', prefixes.baseline),
        repeatable: set('repeatableSqlMigrationPrefix', prefixes.repeatable),
      },
      separator: set('sqlMigrationSeparator', defaultNaming.separator),
    },
    placeholders: valuesIn(settings),
    between: isOff ? undefined : { prefix: set('placeholderPrefix', '${'), suffix: set('placeholderSuffix', '}') },
    separator: set('placeholderSeparator', ':'),
    ...(set('executeInTransaction', 'true').toLowerCase() === 'false' ? { transaction: 'script' as const } : {}),
    findings: all.flatMap((file) => notRead(file.name, file.settings)),
  }
}

/** Settings that decide what Flyway builds, beside those that are read. */
const unread = [
  'callbackLocations',
  'callbacks',
  'cherryPick',
  'defaultSchema',
  'group',
  'initSql',
  'mixed',
  'resolvers',
  'schemas',
  'skipDefaultCallbacks',
  'sqlMigrationSuffixes',
  'table',
  'target',
]

function notRead(name: string, settings: ReadonlyMap<string, string>): Finding[] {
  const several = /,\s*[^\s\]]/u.test(settings.get('flyway.locations') ?? '') ? ['locations'] : []
  const byEnvironment = [...settings.keys()].filter((key) => /^environments\.[^.]+\.flyway\./u.test(key))
  const fromElsewhere = [...settings].filter(([key, value]) => isPlaceholder(key) && isReference(value))
  const found = [
    ...several,
    ...unread.filter((key) => settings.has(`flyway.${key}`)),
    ...byEnvironment,
    ...fromElsewhere.map(([key]) => key.replace('flyway.', '')),
  ]
  if (found.length === 0) return []
  const message = `sets ${found.join(', ')}, which pgfold does not read`
  return [{ code: 'setting-not-read', severity: 'warning', subject: name, message }]
}

function valuesIn(settings: ReadonlyMap<string, string>): Record<string, string> {
  const own = [...settings].filter(([key, value]) => isPlaceholder(key) && !isReference(value))
  return Object.fromEntries(own.map(([key, value]) => [key.replace('flyway.placeholders.', ''), value]))
}

function isPlaceholder(key: string): boolean {
  return key.startsWith('flyway.placeholders.')
}

/** `${env.NAME}`: a value that is somewhere else. */
function isReference(value: string): boolean {
  return /^\$\{.*\}$/u.test(value)
}

function settingsIn(name: string, text: string): ReadonlyMap<string, string> {
  if (name.endsWith('.toml')) return fromToml(text)
  return new Map(propertiesIn(text).map((setting) => [setting.name, setting.value]))
}

const tomlPart = /("[^"\n]*"|'[^'\n]*'|[\w-]+)/u.source
const tomlKey = new RegExp(`^\\s*(${tomlPart}(?:\\s*\\.\\s*${tomlPart})*)\\s*=\\s*(.*?)\\s*$`, 'u')

/** As much of TOML as settings need: tables, and keys with a value on a line or an array on several. */
function fromToml(text: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>()
  let table = ''
  const oneLined = text.replaceAll(/=\s*\[[^\]]*\]/gu, (array) => array.replaceAll(/#[^\n]*|\s+/gu, ' '))
  for (const line of oneLined.split(/\r?\n/u)) {
    const [, header] = /^\s*\[\s*([^[\]]+?)\s*\]\s*(?:#.*)?$/u.exec(line) ?? []
    const [, key, , , value = ''] = tomlKey.exec(line) ?? []
    if (header !== undefined) table = plain(header)
    else if (key !== undefined) {
      for (const [name, found] of valuesOf(plain(key), value)) settings.set(`${table}.${name}`, found)
    }
  }
  return settings
}

/** A value; of `{ a = "b" }`, one for each name in it. */
function valuesOf(key: string, value: string): [string, string][] {
  const [, inline] = /^\{(.*)\}/u.exec(value) ?? []
  if (inline !== undefined) {
    const pairs = inline.matchAll(/([\w."'-]+)\s*=\s*("[^"]*"|'[^']*'|[^,]*)/gu)
    return [...pairs].map(([, name = '', found = '']) => [`${key}.${plain(name)}`, bare(found)])
  }
  return [[key, bare(value)]]
}

function bare(value: string): string {
  const [, double, single] = /^(?:"([^"]*)"|'([^']*)')/u.exec(value) ?? []
  return double ?? single ?? value.replace(/\s*#.*$/u, '').trim()
}

function plain(key: string): string {
  return key.replaceAll(/["'\s]/gu, '')
}
