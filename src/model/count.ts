/** `1 object`, `412 objects`; nouns that take more than an s are given in both forms. */
export function count(n: number, noun: string, several = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : several}`
}
