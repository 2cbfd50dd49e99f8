// A column as CREATE TABLE and ADD COLUMN take it, behind its name. Manual: CREATE TABLE, column_constraint.
import { keyOf } from '../model/object.ts'
import type { CatalogObject } from '../model/object.ts'
import { quoteName, quotePath } from '../sql/quote.ts'
import { inBrackets } from './expression-text.ts'
import { optionsClause } from './foreign-options.ts'
import { inGivenOrder } from './given-order.ts'
import type { RenderView } from './kind.ts'
import { givenNotNullName } from './not-null-names.ts'
import { sequenceClauses } from './sequence-settings.ts'
import { columnAttributes } from './table-attributes.ts'
import type { IdentityAttribute } from './table-attributes.ts'
import { copiedColumns, defaultOf, isColumnWritten } from './table-form.ts'

/** The type with its collation and compression, then each clause. */
export function columnDefinition(object: CatalogObject, view: RenderView): string[] {
  const {
    type,
    collation,
    compression,
    identity,
    generated,
    generationExpression,
    foreignOptions = [],
  } = columnAttributes(object)
  const originals = copiedColumns(object, view)
  const copied = originals.length > 0
  const value = defaultOf(object, view)
  return [
    [
      type,
      ...(compression === null || copied ? [] : [`COMPRESSION ${compression}`]),
      ...(isColumnWritten(object, view) ? optionsClause(inGivenOrder(object, foreignOptions)) : []),
      ...(collation === null ? [] : [`COLLATE ${collation}`]),
    ].join(' '),
    ...[columnNotNull(object, view)].filter((clause) => clause !== undefined),
    ...(identity === null ? [] : [identityClause(identity, type)]),
    ...(value !== undefined && view.isInlined(keyOf(value)) ? [view.inline(value)] : []),
    ...(generated === null || copiesGeneration(originals, view)
      ? []
      : [`GENERATED ALWAYS AS ${inBrackets(generationExpression ?? '')} ${generated}`]),
  ]
}

// Before PostgreSQL 16 the copy of a generated column takes its expression from the parent, and may not say it itself.
function copiesGeneration(originals: readonly CatalogObject[], view: RenderView): boolean {
  return view.serverVersion < 160_000 && originals.some((original) => columnAttributes(original).generated !== null)
}

/** NOT NULL with its name; none where it is inherited or comes later since it is not valid. */
export function columnNotNull(object: CatalogObject, view: RenderView): string | undefined {
  const { notNull } = columnAttributes(object)
  if (notNull === false) return undefined
  const name = givenNotNullName(object, view)
  const clause = name === null ? 'NOT NULL' : `CONSTRAINT ${quoteName(name)} NOT NULL`
  if (notNull === true) return clause
  if (notNull.validated === false || notNull.local === false) return undefined
  return notNull.inherit === false ? `${clause} NO INHERIT` : clause
}

// LIKE … INCLUDING IDENTITY makes a bigint sequence for a column of any type: that is set behind (column-settings.ts).
function identityClause({ generation, sequence, settings }: IdentityAttribute, type: string): string {
  const options = [
    ...(sequence === null ? [] : [`SEQUENCE NAME ${quotePath(...sequence)}`]),
    ...(settings.type === type ? sequenceClauses(settings) : []),
  ]
  return `GENERATED ${generation} AS IDENTITY${options.length === 0 ? '' : ` (${options.join(' ')})`}`
}
