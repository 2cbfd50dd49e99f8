// Which tools a project uses stands in a few files at its top. Where the names in a migration folder fit several
// runners, they decide. Nothing of them is run.
import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'

/** Files that name a project's tools, are a runner's own settings, or what a runner runs besides. */
const names: ReadonlySet<string> = new Set([
  'Cargo.toml',
  'go.mod',
  'package.json',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Gemfile',
  'pyproject.toml',
  'Makefile',
  'Dockerfile',
  'config.toml',
  'config.yaml',
  'diesel.toml',
  'refinery.toml',
  'tern.conf',
  'sqitch.conf',
  'flyway.conf',
  'flyway.toml',
  'liquibase.properties',
  'atlas.hcl',
  '.gmrc',
  'drizzle.config.ts',
  'drizzle.config.js',
  'seed.sql',
])

const highest = 6

/** The nearest of these files by name, from `folder` up to the top of the repository. */
export async function readProjectFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>()
  let at = folder
  for (let level = 0; level <= highest; level += 1) {
    const entries = await readdir(at).catch((): string[] => []) // what may not be read decides nothing
    for (const name of entries) {
      if (!names.has(name) || found.has(name)) continue
      const text = await readFile(path.join(at, name), 'utf8').catch(() => undefined)
      if (text !== undefined) found.set(name, text)
    }
    const above = path.dirname(at)
    if (entries.includes('.git') || above === at) break
    at = above
  }
  return found
}

/** Whether one of the project's files speaks of a tool. */
export function mentions(project: ReadonlyMap<string, string>, files: readonly string[], tool: RegExp): boolean {
  return files.some((file) => tool.test(project.get(file) ?? ''))
}
