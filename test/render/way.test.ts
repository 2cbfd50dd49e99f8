// The order of statements, on snapshots written by hand: what is detached and what is not, stubs, late units, drops
// that go with the parent, and the cycles that PostgreSQL cannot break.
import { describe, expect, it } from 'vitest'
import { keyFor } from '../../src/model/object.ts'
import type { CatalogObject, ObjectKey } from '../../src/model/object.ts'
import type { Snapshot } from '../../src/model/snapshot.ts'
import type { Attributes } from '../../src/model/value.ts'
import { scriptText } from '../../src/render/script.ts'
import { findWay } from '../../src/render/steps.ts'
import type { Step } from '../../src/render/steps.ts'

function snapshot(...objects: readonly CatalogObject[]): Snapshot {
  return { format: 1, serverVersion: 180000, database: '', principal: '', kinds: {}, objects, findings: [] }
}

function object(
  kind: string,
  parts: readonly string[],
  needs: readonly ObjectKey[],
  attributes: Attributes,
): CatalogObject {
  return { kind, id: parts.join('.'), identity: { parts, schema: 'public' }, attributes, dependsOn: needs }
}

function part(of: CatalogObject, made: CatalogObject): CatalogObject {
  const parent = `${of.kind} ${of.id}`
  return { ...made, identity: { ...made.identity, parent }, dependsOn: [parent, ...made.dependsOn] }
}

function table(name: string, columnOrder: readonly string[] = [], attributes: Attributes = {}): CatalogObject {
  return object('table', ['public', name], [], {
    persistence: 'permanent',
    partitionKey: null,
    partitionOf: null,
    bound: null,
    detachPending: false,
    inherits: [],
    ofType: null,
    accessMethod: null,
    tablespace: null,
    options: [],
    replicaIdentity: 'default',
    rowSecurity: false,
    forceRowSecurity: false,
    columnOrder,
    owner: null,
    ...attributes,
  })
}

function foreignKey(from: CatalogObject, to: CatalogObject): CatalogObject {
  const name = `to_${to.identity.parts[1]}`
  return part(
    from,
    object('constraint', [...from.identity.parts, name], [`table ${to.id}`], {
      type: 'foreign key',
      validated: true,
      enforced: true,
      inherited: false,
      deferrable: null,
      triggers: {},
      columns: ['id'],
      references: to.identity.parts,
      referencedColumns: ['id'],
      match: 'simple',
      onUpdate: 'no action',
      onDelete: 'no action',
      setColumns: [],
    }),
  )
}

function view(name: string, needs: readonly string[]): CatalogObject {
  return object(
    'view',
    ['public', name],
    needs.map((need) => keyFor('view', 'public', need)),
    {
      definition: `SELECT 1 AS ${name}`,
      columns: [{ name, type: 'integer', collation: null }],
      options: [],
      columnDefaults: {},
      owner: null,
    },
  )
}

function enumeration(name: string, needs: readonly ObjectKey[] = [], labels: readonly string[] = ['a']): CatalogObject {
  return object('enum', ['public', name], needs, { labels, owner: null })
}

const statements = (steps: readonly Step[]): string[] => steps.flatMap((step) => step.statements)
const nothing = snapshot()

describe('the order of creation', () => {
  it('writes a foreign key inside the table where the other one can come first', () => {
    const [a, b] = [table('a'), table('b')]
    const creates = statements(findWay(nothing, snapshot(a, b, foreignKey(a, b))).creates)
    expect(creates.map((text) => text.split(' ').slice(0, 3).join(' '))).toEqual([
      'CREATE TABLE public.b',
      'CREATE TABLE public.a',
    ])
    expect(creates[1]).toContain('CONSTRAINT to_b FOREIGN KEY')
  })

  it('takes foreign keys out of tables that refer to each other, behind the rows', () => {
    const [a, b] = [table('a'), table('b')]
    const way = findWay(nothing, snapshot(a, b, foreignKey(a, b), foreignKey(b, a)))
    expect(statements(way.creates)).toEqual(['CREATE TABLE public.a ()', 'CREATE TABLE public.b ()'])
    expect(statements(way.late).map((text) => text.slice(0, 44))).toEqual([
      'ALTER TABLE public.a ADD CONSTRAINT to_b FOR',
      'ALTER TABLE public.b ADD CONSTRAINT to_a FOR',
    ])
  })

  it('creates views that need each other as stubs first', () => {
    const way = findWay(nothing, snapshot(view('v', ['w']), view('w', ['v'])))
    expect(statements(way.creates).map((text) => text.split('\n').slice(0, 2).join(' '))).toEqual([
      'CREATE OR REPLACE VIEW public.v AS SELECT NULL::integer AS v',
      'CREATE VIEW public.w AS SELECT 1 AS w',
      'CREATE OR REPLACE VIEW public.v AS SELECT 1 AS v',
    ])
  })

  it('names the path of a cycle that nothing breaks', () => {
    const cycle = snapshot(enumeration('a', ['enum public.b']), enumeration('b', ['enum public.a']))
    expect(() => findWay(nothing, cycle)).toThrow(
      expect.objectContaining({
        code: 'dependency-cycle',
        details: [expect.stringMatching(/^enum public\.(.) → enum public\.. → enum public\.\1$/u)],
      }),
    )
  })
})

