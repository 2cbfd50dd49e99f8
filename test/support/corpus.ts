import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** One schema that exercises one thing: `test/corpus/<kind>--<case>/schema.sql`. */
export interface CorpusCase {
  readonly name: string
  readonly file: string
  /** The oldest server that takes it (`-- requires: 18`). */
  readonly requires: number
  /** Roles it names (`-- roles: reader writer`). */
  readonly roles: readonly string[]
}

const folder = join(dirname(fileURLToPath(import.meta.url)), '..', 'corpus')

/** All cases, or those that this server major takes. */
export function corpusCases(major = Infinity): CorpusCase[] {
  return readdirSync(folder)
    .map((name) => ({ name, file: join(folder, name, 'schema.sql') }))
    .filter(({ file }) => existsSync(file))
    .map(({ name, file }) => ({ name, file, ...directivesOf(readFileSync(file, 'utf8')) }))
    .filter(({ requires }) => requires <= major)
}

function directivesOf(text: string): Pick<CorpusCase, 'requires' | 'roles'> {
  const roles = /^-- roles: (.+)$/mu.exec(text)?.[1] ?? ''
  return {
    requires: Number(/^-- requires: (\d+)/mu.exec(text)?.[1] ?? 0),
    roles: roles.split(/\s+/u).filter((role) => role !== ''),
  }
}
