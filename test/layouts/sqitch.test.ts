import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { scriptOf } from '../../src/history/migration.ts'
import { splitStatements } from '../../src/history/statements.ts'
import { consolidatedFiles } from '../../src/layouts/consolidated-files.ts'
import { readHistory } from '../../src/layouts/read-history.ts'
import { readPlan, textsOf } from '../../src/layouts/sqitch-plan.ts'
import { folderWith, refusal } from './folders.ts'

const ann = 'Ann Planner <ann@example.org>'

// The plan that `sqitch add`, `tag` and `rework` wrote, and the ids that `sqitch plan --format format:%H` shows of it.
const plan = `%syntax-version=1.0.0
%project=flipr
%uri=https://example.org/flipr

users 2026-11-29T14:35:58Z ${ann} # Creates users.
orders [users] 2026-11-29T14:36:01Z ${ann} # Creates orders;\\nwith a second line
@v1.0 2026-11-29T14:36:04Z ${ann} # Tag v1
users [users@v1.0] 2026-11-29T14:36:06Z ${ann} # Reworks

# A comment.
a/last [users@v1.0 orders !other:thing @v1.0] 2026-11-29T14:40:06Z Ann B. Planner <ann@example.org> # Has \\\\ and \\n in it
@v1.1 2026-11-29T14:41:04Z ${ann}
end 2026-11-29T14:42:06Z ${ann}
`

const scripts = {
  'deploy/users@v1.0.sql': 'BEGIN;\nCREATE TABLE users (id int);\nCOMMIT;\n',
  'revert/users@v1.0.sql': 'DROP TABLE users;\n',
  'deploy/orders.sql': "CREATE TABLE :schema.orders (id int, at text DEFAULT :'place');\n",
  'deploy/users.sql': 'ALTER TABLE users ADD email text;\n',
  'verify/users.sql': 'SELECT email FROM users;\n',
  'deploy/a/last.sql': 'SELECT 1;\n',
  'deploy/end.sql': 'SELECT 2;\n',
}

const folder = () => folderWith({ 'sqitch.plan': plan, 'sqitch.conf': '[core]\n\tengine = pg\n', ...scripts })

test('the order of the plan, its ids, and what a change was before it was planned again', async () => {
  const history = await readHistory(await folder(), { placeholders: { schema: 'shop', place: 'here' } })
  expect(history).toMatchObject({ layout: 'sqitch', session: 'each', trackingSchemas: ['sqitch'] })
  expect(history.migrations).toMatchObject([
    {
      id: 'users@v1.0',
      transaction: 'script',
      checksum: '2afb52f510c5195b8ee7c6c06b33ca4700cd6b64',
      files: ['deploy/users@v1.0.sql', 'revert/users@v1.0.sql'],
    },
    { id: 'orders', checksum: '7c93d13b60d04676bfd9040d90e264018dd6c36a' },
    {
      id: 'users',
      checksum: '16305166062abaae558a6c32e52e8b57cb36f2fd',
      files: ['deploy/users.sql', 'verify/users.sql'],
    },
    { id: 'a/last', checksum: 'cec878644079fb017cf3e04fcf9ecd4439e82ccc' },
    { id: 'end', checksum: 'f6fb64f2d04cf3ea425f83ed90b9b3c3bc6061bb' },
  ])
  expect(history.migrations[1]?.up.text).toBe("CREATE TABLE shop.orders (id int, at text DEFAULT 'here');\n")
})

// As `sqitch deploy` wrote them into its registry, with the dependencies as it writes them there.
test('the ids of tags, and what a dependency is recorded as', () => {
  const read = readPlan(scriptOf('sqitch.plan', plan))
  expect(read.tags.map(({ name, id }) => [name, id])).toEqual([
    ['v1.0', '4e9317fb2ac9b7366f98c664f75c610479dd1e47'],
    ['v1.1', 'b7ca23f49b0d891a2c998e6fe0e6e8f62895fe24'],
  ])
  expect(textsOf(read.changes[3]?.dependencies ?? [], 'flipr')).toEqual({
    requires: ['users@v1.0', 'orders', '@v1.0'],
    conflicts: ['other:thing'],
  })
  const places = ['flipr:users', '!flipr:gone', 'my-flipr:users'].map((text) => ({ text, start: 0, end: 0 }))
  expect(textsOf(places, 'flipr')).toEqual({ requires: ['users', 'my-flipr:users'], conflicts: ['gone'] })
})

