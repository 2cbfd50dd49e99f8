import type { Expected } from '../src/self-test/mutation.ts'

export function judgeDumps(
  left: string,
  right: string,
  expected: readonly Expected[],
): { readonly strangers: readonly string[]; readonly unprinted: readonly Expected[] }
