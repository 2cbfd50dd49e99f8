// The commands, in the order of the help. A new command is one file and one line here.
import type { Command } from './command.ts'
import { adopt } from './commands/adopt.ts'
import { apply } from './commands/apply.ts'
import { archive } from './commands/archive.ts'
import { compareSchemas } from './commands/compare-schemas.ts'
import { consolidate } from './commands/consolidate.ts'
import { explain } from './commands/explain.ts'
import { fleet } from './commands/fleet.ts'
import { rehearse } from './commands/rehearse.ts'
import { restore } from './commands/restore.ts'
import { rollback } from './commands/rollback.ts'
import { selfTest } from './commands/self-test.ts'
import { verify } from './commands/verify.ts'

export const commands: readonly Command[] = [
  consolidate,
  explain,
  compareSchemas,
  verify,
  rehearse,
  apply,
  rollback,
  archive,
  restore,
  adopt,
  fleet,
  selfTest,
]
