// Procedural languages that a user made: a handler function, and perhaps functions for DO blocks and for checking
// bodies. The server's own languages and those of extensions are no objects here; privileges on them are.
import { bareName } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { anyMadeHere, firstUserSchema, isNotExtensionMember } from '../sql/filters.ts'
import { quoteName } from '../sql/quote.ts'
import { defineKind } from './kind.ts'
import type { KindRow, RenderView } from './kind.ts'
import { ownerChange, ownerStatements } from './owner.ts'

// Manual: CREATE LANGUAGE; catalog pg_language. A language lies in no schema; its handler function does.
const query = `
  select
    l.oid,
    l.lanname::text as name,
    ${firstUserSchema('n.nspname')} as schema,
    pg_catalog.pg_get_userbyid(l.lanowner)::text as owner,
    l.lanpltrusted as trusted,
    nullif(l.lanplcallfoid, 0)::regproc::text as handler,
    nullif(l.laninline, 0)::regproc::text as inline,
    nullif(l.lanvalidator, 0)::regproc::text as validator
  from pg_catalog.pg_language as l
  left join pg_catalog.pg_proc as h on h.oid = l.lanplcallfoid
  left join pg_catalog.pg_namespace as n on n.oid = h.pronamespace
  where l.oid >= 16384
    and ${isNotExtensionMember('pg_language', 'l.oid')}
  order by l.lanname`

interface Row extends KindRow {
  readonly name: string
  readonly schema: string | null
  readonly owner: string
  readonly trusted: boolean
  readonly handler: string | null
  readonly inline: string | null
  readonly validator: string | null
}

export const languages = defineKind<Row>({
  name: 'language',
  heading: 'Languages',
  rank: 26,
  addressedBy: 'pg_language',
  catalogs: ['pg_language'],
  columnsIgnored: {
    'pg_language.lanispl': 'true for every language that CREATE LANGUAGE makes',
    'pg_language.lanacl': 'read by the kind privilege',
  },
  query: () => query,
  emptyUnless: anyMadeHere('pg_language'),
  identify: (row) => ({ parts: [row.name], schema: row.schema }),
  describe: (row, context) => ({
    trusted: row.trusted,
    handler: row.handler,
    inline: row.inline,
    validator: row.validator,
    owner: context.role(row.owner),
  }),
  minor: { owner: 'owners' },
  create: (object, view) => [languageText(object, 'CREATE'), ...ownerStatements(subjectOf(object), object, view)],
  drop: (object) => [`DROP ${subjectOf(object)}`],
  alter: alterLanguage,
})

/** OR REPLACE keeps the owner, the privileges and the functions that are written in the language. */
function alterLanguage(before: CatalogObject, after: CatalogObject, view: RenderView): string[] {
  const replacement = languageText(after, 'CREATE OR REPLACE')
  return [
    ...(languageText(before, 'CREATE OR REPLACE') === replacement ? [] : [replacement]),
    ...ownerChange(subjectOf(after), { before, after }, view),
  ]
}

function subjectOf(object: CatalogObject): string {
  return `LANGUAGE ${quoteName(bareName(object))}`
}

function languageText(object: CatalogObject, verb: string): string {
  const { trusted, handler, inline, validator } = object.attributes
  const clauses = [
    ['HANDLER', handler],
    ['INLINE', inline],
    ['VALIDATOR', validator],
  ].flatMap(([word, called]) => (typeof called === 'string' ? [`${String(word)} ${called}`] : []))
  return [`${verb} ${trusted === true ? 'TRUSTED ' : ''}${subjectOf(object)}`, ...clauses].join('\n  ')
}
