// What texts are compared and searched by: collations, text search dictionaries and configurations, with columns and
// indexes that use them. And base types whose functions are the server's own.
import { literal, newText, quoted } from '../names.ts'
import { text } from '../types.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Operation, Thing } from '../world.ts'
import { anyTable } from './make.ts'
import { noteNamed } from './named.ts'

export const languageOperations: readonly Operation[] = [
  { weight: 3, apply: makeCollation },
  { weight: 2, apply: makeDictionary },
  { weight: 3, apply: makeConfiguration },
  { weight: 2, apply: makeBaseType },
]

function makeCollation(build: Build): void {
  const { world, choose, run } = build
  const thing = noteNamed(build, 'COLLATION')
  const forms = [`FROM "C"`, `(LOCALE = 'C')`, `(LC_COLLATE = 'C', LC_CTYPE = 'POSIX')`]
  const builtIn = world.major >= 17 ? [`(PROVIDER = builtin, LOCALE = 'C.UTF-8')`] : []
  run(`CREATE COLLATION ${thing.path()} ${choose.one([...forms, ...builtIn])}`)
  const spelled = (): string => `text COLLATE ${thing.path()}`
  world.types.push({ spelled, family: 'other', sorts: true, constant: () => "'c'", thing, isCollated: true })
}

function makeDictionary(build: Build): Thing {
  const { choose, run } = build
  const thing = noteNamed(build, 'TEXT SEARCH DICTIONARY')
  const forms = [
    'TEMPLATE = simple',
    'TEMPLATE = simple, STOPWORDS = english, ACCEPT = false',
    "TEMPLATE = snowball, LANGUAGE = 'russian', STOPWORDS = german",
  ]
  run(`CREATE TEXT SEARCH DICTIONARY ${thing.path()} (${choose.one(forms)})`)
  if (choose.maybe(30)) run(`ALTER TEXT SEARCH DICTIONARY ${thing.path()} (StopWords = danish)`)
  return thing
}

const tokens = ['asciiword', 'word', 'numword', 'email', 'url', 'host', 'sfloat', 'float', 'int', 'hword', 'tag']

function makeConfiguration(build: Build): void {
  const { world, choose, run } = build
  const known = world.things.filter(({ label }) => label === 'TEXT SEARCH DICTIONARY')
  const first = known.length > 0 && choose.below(3) > 0 ? choose.one(known) : makeDictionary(build)
  const needs = [...new Set([first, ...(known.length > 0 && choose.maybe(40) ? [choose.one(known)] : [])])]
  const thing = noteNamed(build, 'TEXT SEARCH CONFIGURATION', { needs })
  const isCopy = choose.maybe(40)
  run(
    `CREATE TEXT SEARCH CONFIGURATION ${thing.path()} (${isCopy ? 'COPY = pg_catalog.english' : 'PARSER = "default"'})`,
  )
  const list = [...needs.map((need) => need.path()), 'pg_catalog.simple'].join(', ')
  const wanted = choose.some(tokens, 4).join(', ')
  run(`ALTER TEXT SEARCH CONFIGURATION ${thing.path()} ${isCopy ? 'ALTER' : 'ADD'} MAPPING FOR ${wanted} WITH ${list}`)
  if (isCopy && choose.maybe(40)) run(`ALTER TEXT SEARCH CONFIGURATION ${thing.path()} DROP MAPPING FOR version, uint`)
  if (choose.below(2) === 0) indexTexts(build, thing)
}

/** An index on the words of a column, by a configuration of the user's own. */
function indexTexts(build: Build, configuration: Thing): void {
  const { world, choose, run } = build
  const table = anyTable(build)
  const column = table.columns.find(({ type, generated }) => type === text && generated !== 'virtual')
  if (column === undefined) return
  const index: Thing = {
    label: 'INDEX',
    name: nameIn(table.schema, build, 'index'),
    path: () => pathIn(table.schema, index.name),
    used: () => table.schema.names,
    parent: table,
    needs: [column, configuration],
    pins: 0,
    drop: () => `DROP INDEX ${index.path()}`,
    rename: (to) => `ALTER INDEX ${index.path()} RENAME TO ${to}`,
  }
  const words = `to_tsvector(${literal(configuration.path())}::regconfig, ${quoted(column.name)})`
  run(`CREATE INDEX ${quoted(index.name)} ON ${table.path()} USING ${choose.one(['gin', 'gist'])} ((${words}))`)
  add(world, index)
}

function makeBaseType(build: Build): void {
  const { world, choose, run } = build
  const grant = { on: 'TYPE', privileges: ['USAGE'] }
  // Nothing but its own functions goes away with it, since it is dropped only where nothing else needs it.
  const thing = noteNamed(build, 'TYPE', { grant, dropping: ' CASCADE' })
  const path = thing.path()
  const like = choose.one(['int4', 'text', 'float8'] as const)
  const [input, output] = {
    int4: ['int4in', 'int4out'],
    text: ['textin', 'textout'],
    float8: ['float8in', 'float8out'],
  }[like]
  const made = (suffix: string): string => pathIn(thing.schema, `${build.world.types.length}${suffix}`)
  const [takes, gives] = [made(' in'), made(' out')]
  run(`CREATE TYPE ${path}`)
  run(`CREATE FUNCTION ${takes}(cstring) RETURNS ${path} LANGUAGE internal IMMUTABLE STRICT AS '${input}'`)
  run(`CREATE FUNCTION ${gives}(${path}) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS '${output}'`)
  const traits = [
    choose.maybe(40) ? `, DEFAULT = '7'` : '',
    choose.maybe(30) ? `, CATEGORY = 'U', PREFERRED = true` : '',
    choose.maybe(30) ? `, DELIMITER = ';'` : '',
    like === 'text' && choose.maybe(50) ? ', COLLATABLE = true, STORAGE = external' : '',
  ]
  run(`CREATE TYPE ${path} (INPUT = ${takes}, OUTPUT = ${gives}, LIKE = pg_catalog.${like}${traits.join('')})`)
  if (choose.maybe(30)) run(`COMMENT ON TYPE ${path} IS ${literal(newText(choose))}`)
  world.types.push({ spelled: thing.path, family: 'other', sorts: false, constant: () => "'7'", thing })
}
