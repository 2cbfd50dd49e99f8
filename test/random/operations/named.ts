// What is only a name in a schema or in the database, with the statements that nearly every such object knows.
import { newName, quoted } from '../names.ts'
import { add, nameIn, pathIn } from '../world.ts'
import type { Build, Schema, Thing } from '../world.ts'
import { anySchema } from './make.ts'

interface Named extends Thing {
  /** Its path without what follows it, as in `name USING btree`. */
  readonly called: () => string
}

interface InSchema extends Named {
  readonly schema: Schema
}

interface NamedOptions {
  readonly needs?: Iterable<Thing>
  /** What follows the path wherever it is named. */
  readonly suffix?: string
  /** Words that a DROP ends with. */
  readonly dropping?: string
  readonly grant?: Thing['grant']
}

/** Notes an object with a name in a schema; the statement is the caller's. */
export function noteNamed(build: Build, label: string, options: NamedOptions = {}): InSchema {
  const schema = anySchema(build)
  const name = nameIn(schema, build, label.toLowerCase().replaceAll(' ', '_'))
  const called = (): string => pathIn(schema, thing.name)
  const { needs = [], ...rest } = options
  const base = partsOf(label, called, rest)
  const thing: InSchema = { ...base, schema, name, used: () => schema.names, needs: [schema, ...needs] }
  return add(build.world, thing)
}

/** The same where the name is one of the whole database. */
export function noteGlobal(build: Build, label: string, options: NamedOptions = {}): Named {
  const name = newName(build.choose, build.world.names, label.toLowerCase().replaceAll(' ', '_'))
  const called = (): string => quoted(thing.name)
  const { needs = [], ...rest } = options
  const thing: Named = { ...partsOf(label, called, rest), name, used: () => build.world.names, needs: [...needs] }
  return add(build.world, thing)
}

function partsOf(label: string, called: () => string, options: Omit<NamedOptions, 'needs'>) {
  const { suffix = '', dropping = '', grant } = options
  const path = (): string => `${called()}${suffix}`
  return {
    label,
    called,
    path,
    pins: 0,
    drop: () => `DROP ${label} ${path()}${dropping}`,
    rename: (to: string) => `ALTER ${label} ${path()} RENAME TO ${to}`,
    owner: () => `ALTER ${label} ${path()} OWNER TO`,
    ...(grant && { grant }),
  }
}
