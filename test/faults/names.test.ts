// Names that hurt, everywhere at once: of the database, the role, the schema, the table and what is in it, of the folder
// of the project, and of its files. The whole way there and back works with them as with any other.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { apply } from '../../src/commands/apply.ts'
import { consolidate } from '../../src/commands/consolidate.ts'
import { rollback } from '../../src/commands/rollback.ts'
import { undoAdopt } from '../../src/commands/undo-adopt.ts'
import { verify } from '../../src/commands/verify.ts'
import { addressFor } from '../../src/server/address.ts'
import { connect } from '../../src/server/connection.ts'
import type { Address } from '../../src/server/database.ts'
import { quoteLiteral, quoteName } from '../../src/sql/quote.ts'
import { environmentOf, writeFiles } from '../cutover/project.ts'
import { useScratch } from '../support/scratch.ts'
import { urlOf } from '../support/url.ts'
import { runPgfold } from '../systems/run-pgfold.ts'
import { stateOf } from './cutovers.ts'
import { bytesOf } from './folder-bytes.ts'
import { countPoints } from './points.ts'

const live = useScratch('embedded')
const point = countPoints('positions of hostile names', 30)

const names = [
  ['quotes, a line break and all that a shell knows', `We "q" it's; --\n%s\\ $1 \${x} \`id\` {n} & *`],
  ['an option', '--help'],
  ['63 bytes, dots and letters beyond ASCII', 'Ä.'.repeat(21)],
] as const

/** The positions of one name. */
const positions = [
  'database',
  'role',
  'schema',
  'table',
  'column',
  'constraint',
  'function',
  'policy',
  'folder',
  'file',
]

function historyOf(name: string): Readonly<Record<string, string>> {
  const quoted = quoteName(name)
  const guest = quoteName(guestOf(name))
  const file = name.replaceAll('/', '_').replaceAll('\n', ' ') // no layout reads a file with a line break in its name
  return {
    [`migrations/001_${file}.sql`]: `CREATE SCHEMA ${quoted};
      CREATE TABLE ${quoted}.${quoted} (${quoted} integer PRIMARY KEY CONSTRAINT ${quoted} CHECK (${quoted} > 0), note text);
      COMMENT ON TABLE ${quoted}.${quoted} IS ${quoteLiteral(name)};
      INSERT INTO ${quoted}.${quoted} VALUES (1, ${quoteLiteral(name)});\n`,
    [`migrations/002_${file}.sql`]: `CREATE FUNCTION ${quoted}.${quoted}() RETURNS integer LANGUAGE sql AS 'SELECT 1';
      CREATE POLICY ${quoted} ON ${quoted}.${quoted} TO ${guest} USING (${quoted} > 0);
      GRANT SELECT ON ${quoted}.${quoted} TO ${guest};\n`,
  }
}

/** Another role, with a name as bad as that of the owner. */
function guestOf(name: string): string {
  return `${name.slice(0, -1)}_`
}

/** The database of that name, which the role of that name has built, and its runner's rows. */
async function build(name: string, files: Readonly<Record<string, string>>): Promise<Address> {
  const admin = await live.connected()
  await admin.execute(`create role ${quoteName(name)} login superuser`)
  await admin.execute(`create role ${quoteName(guestOf(name))}`)
  await admin.execute(`create database ${quoteName(name)} template template0`)
  const address = { ...addressFor(admin.address, name), user: name }
  const db = await connect(address)
  await db.execute('create table public.migrations (name text primary key)')
  for (const [path, sql] of Object.entries(files)) {
    await db.execute(sql)
    await db.query('insert into public.migrations values ($1)', [path.slice('migrations/'.length)])
  }
  await db.close()
  return address
}

it.each(names)('%s', { timeout: 300_000 }, async (_, name) => {
  const root = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
  const folder = name.replaceAll('/', '_')
  const files = historyOf(name)
  await mkdir(join(root, folder))
  await writeFiles(join(root, folder), files)
  const address = await build(name, files)
  const env = environmentOf(address)
  const within = (each: string): string => join(root, folder, each)
  const migrations = within('migrations')
  const scratch = urlOf({ ...address, user: 'postgres', database: 'postgres' })
  const places = { consolidated: within('consolidated'), backups: within('backups') }
  const options = { env, ...places, lockTimeout: '5s', yes: true, scratch }
  const command = async (...words: readonly string[]): Promise<unknown> => {
    const { exitCode, stdout, stderr } = await runPgfold([...words, '--json'], { cwd: root, env })
    expect(exitCode, stderr).toBe(0)
    return JSON.parse(stdout)
  }
  const paths = ['migrations', 'archived'].map((each) => `--${each}=${folder}/${each}`)
  const own = [...paths, `--consolidated=${folder}/consolidated`]

  expect(await consolidate({ history: migrations, out: places.consolidated, scratch })).toMatchObject({ proved: true })
  expect(await verify(options)).toMatchObject({ verdict: 'identical' })
  const [built, original] = [await stateOf(address), await bytesOf(migrations)]
  await command('archive', ...own)
  expect(await command('adopt', `--db=${name}`, ...own, `--scratch=${scratch}`)).toMatchObject({
    done: true,
    refusal: null,
  })
  expect(await stateOf(address)).not.toBe(built)
  expect(await undoAdopt(options)).toMatchObject({ done: true })
  expect(await stateOf(address)).toBe(built)
  await command('restore', `--archived=${folder}/archived`)
  expect(await bytesOf(migrations)).toEqual(original)
  expect(await rollback(options)).toMatchObject({ done: true })
  expect(await apply(options)).toMatchObject({ done: true })
  const applied = await stateOf(address)
  expect(await apply({ ...options, force: true })).toMatchObject({ done: true })
  expect(await stateOf(address)).toBe(applied)
  const written = await readdir(places.backups)
  expect(written.filter((file) => !/^[\w.][\w.-]*\.sql$|^\.gitignore$/u.test(file))).toEqual([])
  positions.forEach(point)
  await rm(root, { recursive: true })
})
