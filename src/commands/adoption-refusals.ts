// Why a live database is not adopted, in words: the state, and what to do about it. The sets stand beside it in the answer.
import type { AdoptionPlan } from '../cutover/adoption-plan.ts'
import { savedTables } from '../cutover/rewrite-records.ts'
import type { ConsolidatedSchema } from '../cutover/consolidated-schema.ts'
import { layoutNamed } from '../layouts/choose-layout.ts'
import type { AdoptResult } from '../model/adoption.ts'
import { count } from '../model/count.ts'
import type { ComparisonResult } from '../model/difference.ts'
import { quotePath } from '../sql/quote.ts'

type Refusal = AdoptResult['refusal']

/** Null where the rows say that the database may be adopted. */
export function refusalOf(
  { classification, failed, folded }: AdoptionPlan,
  { manifest: { line } }: ConsolidatedSchema,
): Refusal {
  const { state, missing, newer, unknown } = classification
  if (failed.length > 0) {
    return {
      code: 'failed-run',
      message: `${count(failed.length, 'row stands', 'rows stand')} for a run that failed or was undone: ${failed.join(', ')}`,
      hint: 'Put it right with the runner first, then adopt.',
    }
  }
  switch (state) {
    case 'fresh':
      return {
        code: 'fresh',
        message: 'no migration is recorded',
        hint: 'Let the runner build it from the consolidated migration; there is nothing to adopt.',
      }
    case 'behind':
      return {
        code: 'behind',
        message: `it is behind the line ${line}: ${missing.length} of ${count(folded.length, 'folded migration')} not applied`,
        hint: 'Run them first, from the folder as it was before archive (pgfold restore, or an older checkout). Where the runner built it from the consolidated migration, there is nothing to adopt.',
      }
    case 'partial':
      return {
        code: 'partial',
        message:
          missing.length > 0
            ? `${missing.length} of ${count(folded.length, 'folded migration')} not recorded, with later ones that are`
            : `newer migrations are recorded with gaps: ${newer.join(', ')}`,
        hint: 'Find out whether what is missing was applied by hand, and record or apply it with the runner.',
      }
    case 'unknown-rows':
      return {
        code: 'unknown-rows',
        message: `${count(unknown.length, 'recorded migration')} neither folded nor in the folder`,
        hint: 'Check that folder and database belong together; a row that stands for nothing is for you to delete.',
      }
    default:
      return null
  }
}

/** Newer migrations in code are not replayed: a command has to run them, and it runs all that are in the folder. */
export function commandRefusal({ layout, newer, pending }: AdoptionPlan, run: string | undefined): Refusal {
  const { command } = layoutNamed(layout)
  if (command === undefined || newer.length === 0) return null
  if (pending.length > 0) {
    return {
      code: 'newer-not-applied',
      message: `it is past the line, and not all newer migrations of the folder are applied: ${pending.join(', ')} ${pending.length === 1 ? 'is' : 'are'} not`,
      hint: 'Adopt it with the folder as it was when it ran the newest, or take the others out of the folder until then: they are code, of which only all can be run.',
    }
  }
  if (run !== undefined) return null
  return {
    code: 'needs-command',
    message: `it is past the line, and the newer ${newer.length === 1 ? 'migration is' : 'migrations are'} code`,
    hint: `Say what runs the folder as it is now, to have a database to compare it with: pgfold adopt --run '${command}'.`,
  }
}

/** The rows that an earlier adoption saved would be lost, and with them its way back. */
export function earlierAdoption({ found, savedEarlier }: AdoptionPlan): Refusal {
  const sql = savedTables(found)
    .map(({ schema, name }) => quotePath(schema, name))
    .join(', ')
  return {
    code: 'earlier-adoption',
    message: `the rows from before the adoption of ${savedEarlier ?? ''} are still in ${sql}`,
    hint: `Run DROP TABLE ${sql}, when that adoption will not be undone any more, and adopt again.`,
  }
}

/** The schema is not what was proved; `isNew` where the rows are those of a database built from the consolidated migration. */
export function driftRefusal(
  { verdict, differences }: ComparisonResult,
  { isNew }: { readonly isNew: boolean },
): Refusal {
  const found = count(differences.length, 'difference')
  const rows = isNew ? 'are those of a database built from the consolidated migration' : 'are right'
  return {
    code: verdict === 'unverified' ? 'unverified' : 'not-as-proved',
    message:
      verdict === 'unverified'
        ? 'not all of the database could be read'
        : `its rows ${rows}, but its schema is not what was proved: ${found}`,
    hint: isNew
      ? 'Leave its rows as they are. Bring the difference into a migration, undo it here, or name a minor class with --ignore.'
      : 'Bring the difference into a migration and fold again, undo it here, or name a minor class with --ignore.',
  }
}
