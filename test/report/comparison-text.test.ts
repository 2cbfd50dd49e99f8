import { expect, test } from 'vitest'
import type { ComparisonResult } from '../../src/model/difference.ts'
import { comparisonText } from '../../src/report/comparison-text.ts'
import { jsonText } from '../../src/report/json.ts'

const identical: ComparisonResult = {
  verdict: 'identical',
  equivalent: true,
  differences: [],
  ignored: {},
  equivalences: {},
  findings: [],
  left: { source: 'schema/migrations', server: 'embedded PostgreSQL 18.4', objects: 412 },
  right: { source: 'postgres://localhost/practice', server: 'PostgreSQL 15.18', objects: 412 },
  seconds: 1.5,
}

test('an identical pair is one header and one line', () => {
  expect(comparisonText(identical, { colour: false })).toBe(
    `left:  schema/migrations (embedded PostgreSQL 18.4, 412 objects)
right: postgres://localhost/practice (PostgreSQL 15.18, 412 objects)

identical: no differences (412 objects)
`,
  )
})

test('objects that up.sql does not create are told', () => {
  const left = { ...identical.left, before: 3 }
  expect(comparisonText({ ...identical, left }, { colour: false })).toContain(
    'left:  schema/migrations (embedded PostgreSQL 18.4, 412 objects, 3 of them there without up.sql, such as the schema public)\n',
  )
})

const different: ComparisonResult = {
  ...identical,
  verdict: 'different',
  equivalent: false,
  right: { ...identical.right, objects: 410 },
  differences: [
    { change: 'missing', kind: 'schema', id: 'practice', severity: 'significant', origin: '0007_add_tags/up.sql:12' },
    {
      change: 'changed',
      kind: 'schema',
      id: 's',
      attribute: 'type',
      left: 'varchar(100)',
      right: 'text',
      severity: 'significant',
    },
    {
      change: 'changed',
      kind: 'schema',
      id: 's',
      attribute: 'body',
      left: 'begin\n  return 1;\nend',
      right: 'begin\n  return 2;\nend',
      severity: 'significant',
    },
    {
      change: 'changed',
      kind: 'schema',
      id: 's',
      attribute: 'using',
      left: '(tenant_id = (current_setting(app.tenant))::uuid)',
      right: '(tenant_id = (current_setting(app.clinic))::uuid)',
      severity: 'significant',
    },
    {
      change: 'changed',
      kind: 'schema',
      id: 's',
      attribute: 'columns',
      left: ['a', 'b'],
      right: ['b', 'a'],
      severity: 'minor',
      class: 'column-order',
    },
    { change: 'extra', kind: 'gone', id: 'x', severity: 'minor', class: 'comments' },
  ],
  equivalences: { 're-read': 3 },
  ignored: { owners: 2, storage: 1 },
  findings: [
    { code: 'role-created', severity: 'info', subject: 'app', message: 'the role app was created on scratch' },
    { code: 'scratch-version', severity: 'warning', subject: 'scratch', message: 'another version' },
  ],
}

test('significant differences by kind, minor ones by class, long text as a diff, then one summary line', () => {
  expect(comparisonText(different, { colour: false })).toBe(
    `left:  schema/migrations (embedded PostgreSQL 18.4, 412 objects)
right: postgres://localhost/practice (PostgreSQL 15.18, 410 objects)

Schemas
- missing on the right: schema practice [0007_add_tags/up.sql:12]
- schema s: type: left varchar(100) → right text
- schema s: body:
    @@ -1,3 +1,3 @@
     begin
    -  return 1;
    +  return 2;
     end
- schema s: using:
    left   (tenant_id = (current_setting(app.tenant))::uuid)
    right  (tenant_id = (current_setting(app.clinic))::uuid)

Minor differences: column-order
- schema s: columns: left (a, b) → right (b, a)

Minor differences: comments
- extra on the right: gone x

Shown equal: 3 re-read (printed differently, equal after one dump and restore of both sides)
Ignored: 2 owners, 1 storage

warning: scratch: another version
note: the role app was created on scratch

different: 4 significant, 2 minor differences (412 objects against 410)
`,
  )
})

test('colour is asked for, never guessed', () => {
  expect(comparisonText(different, { colour: true })).toContain('\u001b[')
  expect(comparisonText(different, { colour: false })).not.toContain('\u001b[')
})

test('what would vanish in a line or speak to the terminal is quoted', () => {
  const change = { change: 'changed', kind: 'schema', id: 's', attribute: 'a', severity: 'significant' } as const
  const differences = [
    { ...change, left: '', right: null },
    { ...change, left: '\u001b[31m', right: ' x' },
    { ...change, left: true, right: 4 },
    { ...change, left: [], right: { b: 1 } },
  ]
  const text = comparisonText({ ...identical, verdict: 'different', differences }, { colour: false })
  expect(text).toContain('left "" → right none')
  expect(text).toContain('left "\\u001b[31m" → right " x"')
  expect(text).toContain('left yes → right 4')
  expect(text).toContain('left none → right {"b":1}')
})

test.each([
  [
    { verdict: 'equivalent', equivalences: { 're-read': 1 } },
    'equivalent: no differences that count, 1 difference shown equal or ignored (412 objects)',
  ],
  [
    { verdict: 'unverified' },
    'unverified: no differences in what could be read, but not everything could (412 objects)',
  ],
  [
    { verdict: 'unverified', differences: [{ change: 'changed', kind: 'schema', id: 's', severity: 'significant' }] },
    'unverified: 1 significant difference that could not be settled (412 objects)',
  ],
] as const)('the summary of %j', (result, summary) => {
  expect(comparisonText({ ...identical, ...result }, { colour: false })).toContain(`\n${summary}\n`)
})

test('JSON is one document with the result as it is', () => {
  expect(JSON.parse(jsonText(different))).toEqual(different)
  expect(jsonText(different).endsWith('}\n')).toBe(true)
})
