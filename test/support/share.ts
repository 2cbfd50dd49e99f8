// A machine that is too slow for its CI takes a share of the two largest sets of cases; the rest is taken elsewhere.

/** Whether this machine takes a share, which is that of the embedded server. */
export const isShare = process.env['PGFOLD_TEST_SHARE'] !== undefined

/** Every nth case where `PGFOLD_TEST_SHARE` is n; all without it. */
export function shareOf<Case>(cases: readonly Case[]): readonly Case[] {
  const share = Number(process.env['PGFOLD_TEST_SHARE'] ?? '1')
  return cases.filter((_, index) => index % share === 0)
}
