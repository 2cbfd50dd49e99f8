// What a runner that opens one transaction round all that is pending cannot run, though each migration could be run by
// itself. Its users have seen these histories run, a migration at a time or by hand.
import { PgfoldError } from '../errors.ts'
import type { Script } from '../history/migration.ts'
import { splitStatements, type Statement } from '../history/statements.ts'
import type { Finding } from '../model/finding.ts'
import { pathOf, type Files, type MigrationFiles, type SideFile } from './layout.ts'

/** A value that was added to an enum, as a literal. */
interface AddedValue {
  readonly literal: string
  readonly place: string
}

/** A runner that opens one transaction round all that is pending. */
export interface OneTransaction {
  readonly runner: string
  readonly files: Files
}

/** One finding for each statement that PostgreSQL refuses there, and for the first use of each new enum value. */
export async function oneTransactionStops(
  migrations: readonly MigrationFiles[],
  { runner, files }: OneTransaction,
): Promise<Finding[]> {
  const findings: Finding[] = []
  const added = new Map<string, AddedValue>()
  for (const { up } of migrations) {
    if (up === undefined) continue
    const script = await scriptOfSide(up, files)
    if (!mayStop(script.text, added)) continue
    for (const statement of await statementsOf(script)) {
      const place = `${script.file}:${statement.line}`
      if (statement.needsOwnTransaction) findings.push(refused(place, runner))
      const literal = literalAdded(statement)
      const used = literal === undefined ? valueUsed(statement, added) : undefined
      if (literal !== undefined) added.set(literal, { literal, place })
      if (used === undefined) continue
      findings.push(usesNewValue(place, used, runner))
      added.delete(used.literal)
    }
  }
  return findings
}

// Most scripts have nothing of this and need not be parsed.
const mayMatter =
  /\b(?:concurrently|vacuum|reindex|cluster|discard|database|tablespace|system|subscription|prepared|add\s+value)\b/iu

function mayStop(text: string, added: ReadonlyMap<string, AddedValue>): boolean {
  return mayMatter.test(text) || [...added.keys()].some((literal) => text.includes(literal))
}

/** What the runner sends of a side. */
export async function scriptOfSide(side: SideFile, files: Files): Promise<Script> {
  const script = await files.script(pathOf(side))
  return typeof side === 'string' ? script : { ...script, text: side.text }
}

/** The statements of a script; none where it is no SQL. */
export function statementsOf(script: Script): Promise<readonly Statement[]> {
  return splitStatements(script).catch((error: unknown) => {
    if (error instanceof PgfoldError) return [] // told where the script is to run
    throw error
  })
}

function literalAdded({ kind, text }: Statement): string | undefined {
  if (kind !== 'AlterEnumStmt') return undefined
  return /\badd\s+value\s+(?:if\s+not\s+exists\s+)?('(?:[^']|'')*')/iu.exec(text)?.[1]
}

function valueUsed({ text }: Statement, added: ReadonlyMap<string, AddedValue>): AddedValue | undefined {
  return [...added.values()].find(({ literal }) => text.includes(literal))
}

function refused(subject: string, runner: string): Finding {
  return {
    code: 'runner-stops',
    severity: 'warning',
    subject,
    message: `${runner} runs all that is pending in one transaction, where PostgreSQL refuses this statement: it cannot run the history; it can run the consolidated migration`,
  }
}

// Since PostgreSQL 17 the value may be used where its type was made in the same transaction, but for a DO block.
function usesNewValue(subject: string, { literal, place }: AddedValue, runner: string): Finding {
  return {
    code: 'runner-stops',
    severity: 'warning',
    subject,
    message: `may use ${literal}, which ${place} adds to an enum: ${runner} runs all that is pending in one transaction, where PostgreSQL does not take a new value yet; it can run the consolidated migration`,
  }
}