test('the folder above the plan, and scripts that it does not name', async () => {
  const below = Object.entries({ 'sqitch.plan': plan, ...scripts, 'deploy/old.sql': '' })
  const above = await folderWith(Object.fromEntries(below.map(([name, text]) => [`db/${name}`, text])))
  const history = await readHistory(above)
  expect(history.root).toBe(path.join(above, 'db'))
  expect(history.migrations).toHaveLength(5)
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'db/deploy/old.sql' }])
})

const change = (text: string): string => `${text} 2026-11-29T14:42:06Z ${ann}\n`

test.each([
  ['a line that is nothing', 'users!\n', 'unreadable-plan', [3, 1]],
  ['a change without a planner', 'users 2026-11-29T14:42:06Z\n', 'unreadable-plan', [3, 1]],
  ['a change that takes back', `${change('users')}${change('-users')}`, 'unreadable-plan', [4, 1]],
  ['a tag before any change', change('@v1'), 'unreadable-plan', [3, 1]],
  ['two tags of one name', `${change('users')}${change('@v1')}${change('@v1')}`, 'duplicate-migrations', [5, 1]],
  ['two changes and no tag', `${change('users')}${change('users')}`, 'duplicate-migrations', [4, 1]],
  ['what comes later', `${change('users [orders]')}${change('orders')}`, 'unknown-dependency', [3, 8]],
  ['no script', `${change('users')}${change('gone')}`, 'missing-migration-file', [4, 1]],
])('%s is refused where it stands', async (_, lines, code, [line, column]) => {
  const files = { 'sqitch.plan': `%project=flipr\n\n${lines}`, 'deploy/users.sql': '', 'deploy/orders.sql': '' }
  expect(await refusal(readHistory(await folderWith(files)))).toMatchObject({ code, location: { line, column } })
})

test('a psql command that would run a program', async () => {
  const text = "SELECT 1;\n  \\copy users from program 'cat'\n"
  const history = await readHistory(
    await folderWith({ 'sqitch.plan': `%project=flipr\n\n${change('users')}`, 'deploy/users.sql': text }),
  )
  const [first] = history.migrations
  const error = await refusal(first === undefined ? Promise.resolve() : splitStatements(first.up))
  expect(error).toMatchObject({ code: 'meta-command', location: { line: 2, column: 3 } })
  expect(error.location?.file).toContain('deploy/users.sql')
})

test('the consolidated change takes the place of the folded ones, with their tags', async () => {
  const root = await folder()
  const whole = await readHistory(root)
  const history = await readHistory(root, { to: 'users' })
  const kept = whole.migrations.slice(history.migrations.length)
  const files = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: 'SELECT 2;\n' }, kept)
  expect(files).toMatchObject([
    { path: 'sqitch.plan', replaces: true },
    { path: 'deploy/consolidated_schema.sql', text: 'BEGIN;\n\nSELECT 1;\n\nCOMMIT;\n' },
    { path: 'revert/consolidated_schema.sql', text: 'BEGIN;\n\nSELECT 2;\n\nCOMMIT;\n' },
  ])
  expect(files[0]?.text).toBe(`%syntax-version=1.0.0
%project=flipr
%uri=https://example.org/flipr

consolidated_schema 2026-11-29T14:36:06Z ${ann} # In the place of 3 changes.
@v1.0 2026-11-29T14:36:04Z ${ann} # Tag v1

# A comment.
a/last [consolidated_schema !other:thing] 2026-11-29T14:40:06Z Ann B. Planner <ann@example.org> # Has \\\\ and \\n in it
@v1.1 2026-11-29T14:41:04Z ${ann}
end 2026-11-29T14:42:06Z ${ann}
`)
  const again = await readHistory(
    await folderWith({ ...scripts, ...Object.fromEntries(files.map(({ path: name, text }) => [name, text])) }),
  )
  expect(again.migrations.map(({ id }) => id)).toEqual(['consolidated_schema', 'a/last', 'end'])
  expect(await readFile(path.join(root, 'sqitch.plan'), 'utf8')).toBe(plan)
})

