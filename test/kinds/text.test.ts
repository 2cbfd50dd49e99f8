// Texts that kinds build without a server: dollar quotes, SET clauses, the condition of a trigger, grants.
import { describe, expect, it } from 'vitest'
import { codeText } from '../../src/kinds/code-text.ts'
import { createGrants, dropGrants } from '../../src/kinds/grants.ts'
import type { RenderView } from '../../src/kinds/kind.ts'
import { settingClause } from '../../src/kinds/settings.ts'
import { triggerCondition } from '../../src/kinds/trigger-condition.ts'
import { idOf, partsOf } from '../../src/model/object.ts'
import type { CatalogObject } from '../../src/model/object.ts'
import type { Attributes, Value } from '../../src/model/value.ts'

describe('the body of a function', () => {
  it.each([
    ['SELECT 1', '$$SELECT 1$$'],
    ['', '$$$$'],
    ['SELECT $$x$$', '$function$SELECT $$x$$$function$'],
    ['costs 5$', '$function$costs 5$$function$'],
    ['$$ -- $function', '$body$$$ -- $function$body$'],
    ['$$ $function $body', '$body1$$$ $function $body$body1$'],
  ])('%j is quoted as %j', (body, quoted) => {
    expect(codeText(functionWith(body), 'CREATE').split('\nAS ')[1]).toBe(quoted)
  })
})

describe('a setting of a function', () => {
  it.each([
    ['search_path=""', `SET search_path TO ''`],
    ['search_path="$user", public, "a ""b"""', `SET search_path TO '$user', public, 'a "b"'`],
    ['work_mem=64MB', `SET work_mem TO '64MB'`],
    ['TimeZone=UTC', `SET TimeZone TO 'UTC'`],
    ['my_app.Level=a=b', `SET my_app."Level" TO 'a=b'`],
  ])('%s is written %s', (stored, written) => {
    expect(settingClause(stored)).toBe(written)
  })
})

describe('the condition of a trigger', () => {
  const tail = 'EXECUTE FUNCTION public.f()'
  it.each([
    [`CREATE TRIGGER t AFTER UPDATE ON public.t FOR EACH ROW ${tail}`, null],
    [`CREATE TRIGGER t AFTER UPDATE ON public.t FOR EACH ROW WHEN ((new.id > 0)) ${tail}`, '(new.id > 0)'],
    [`CREATE TRIGGER "WHEN (x)" AFTER UPDATE ON public.t FOR EACH ROW WHEN (new.a) ${tail}`, 'new.a'],
    [`CREATE TRIGGER t AFTER UPDATE ON public.t FOR EACH ROW WHEN (f(')''', "(")) ${tail}`, `f(')''', "(")`],
    [`CREATE TRIGGER t AFTER UPDATE ON public.t FOR EACH ROW WHEN (E'\\\\' = a) ${tail}`, String.raw`E'\\' = a`],
  ])('%s', (definition, condition) => {
    expect(triggerCondition(definition)).toBe(condition)
  })
})

describe('privileges', () => {
  const spelling = (privileges: readonly string[]): string => `${privileges.join(', ')} ON TABLE public.t`
  const object = objectWith({
    revoked: [{ grantee: null, privileges: ['INSERT'], grantable: false }],
    granted: [
      { grantee: 'carol', privileges: ['SELECT'], grantable: false, grantor: 'bob' },
      { grantee: 'bob', privileges: ['SELECT'], grantable: true, grantor: 'alice' },
      { grantee: 'alice', privileges: ['SELECT'], grantable: true },
      { grantee: 'public', privileges: ['ALL'], grantable: false },
      { grantee: 'dave', privileges: ['ALL'], grantable: false },
    ],
  })

  it('are revoked first and granted in the order in which the grantors may', () => {
    expect(createGrants(object, spelling, view)).toEqual([
      'REVOKE INSERT ON TABLE public.t FROM CURRENT_USER',
      'GRANT SELECT ON TABLE public.t TO alice WITH GRANT OPTION',
      'GRANT ALL ON TABLE public.t TO PUBLIC, dave',
      'SET ROLE alice',
      'GRANT SELECT ON TABLE public.t TO bob WITH GRANT OPTION',
      'RESET ROLE',
      'SET ROLE bob',
      'GRANT SELECT ON TABLE public.t TO carol',
      'RESET ROLE',
    ])
  })

  it('are taken back in the opposite order', () => {
    const statements = dropGrants(object, spelling, view)
    expect(statements.slice(0, 3)).toEqual(['SET ROLE bob', 'REVOKE SELECT ON TABLE public.t FROM carol', 'RESET ROLE'])
    expect(statements.at(-1)).toBe('GRANT INSERT ON TABLE public.t TO CURRENT_USER')
  })
})

describe('an id', () => {
  it.each([[['public', 'users']], [['A.b', 'say "hi"', 'x(y)']], [['select']]])(
    'of %j gives its parts back',
    (parts) => {
      expect(partsOf(idOf({ parts, schema: null }))).toEqual(parts)
      expect(partsOf(idOf({ parts, schema: null, signature: '"a.b", text' }))).toEqual(parts)
    },
  )
})

const view: RenderView = {
  serverVersion: 180000,
  object: () => undefined,
  members: () => [],
  all: () => [],
  dependents: () => [],
  isThere: () => false,
  isInlined: () => false,
  inline: () => '',
  role: (name) => name ?? 'CURRENT_USER',
}

function functionWith(body: string): CatalogObject {
  const none: Value = []
  return objectWith({
    arguments: none,
    argumentDefaults: none,
    result: 'text',
    returnsSet: false,
    language: 'sql',
    body,
    objectFile: null,
    sqlBody: null,
    window: false,
    volatility: 'VOLATILE',
    parallel: 'UNSAFE',
    strict: false,
    securityDefiner: false,
    leakproof: false,
    cost: 100,
    rows: 0,
    support: null,
    transforms: none,
    settings: none,
    owner: null,
  })
}

function objectWith(attributes: Attributes): CatalogObject {
  const identity = { parts: ['public', 'f'], signature: '', schema: 'public' }
  return { kind: 'function', id: 'public.f()', identity, attributes, dependsOn: [] }
}