describe('the order of drops', () => {
  it('is the reverse, and parts go with their table', () => {
    const [a, b] = [table('a'), table('b')]
    const { drops } = findWay(snapshot(a, b, foreignKey(a, b)), nothing)
    expect(statements(drops)).toEqual(['DROP TABLE public.a', 'DROP TABLE public.b'])
  })

  it('frees tables that refer to each other first', () => {
    const [a, b] = [table('a'), table('b')]
    const { drops } = findWay(snapshot(a, b, foreignKey(a, b), foreignKey(b, a)), nothing)
    expect(statements(drops)).toEqual([
      'ALTER TABLE public.a DROP CONSTRAINT to_b',
      'DROP TABLE public.b',
      'DROP TABLE public.a',
    ])
  })

  it('puts the stub back before the views it stood for', () => {
    const { drops } = findWay(snapshot(view('v', ['w']), view('w', ['v'])), nothing)
    expect(statements(drops).map((text) => text.split('\n')[0])).toEqual([
      'CREATE OR REPLACE VIEW public.v AS',
      'DROP VIEW public.w',
      'DROP VIEW public.v',
    ])
  })
})

describe('what is on both sides', () => {
  it('is left alone where it is equal', () => {
    const way = findWay(snapshot(enumeration('e')), snapshot(enumeration('e')))
    expect([...way.drops, ...way.creates, ...way.cleanups, ...way.late]).toEqual([])
  })

  it('is made anew together with what depends on it', () => {
    const changed = { ...view('v', []), attributes: { ...view('v', []).attributes, definition: 'SELECT 2 AS v' } }
    const way = findWay(snapshot(view('v', []), view('w', ['v'])), snapshot(changed, view('w', ['v'])))
    expect(statements(way.drops)).toEqual(['DROP VIEW public.w', 'DROP VIEW public.v'])
    expect(statements(way.creates)).toEqual([
      'CREATE VIEW public.v AS\nSELECT 2 AS v',
      'CREATE VIEW public.w AS\nSELECT 1 AS w',
    ])
  })

  it('is refused by name, all at once', () => {
    const before = snapshot(enumeration('e', [], ['a', 'b']), table('t', [], { accessMethod: 'x' }))
    expect(() => findWay(before, snapshot(enumeration('e', [], ['a']), table('t')))).toThrow(
      expect.objectContaining({ code: 'cannot-fold-change', details: ['enum public.e', 'table public.t'] }),
    )
  })

  it('is refused where what depends on it holds rows', () => {
    const holder: CatalogObject = { ...table('t'), dependsOn: ['view public.v'] }
    const changed = { ...view('v', []), attributes: { ...view('v', []).attributes, definition: 'SELECT 2 AS v' } }
    expect(() => findWay(snapshot(view('v', []), holder), snapshot(changed, holder))).toThrow(
      expect.objectContaining({ details: ['view public.v (table public.t depends on it)'] }),
    )
  })
})

describe('the text', () => {
  it('has a banner where the section changes, rows between, and late parts last', () => {
    const [a, b] = [table('a'), table('b')]
    const way = findWay(nothing, snapshot(enumeration('e'), enumeration('f'), a, b, foreignKey(a, b), foreignKey(b, a)))
    const text = scriptText({ header: ['head'], way, rows: ['INSERT INTO public.a DEFAULT VALUES;'] })
    expect([...text.matchAll(/^-- (\w+) -+$/gmu)].map(([, heading]) => heading)).toEqual([
      'Enums',
      'Tables',
      'Rows',
      'Constraints',
    ])
    expect(text).toMatch(/^-- head\n\nBEGIN;\n\n[\s\S]*\n\nCOMMIT;\n$/u)
    expect(text).toContain(`CREATE TYPE public.e AS ENUM ('a');\nCREATE TYPE public.f AS ENUM ('a');`)
  })
})
