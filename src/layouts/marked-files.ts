// Directives as marks: lines that only one runner understands.
import type { Files } from './layout.ts'

/** Lines that say whose file it is, of the runners that keep both sides in one file or write a header. */
export const runnerDirective =
  /^--\s*(?:migrate:(?:up|down)\b|\+goose\b|liquibase formatted sql\b|[\s-]*(?:up|down)\s+migration\b)|^---- create above \/ drop below ----/imu

const enough = 3

/** Of the first few paths, those whose text has `pattern`. @throws {PgfoldError} `not-readable`, `not-utf8` */
export async function markedFiles(paths: readonly string[], files: Files, pattern: RegExp): Promise<string[]> {
  const few = paths.slice(0, enough)
  const texts = await Promise.all(few.map((path) => files.text(path)))
  return few.filter((_, index) => pattern.test(texts[index] ?? ''))
}