const conf = `# of the project
[core]
\tengine = pg
\ttop_dir = wrong
\tplan_file = plans/my.plan ; not in the top folder
[engine "pg"]
\ttarget = flipr
\ttop_dir = "./sql/"
\tdeploy_dir = up
[target "flipr"]
\treworked_dir = old
`

const placed: Readonly<Record<string, string>> = {
  'sqitch.conf': conf,
  'plans/my.plan': `%project=flipr\n${change('users')}${change('@v1')}${change('users')}`,
  'old/deploy/users@v1.sql': 'SELECT 1;\n',
  'old/revert/users@v1.sql': 'SELECT 2;\n',
  'up/users.sql': 'SELECT 3;\n',
  'sql/revert/users.sql': 'SELECT 4;\n',
  'sql/verify/users.sql': 'SELECT 5;\n',
  'up/left.sql': 'SELECT 6;\n',
}

test('the plan and the scripts are where sqitch.conf says, also when written', async () => {
  const root = await folderWith(placed)
  const history = await readHistory(root)
  expect(history).toMatchObject({ layout: 'sqitch', root })
  expect(history.migrations.map(({ id, files }) => [id, files])).toEqual([
    ['users@v1', ['old/deploy/users@v1.sql', 'old/revert/users@v1.sql']],
    ['users', ['up/users.sql', 'sql/revert/users.sql', 'sql/verify/users.sql']],
  ])
  expect(history.findings).toMatchObject([{ code: 'not-a-migration', subject: 'up/left.sql' }])
  const written = await consolidatedFiles(history, { upSql: 'SELECT 1;\n', downSql: '' }, [])
  expect(written.map(({ path: name }) => name)).toEqual([
    'plans/my.plan',
    'up/consolidated_schema.sql',
    'sql/revert/consolidated_schema.sql',
  ])
})

test.each([
  ['another ending', { 'deploy/users.pgsql': '' }, 'extension = pgsql', 'sqitch.plan', 'deploy/users.pgsql'],
  ['its top folder', { 'sql/deploy/users.sql': '' }, 'top_dir = sql', 'sql/sqitch.plan', 'sql/deploy/users.sql'],
  ['none, and a plan below', { 'sql/deploy/users.sql': '' }, '', 'sql/sqitch.plan', 'sql/deploy/users.sql'],
])('settings that name %s', async (_, scripts, setting, planned, deployed) => {
  const files = { ...scripts, [planned]: `%project=flipr\n${change('users')}`, 'sqitch.conf': `[core]\n\t${setting}\n` }
  const history = await readHistory(await folderWith(files))
  expect(history.migrations.map((migration) => migration.files)).toEqual([[deployed]])
})

test.each([
  ['[core]\n\tregistry = meta\n', 'meta'],
  ['[core]\n\tregistry = wrong\n[engine "pg"]\n\tregistry = meta\n', 'meta'],
  ['[core]\n\ttarget = live\n[engine "pg"]\n\tregistry = wrong\n[target "live"]\n\tregistry = meta\n', 'meta'],
  ['[engine "pg"]\n\ttarget = live\n[target "other"]\n\tregistry = wrong\n', undefined],
  ['[engine "pg"]\n\tregistry = sqitch\n', undefined],
])('the registry that %j names', async (text, registry) => {
  const script = "SELECT :'registry';\n"
  const plan = `%project=flipr\n${change('users')}`
  for (const place of ['', 'below/']) {
    const root = await folderWith({
      'sqitch.conf': text,
      [`${place}sqitch.plan`]: plan,
      [`${place}deploy/users.sql`]: script,
    })
    const { migrations, trackingSchema, trackingTables } = await readHistory(root)
    expect(trackingSchema).toBe(registry)
    expect(migrations[0]?.up.text).toContain(`'${registry ?? 'sqitch'}'`)
    expect(trackingTables.map(({ schema, name }) => `${schema}.${name}`)).toEqual(
      registry === undefined
        ? []
        : ['dependencies', 'tags', 'events', 'changes', 'projects', 'releases'].map((name) => `meta.${name}`),
    )
  }
})
