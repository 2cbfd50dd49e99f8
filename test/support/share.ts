// A machine that is too slow for its CI takes a share of the tests: of the two largest sets of cases every nth, and of the
// files of tests every second, another half with each commit. The rest is taken elsewhere.
import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'

/** Whether this machine takes a share, which is that of the embedded server. */
export const isShare = process.env['PGFOLD_TEST_SHARE'] !== undefined

/** Every nth case where `PGFOLD_TEST_SHARE` is n; all without it. */
export function shareOf<Case>(cases: readonly Case[]): readonly Case[] {
  const share = Number(process.env['PGFOLD_TEST_SHARE'] ?? '1')
  return cases.filter((_, index) => index % share === 0)
}

/** The files of tests below `folder` that are not of the half of `PGFOLD_TEST_COMMIT`; none without a share. */
export function filesLeftOut(folder: string): readonly string[] {
  if (!isShare) return []
  const commit = process.env['PGFOLD_TEST_COMMIT'] ?? ''
  const isLeftOut = (file: string): boolean =>
    ((createHash('sha256').update(`${commit} ${file}`).digest()[0] ?? 0) & 1) === 1
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts') && isLeftOut(file))
}
