// Steps → a history. A step chooses one operation and carries one number from which all its choices come; every
// operation writes only what is valid in the world that the earlier ones left, so that no history is thrown away.
import { choicesFrom } from './choices.ts'
import { columnOperations } from './operations/columns.ts'
import { constraintOperations } from './operations/constraints.ts'
import { copyOperations } from './operations/copies.ts'
import { foreignOperations } from './operations/foreign.ts'
import { indexOperations } from './operations/indexes.ts'
import { languageOperations } from './operations/languages.ts'
import { operatorOperations } from './operations/operators.ts'
import { partitionOperations } from './operations/partitions.ts'
import { publicationOperations } from './operations/publications.ts'
import { routineOperations } from './operations/routines.ts'
import { rowOperations } from './operations/rows.ts'
import { sequenceOperations } from './operations/sequences.ts'
import { thingOperations } from './operations/things.ts'
import { triggerOperations } from './operations/triggers.ts'
import { typeOperations } from './operations/types.ts'
import { viewOperations } from './operations/views.ts'
import { createWorld } from './world.ts'
import type { Operation } from './world.ts'

export interface Step {
  /** Chooses the operation: a number in [0, totalWeight). */
  readonly operation: number
  readonly seed: number
  /** With hostile names and extras. */
  readonly fancy: boolean
}

export interface RandomHistory {
  /** SQL files, in order. */
  readonly migrations: readonly string[]
  /** One more statement or a few, for the database that the history built. */
  readonly mutation: string
}

const operations: readonly Operation[] = [
  ...thingOperations,
  ...columnOperations,
  ...constraintOperations,
  ...partitionOperations,
  ...copyOperations,
  ...indexOperations,
  ...typeOperations,
  ...routineOperations,
  ...viewOperations,
  ...sequenceOperations,
  ...triggerOperations,
  ...operatorOperations,
  ...languageOperations,
  ...foreignOperations,
  ...publicationOperations,
  ...rowOperations,
]

export const totalWeight = operations.reduce((sum, { weight }) => sum + weight, 0)

const stepsPerMigration = 6

/** The history of these steps for a server of this major; the last step is the mutation. */
export function generate(steps: readonly Step[], major: number, roles: readonly string[]): RandomHistory {
  const world = createWorld(major, roles)
  const written = steps.map(({ operation, seed, fancy }) => {
    const statements: string[] = []
    const run = (sql: string): void => void statements.push(`${sql};\n`)
    operationAt(operation).apply({ world, choose: choicesFrom(seed, fancy), run })
    return statements.join('')
  })
  const history = written.slice(0, -1)
  const migrations = Array.from({ length: Math.ceil(history.length / stepsPerMigration) }, (_, place) =>
    history.slice(place * stepsPerMigration, (place + 1) * stepsPerMigration).join(''),
  )
  return { migrations, mutation: written.at(-1) ?? '' }
}

function operationAt(place: number): Operation {
  let rest = place
  for (const operation of operations) {
    rest -= operation.weight
    if (rest < 0) return operation
  }
  throw new Error(`no operation at ${place}`)
}
